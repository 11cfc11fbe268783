package views

import (
	"zhixinwu/store"
)

func greetingFixtures() []Page {
	return []Page{
		Greetings{
			[]store.Unmet{{Child: aChild, Last: "2026-10-01", Quiet: true}, {Child: aChild, Open: true}}, 30,
		},
	}
}
