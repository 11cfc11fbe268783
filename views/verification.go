package views

import "zhixinwu/store/roster"

// Verification is the term's round of the contact cards, class by class: what is new, gone or changed, and which
// cards are not checked yet.
type Verification struct{ roster.Verification }

func (Verification) Template() string { return "staff/roster/verification" }
