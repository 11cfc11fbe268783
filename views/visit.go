package views

import (
	"zhixinwu/store/heart"
	"zhixinwu/store/phone"
)

// KioskHome is the neutral screen: nobody's name, the same for the next child whoever was before.
type KioskHome struct {
	Kiosk
	Asked bool // a child waits for an adult here, and its screen comes back
}

func (KioskHome) Template() string { return "kiosk/home" }

// KioskScan asks for the card; Pad is the way without a scanner.
type KioskScan struct{ Kiosk }

// KioskPad takes the digits of a card by finger, where there is no scanner, or a broken one.
type KioskPad struct{ Kiosk }

func (KioskScan) Template() string { return "kiosk/scan" }
func (KioskPad) Template() string  { return "kiosk/pad" }

// KioskMenu greets a child that is signed in, by the end of its name, with what waits for it in the rooms of this
// kiosk. News is a number: what they say opens by a tap, and not before those who stand behind.
type KioskMenu struct {
	Kiosk
	Ticket *phone.Place
	Held   heart.Held
	News   int  // that wait for a tap
	Rolled bool // this scan was the evening sign-in
	Door   bool // this scan told the counselor that the child has come
	Undo   *KioskUndo
}

// KioskUndo is a button that takes back what the child has just ended; the screen offers it for ten seconds.
type KioskUndo struct{ Path, Key, Label string }

func (KioskMenu) Template() string { return "kiosk/menu" }

// KioskHelp says whom to go to and whom to call.
type KioskHelp struct{ Kiosk }

func (KioskHelp) Template() string { return "kiosk/help" }
