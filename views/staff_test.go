package views

import (
	"zhixinwu/store/access"
	"zhixinwu/store/school"
)

func staffFixtures() []Page {
	return []Page{
		StaffDoc{Nav: []NavItem{{Count: 2}}, Live: "/e"},
		Accounts{
			List:  []school.Staff{{ID: "001", Roles: school.Roles, Buildings: []string{"01"}}, {Left: "2026-11-23"}},
			Wrong: map[string]access.WrongLogins{"001": {Times: 40, Last: anEvening}},
			Roles: school.Roles, Fresh: []FreshAccount{{}}, Buildings: []school.Building{{ID: "01"}},
		},
	}
}
