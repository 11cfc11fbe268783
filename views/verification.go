package views

import "zhixinwu/store/roster"

// Verification is the term's round of the contact cards.
type Verification struct {
	roster.Verification
	Path string
}

func (Verification) Template() string { return "staff/roster/verification" }
