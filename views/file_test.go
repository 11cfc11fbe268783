package views

import "zhixinwu/store"

func fileFixtures() []Page {
	file := store.File{Child: aChild, Missing: []string{"phone"}, ID: true, Changes: []store.NamedChange{
		{Change: store.Change{Why: "edit", Fields: []store.FieldChange{{Field: "name", From: "a"}}}},
	}}
	sections := []FormSection{{"孩子", []FormField{
		{Key: "name", Edit: true, Wrong: "x", Missing: true},
		{Key: "gender", Edit: true, Options: []string{"", "女"}},
		{Key: "class", Value: "x", Clash: &store.Clash{}},
	}}}
	return []Page{
		File{
			File: file, Sections: sections, Say: "x", Done: "x", Identity: "1", Edit: true, Office: true,
			Buildings: []store.Building{{ID: "01"}},
		},
		NewChild{Fields: sections[0].Fields},
	}
}
