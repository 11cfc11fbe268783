package views

import (
	"time"

	"zhixinwu/store"
)

// KioskTicket is the child's number.
type KioskTicket struct {
	Kiosk
	store.Place
}

func (KioskTicket) Template() string { return "kiosk/ticket" }

// KioskClosed says why there is no number now and when there will be.
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
	Outcomes []store.Outcome
}

func (KioskAnswer) Template() string { return "kiosk/answer" }

var outcomeNames = map[store.Outcome]string{
	store.Spoke:       "说上话了",
	store.NoAnswer:    "没人接",
	store.DeadNumber:  "号码不通",
	store.Unasked:     "没有说",
	store.Interrupted: "断了",
}

var outcomeArts = map[store.Outcome]string{
	store.Spoke:      "happy",
	store.NoAnswer:   "call-nobody",
	store.DeadNumber: "call-dead",
}
