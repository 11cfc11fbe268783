package views

import (
	"zhixinwu/store"
)

// Greetings is the list of children to say hello to.
type Greetings struct {
	List []store.Unmet
	Days int
}

func (Greetings) Template() string { return "staff/heart/greetings" }
