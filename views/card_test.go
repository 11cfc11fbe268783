package views

import (
	"strings"
	"testing"
	"zhixinwu/store/roster"

	"github.com/skip2/go-qrcode"
)

func cardFixtures() []Page {
	return []Page{
		Cards{
			Classes: []string{"三(2)班"}, Children: []string{"000001"}, Per: 10,
			Sheets: [][]roster.PrintedCard{{{Child: aChild, Code: "123456789012345678"}}},
		},
	}
}

// TestQR: 18 digits are the smallest code at level Q, so they are readable when printed 15 mm wide.
func TestQR(t *testing.T) {
	q, err := qrcode.New("837762751657644159", qrcode.High)
	if err != nil || q.VersionNumber != 1 {
		t.Fatalf("version %d, %v", q.VersionNumber, err)
	}
	svg, err := QR("837762751657644159")
	if err != nil || !strings.Contains(string(svg), `viewBox="0 0 29 29"`) {
		t.Errorf("%v %.80s", err, svg)
	}
}
