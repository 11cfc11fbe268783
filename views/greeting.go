package views

import (
	"zhixinwu/store"
)

// Greetings is the list of children to say hello to. It stays in the room, and it is no ranking: whoever waits
// longest stands first.
type Greetings struct {
	List []store.Unmet
	Days int
}

func (Greetings) Template() string { return "staff/heart/greetings" }
