package views

import (
	"time"
	"zhixinwu/store/phone"
)

// KioskTicket is the child's number, and how long it may take. The time is an estimate and says so.
type KioskTicket struct {
	Kiosk
	phone.Place
}

func (KioskTicket) Template() string { return "kiosk/ticket" }

// KioskClosed says why there is no number now and when there will be, wherever that is known.
type KioskClosed struct {
	Kiosk
	Why, Holiday string
	Next         time.Time
}

func (KioskClosed) Template() string { return "kiosk/closed" }

// KioskTogether asks for a sister's or brother's card.
type KioskTogether struct{ Kiosk }

func (KioskTogether) Template() string { return "kiosk/together" }

// KioskAnswer asks how the last talk went, because its time ended it.
type KioskAnswer struct {
	Kiosk
	Talk     string
	Outcomes []phone.Outcome
}

func (KioskAnswer) Template() string { return "kiosk/answer" }

var outcomeNames = map[phone.Outcome]string{
	phone.Spoke:       "说上话了",
	phone.NoAnswer:    "没人接",
	phone.DeadNumber:  "号码不通",
	phone.Unasked:     "没有说",
	phone.Interrupted: "断了",
}

// outcomeArts are the drawings on the buttons by which a child answers; Unasked and Interrupted have no button there.
var outcomeArts = map[phone.Outcome]string{
	phone.Spoke:      "happy",
	phone.NoAnswer:   "call-nobody",
	phone.DeadNumber: "call-dead",
}
