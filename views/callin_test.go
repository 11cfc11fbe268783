package views

import (
	"zhixinwu/store/phone"
	"zhixinwu/store/roster"
)

func callInFixtures() []Page {
	return []Page{
		CallIn{Name: "禾", Found: []roster.Child{aChild}, Free: []phone.Line{{ID: "1", Kind: "phone"}}},
		CallIn{},
	}
}
