package views

import (
	"fmt"
	"strings"
	"zhixinwu/store/mail"
)

// KioskLetter is the letter's form, at the step that has the question. All steps are one form, so nothing of a letter
// ever stands in an address. It says who will read it, before a word is written.
type KioskLetter struct {
	Kiosk
	Step          string
	Text          mail.LetterText
	Drawing       string // strokes as sent, kept when something was wrong
	Once          string // makes a repeated post the same letter
	Readers       []string
	Moods, Topics []string
}

func (KioskLetter) Template() string { return "kiosk/letter" }

// KioskKept says good-bye to a letter whose code the child knows.
type KioskKept struct{ Kiosk }

func (KioskKept) Template() string { return "kiosk/kept" }

// Letters lists the envelopes; Letter is one, opened.
type Letters struct {
	List []mail.Letter
	mail.BoxState
}

// Letter is one, opened, with its answers; Answer is what was typed and could not be sent.
type Letter struct {
	mail.OpenLetter
	Say    string
	Answer string // typed so far
}

func (Letters) Template() string { return "staff/mail/letters" }
func (Letter) Template() string  { return "staff/mail/letter" }

var moodNames = map[string]string{
	"happy":    "开心",
	"sad":      "难过",
	"angry":    "生气",
	"afraid":   "害怕",
	"homesick": "想家",
	"unsure":   "说不清",
	"":         "没有选",
}

// strokePath is the d attribute of one stroke of a drawing.
func strokePath(st mail.Stroke) string {
	var b strings.Builder
	for i, p := range st.Points {
		verb := "L"
		if i == 0 {
			verb = "M"
		}
		fmt.Fprintf(&b, "%s%d %d", verb, p[0], p[1])
	}
	if len(st.Points) == 1 {
		b.WriteString("h0.1") // a dot
	}
	return b.String()
}
