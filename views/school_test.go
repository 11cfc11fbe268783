package views

import "zhixinwu/store"

func schoolFixtures() []Page {
	return []Page{
		Settings{
			School: store.School{}, Form: SettingsForm{Rules: map[store.Rule]string{}},
			Buildings: []store.Building{{ID: "01"}},
			Changes:   []store.NamedChange{{Change: store.Change{Fields: []store.FieldChange{{Field: "name"}}}}},
		},
	}
}
