package views

import "zhixinwu/store"

func signInFixtures() []Page {
	room := store.RoomDay{Room: "301", Children: []store.ChildDay{
		{Child: aChild, Signins: []store.Signin{{At: anEvening, Place: "女生楼", Roll: true}}, Rolled: true},
		{Child: aChild},
	}}
	return []Page{
		Dorm{},
		Dorm{
			Buildings:   []store.Building{{ID: "01"}, {ID: "02"}},
			BuildingDay: store.BuildingDay{Day: "2026-11-23", Rooms: []store.RoomDay{room}}, Room: &room,
		},
	}
}
