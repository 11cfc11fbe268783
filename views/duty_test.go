package views

import (
	"zhixinwu/store/school"
	"zhixinwu/store/urgent"
)

func dutyFixtures() []Page {
	return []Page{
		Duty{
			Duty:  urgent.Duty{List: []school.Staff{{ID: "1"}}, Others: []school.Staff{{ID: "1"}}},
			Sees:  true,
			Calls: twoAlarms().List, Places: []int{0, 1},
		},
	}
}
