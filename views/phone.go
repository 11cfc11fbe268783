package views

import "zhixinwu/store/phone"

// Phone is the keeper's page.
type Phone struct {
	phone.Desk
	Say      string
	Outcomes []phone.Outcome
}

func (Phone) Template() string { return "staff/phone/phone" }
