package views

import "zhixinwu/store/school"

// Login and Setup let a member of staff in, and the first one. Neither ever brings a password back.
type Login struct {
	School, Login, Say string
	Demo               bool
}

// Setup founds the school; its address is the one-time link.
type Setup struct{ School, Login, Name, Say string }

func (Login) Template() string { return "plain/login" }
func (Setup) Template() string { return "plain/setup" }

// Help is whom to call, for everybody. It names nobody and asks for nothing, so opening it tells nothing (DOMAIN C).
type Help struct{ Hotlines []school.Hotline }

func (Help) Template() string { return "plain/help" }
