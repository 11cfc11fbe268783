package views

import "zhixinwu/store"

func demoFixtures() []Page {
	return []Page{
		Demo{
			Staff: []DemoStaff{{Roles: store.Roles}}, Shown: []DemoChild{{Card: "123456789012345678"}},
			Devices: []DemoDevice{{}},
		},
	}
}
