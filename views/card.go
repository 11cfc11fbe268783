package views

import (
	"fmt"
	"html/template"
	"net/url"
	"strconv"
	"strings"
	"zhixinwu/store/roster"

	"github.com/skip2/go-qrcode"
)

// Cards is a stack of A4 sheets. A card shows the child, its class and the school; what could lead a finder to the
// family is not on it.
type Cards struct {
	Classes  []string
	Class    string   // shown now
	Children []string // ids of those shown
	Per      int      // cards a sheet, 10 or 24
	Sheets   [][]roster.PrintedCard
	School   string
}

func (Cards) Template() string { return "staff/roster/cards" }

// Query asks for the same cards with so many a sheet.
func (c Cards) Query(per int) string {
	q := url.Values{"per": {strconv.Itoa(per)}}
	if c.Class != "" {
		q.Set("class", c.Class)
	} else {
		q["child"] = c.Children
	}
	return "/office/cards?" + q.Encode()
}

// QR draws a card code as SVG, sharp at any printed size: 18 digits are a version 1 code at level Q (qrcode.High).
func QR(code string) (template.HTML, error) {
	q, err := qrcode.New(code, qrcode.High)
	if err != nil {
		return "", err
	}
	rows := q.Bitmap() // with its quiet zone of four modules
	var d strings.Builder
	for y, row := range rows {
		for x := 0; x < len(row); x++ {
			if !row[x] {
				continue
			}
			from := x
			for x < len(row) && row[x] {
				x++
			}
			fmt.Fprintf(&d, "M%d %dh%dv1h-%dz", from, y, x-from, x-from)
		}
	}
	return template.HTML(fmt.Sprintf(
		`<svg class="qr" viewBox="0 0 %d %d" shape-rendering="crispEdges" aria-hidden="true"><path d="%s"/></svg>`,
		len(rows), len(rows), d.String())), nil
}
