package views

import "zhixinwu/store"

func callInFixtures() []Page {
	return []Page{
		CallIn{Name: "禾", Found: []store.Child{aChild}, Free: []store.Line{{ID: "1", Kind: "phone"}}},
		CallIn{},
	}
}
