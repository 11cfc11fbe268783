package views

import "zhixinwu/store"

func staffFixtures() []Page {
	return []Page{
		StaffDoc{Nav: []NavItem{{Count: 2}}, Live: "/e"},
		Accounts{
			List:  []store.Staff{{Roles: store.Roles, Buildings: []string{"01"}}, {Left: "2026-11-23"}},
			Roles: store.Roles, Fresh: []FreshAccount{{}}, Buildings: []store.Building{{ID: "01"}},
		},
	}
}
