package views

import (
	"zhixinwu/store/access"
	"zhixinwu/store/school"
)

func deviceFixtures() []Page {
	return []Page{
		Devices{
			List: []access.DeviceSeen{{Device: school.Device{Offers: school.Offers}}}, Link: "x",
			Offers: school.Offers,
		},
		Devices{Edit: true},
	}
}
