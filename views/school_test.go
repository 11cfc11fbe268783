package views

import "zhixinwu/store/school"

func schoolFixtures() []Page {
	return []Page{
		Settings{
			Settings: school.Settings{}, Form: SettingsForm{Rules: map[school.Rule]string{}},
			Buildings: []school.Building{{ID: "01"}},
			Changes:   []school.NamedChange{{Change: school.Change{Fields: []school.FieldChange{{Field: "name"}}}}},
		},
	}
}
