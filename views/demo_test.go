package views

import "zhixinwu/store/school"

func demoFixtures() []Page {
	return []Page{
		Demo{
			Staff: []DemoStaff{{Roles: school.Roles}}, Shown: []DemoChild{{Card: "123456789012345678"}},
			Devices: []DemoDevice{{}},
		},
	}
}
