package roster_test

import (
	"errors"
	"strings"
	"testing"

	"zhixinwu/store/roster"
)

func TestParseIDCard(t *testing.T) {
	girl, boy := roster.IDCard{Birth: "2015-03-08", Gender: "女"}, roster.IDCard{Birth: "2015-03-08", Gender: "男"}
	for written, want := range map[string]roster.IDCard{
		"99000020150308004X": girl, "99000020150308004x": girl, " 990000 20150308 004ｘ ": girl, "９９００００２０１５０３０８００４Ｘ": girl,
		"990000201503080015": boy, "11010519491231002X": {Birth: "1949-12-31", Gender: "女"}, // the example of GB 11643
	} {
		if got, err := roster.ParseIDCard(written); err != nil || got != want {
			t.Errorf("%q: %v, %v; want %v", written, got, err, want)
		}
	}
	for _, wrong := range []string{
		"", "990000201503080041", "990000150308002", "99000020150230002X", "9900002015030800", "099000201503080021",
		"99000020150308X02X", strings.Repeat("9", 200),
	} {
		if got, err := roster.ParseIDCard(wrong); !errors.Is(err, roster.ErrIDCard) {
			t.Errorf("%q: %v, %v", wrong, got, err)
		}
	}
	if _, err := roster.ParseIDCard("9.90000201503080E+17"); !errors.Is(err, roster.ErrExponent) {
		t.Error(err)
	}
}

func TestParseStudentNumber(t *testing.T) {
	for written, want := range map[string]string{
		"g99000020150308004x": "G99000020150308004X",
		"Ｇ９９００００２０１５０３０８００１５": "G990000201503080015",
		"J 990000201503080001": "J990000201503080001",
		"L990000201503080009":  "L990000201503080009",
	} {
		if got, err := roster.ParseStudentNumber(written); err != nil || got != want {
			t.Errorf("%q: %s, %v; want %s", written, got, err, want)
		}
	}
	for _, wrong := range []string{
		"", "G990000201503080041", "99000020150308004X", "G99000020150308002", "K990000201503080011", "9.9E+17",
	} {
		if got, err := roster.ParseStudentNumber(wrong); !errors.Is(err, roster.ErrStudentNumber) {
			t.Errorf("%q: %s, %v", wrong, got, err)
		}
	}
}

// FuzzParseIDCard: what is accepted is told by its own characters, and no other last character would be accepted.
func FuzzParseIDCard(f *testing.F) {
	f.Add("99000020150308004X")
	f.Add(" 990000 20150308 001５ ")
	f.Add("9.9E+17")
	f.Fuzz(func(t *testing.T, written string) {
		card, err := roster.ParseIDCard(written)
		if err != nil {
			return
		}
		number, err := roster.ParseStudentNumber("G" + written)
		if err != nil || number[7:15] != strings.ReplaceAll(string(card.Birth), "-", "") {
			t.Fatalf("%q is %v and %s, %v", written, card, number, err)
		}
		if (card.Gender == "男") != (number[17]%2 == 1) {
			t.Fatalf("%q is %v", written, card)
		}
		for _, last := range "0123456789X" {
			if _, err := roster.ParseIDCard(number[1:18] + string(last)); (err == nil) != (byte(last) == number[18]) {
				t.Fatalf("%q with %c: %v", written, last, err)
			}
		}
	})
}
