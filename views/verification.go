package views

import "zhixinwu/store"

// Verification is the term's round of the contact cards.
type Verification struct {
	store.Verification
	Path string
}

func (Verification) Template() string { return "staff/roster/verification" }
