package views

import "zhixinwu/store/school"

// Login and Setup let a member of staff in, and the first one.
type Login struct {
	School, Login, Next, Say string
	Demo                     bool
}
type Setup struct{ School, Login, Name, Say string }

func (Login) Template() string { return "plain/login" }
func (Setup) Template() string { return "plain/setup" }

// Help is whom to call, for everybody.
type Help struct{ Hotlines []school.Hotline }

func (Help) Template() string { return "plain/help" }
