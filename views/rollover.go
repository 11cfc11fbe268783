package views

import "zhixinwu/store/roster"

// Rollover is the step into a new school year: what it would do, the one button that does it, and until the next one
// the way back.
type Rollover struct {
	roster.Rollover
	Say  string
	Done bool
	Left int // an undo left so many as they are; -1 when there was none
}

func (Rollover) Template() string { return "staff/roster/rollover" }
