package views

import "zhixinwu/store/phone"

// Phone is the keeper's page. The same bytes go to every keeper, so nothing on it depends on who looks.
type Phone struct {
	phone.Desk
	Say      string
	Outcomes []phone.Outcome
}

func (Phone) Template() string { return "staff/phone/phone" }
