package views

import (
	"html/template"
	"time"
	"zhixinwu/store/school"
)

// Kiosk is what every child's screen has. Idle is a promise: after so many seconds without a touch nothing of this
// child is on the screen, whether or not the server can be reached (kiosk.js).
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
	Voice         string // address of the index of recordings; empty without any
}

// Offers are a device's, as the templates ask for them.
type Offers struct{ Booking, Phone, Letters, Roll, Arrive bool }

// KioskDoc is the page around the screens. Once its scripts have come, every tap replaces #screen alone.
type KioskDoc struct {
	School, Zone string
	Now          int64 // Unix milliseconds
	Line         bool  // of the tablet beside a line
	Body         template.HTML
}

func (KioskDoc) Template() string                   { return "kiosk/doc" }
func (d KioskDoc) with(body template.HTML) Document { d.Body = body; return d }

// KioskMessage is one sentence and the way on, for whatever has no screen of its own.
type KioskMessage struct{ Kiosk }

func (KioskMessage) Template() string { return "kiosk/message" }
