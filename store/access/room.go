package access

import "zhixinwu/store/school"

// Room is who comes in: accounts, sessions, devices. Its methods may be called from any goroutine; each is one transaction.
type Room struct {
	school *school.School
}

// New returns the room on its ground.
func New(s *school.School) *Room { return &Room{school: s} }
