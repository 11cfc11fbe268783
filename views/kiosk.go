package views

import (
	"html/template"
	"time"

	"zhixinwu/store"
)

// Kiosk is what every child's screen has.
type Kiosk struct {
	School, Where string
	Room          string // colour of the room: heart, phone, mail, dorm
	Idle          int    // seconds until the screen wipes itself; 0 on the neutral one
	Pinyin        bool
	Say           string // what went wrong, in place
	Visit         string // token of the signed-in child's visit; empty on a screen without a child
	Short         string // how the child is greeted
	Initial       string
	Now           time.Time
	Offers        Offers
	Hotlines      []store.Hotline
}

// Offers are a device's, as the templates ask for them.
type Offers struct{ Booking, Phone, Letters, Roll, Arrive bool }

// KioskDoc is the page around the screens.
type KioskDoc struct {
	School, Zone string
	Now          int64 // Unix milliseconds
	Line         bool  // of the tablet beside a line
	Body         template.HTML
}

func (KioskDoc) Template() string                   { return "kiosk/doc" }
func (d KioskDoc) with(body template.HTML) Document { d.Body = body; return d }

// KioskHome is the neutral screen.
type KioskHome struct{ Kiosk }

// KioskScan asks for the card; Pad is the way without a scanner.
type KioskScan struct{ Kiosk }
type KioskPad struct{ Kiosk }

// KioskTicket is the child's number.
type KioskTicket struct {
	Kiosk
	store.Place
}

// KioskLetter is the letter's form, at the step that has the question.
type KioskLetter struct {
	Kiosk
	Step          string
	Text          store.LetterText
	Drawing       string // strokes as sent, kept when something was wrong
	Once          string // makes a repeated post the same letter
	Readers       []string
	Moods, Topics []string
}

// KioskCode shows the return code and asks for it back.
type KioskCode struct {
	Kiosk
	Code     store.ReturnCode
	Readers  []string
	Pictures []string
	Try      bool // asks for it back at once
}

// Words is the code as it is read aloud.
func (k KioskCode) Words() (text string) {
	for _, p := range k.Code.Pictures {
		text += pictureNames[p] + "，"
	}
	for _, d := range k.Code.Digits {
		text += string(d) + " "
	}
	return text
}

// KioskKept says good-bye to a letter whose code the child knows.
type KioskKept struct{ Kiosk }

// KioskReplyCode asks for a return code, KioskReply shows what it leads to.
type KioskReplyCode struct {
	Kiosk
	Pictures []string
}
type KioskReply struct {
	Kiosk
	store.Reply
}

// KioskHelp says whom to go to and whom to call.
type KioskHelp struct{ Kiosk }

// KioskMessage is one sentence and the way on.
type KioskMessage struct{ Kiosk }

func (KioskHome) Template() string      { return "kiosk/home" }
func (KioskScan) Template() string      { return "kiosk/scan" }
func (KioskPad) Template() string       { return "kiosk/pad" }
func (KioskTicket) Template() string    { return "kiosk/ticket" }
func (KioskLetter) Template() string    { return "kiosk/letter" }
func (KioskCode) Template() string      { return "kiosk/code" }
func (KioskKept) Template() string      { return "kiosk/kept" }
func (KioskReplyCode) Template() string { return "kiosk/replycode" }
func (KioskReply) Template() string     { return "kiosk/reply" }
func (KioskHelp) Template() string      { return "kiosk/help" }
func (KioskMessage) Template() string   { return "kiosk/message" }
