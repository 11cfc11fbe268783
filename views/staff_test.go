package views

import "zhixinwu/store/school"

func staffFixtures() []Page {
	return []Page{
		StaffDoc{Nav: []NavItem{{Count: 2}}, Live: "/e"},
		Accounts{
			List:  []school.Staff{{Roles: school.Roles, Buildings: []string{"01"}}, {Left: "2026-11-23"}},
			Roles: school.Roles, Fresh: []FreshAccount{{}}, Buildings: []school.Building{{ID: "01"}},
		},
	}
}
