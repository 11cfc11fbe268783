package views

import "zhixinwu/store"

func dutyFixtures() []Page {
	return []Page{
		Duty{
			Duty:  store.Duty{List: []store.Staff{{ID: "1"}}, Others: []store.Staff{{ID: "1"}}},
			Calls: twoAlarms().List, Places: []int{0, 1},
		},
	}
}
