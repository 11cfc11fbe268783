package views

import "zhixinwu/store"

func deviceFixtures() []Page {
	return []Page{
		Devices{
			List: []store.DeviceSeen{{Device: store.Device{Offers: store.Offers}}}, Link: "x",
			Offers: store.Offers,
		},
		Devices{Edit: true},
	}
}
