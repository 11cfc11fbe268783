package views

import "zhixinwu/store"

// CallIn finds the child whose family is on the telephone.
type CallIn struct {
	Name, Say string
	Found     []store.Child
	Free      []store.Line
}

func (CallIn) Template() string { return "staff/phone/callin" }
