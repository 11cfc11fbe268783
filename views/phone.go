package views

import "zhixinwu/store"

// Phone is the keeper's page.
type Phone struct {
	store.PhoneRoom
	Say      string
	Outcomes []store.Outcome
}

func (Phone) Template() string { return "staff/phone/phone" }
