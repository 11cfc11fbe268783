package views

import (
	"zhixinwu/store/phone"
	"zhixinwu/store/roster"
)

// CallIn finds the child whose family is on the telephone: found children, each with the lines that are free now.
type CallIn struct {
	Name, Say string
	Found     []roster.Child
	Free      []phone.Line
}

func (CallIn) Template() string { return "staff/phone/callin" }
