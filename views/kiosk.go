package views

import (
	"html/template"
	"time"
	"zhixinwu/store/school"
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
	Hotlines      []school.Hotline
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

// KioskMessage is one sentence and the way on.
type KioskMessage struct{ Kiosk }

func (KioskMessage) Template() string { return "kiosk/message" }
