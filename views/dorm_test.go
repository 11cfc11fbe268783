package views

import (
	"zhixinwu/store/dorm"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

func signInFixtures() []Page {
	room := dorm.RoomDay{Room: "301", Children: []dorm.ChildDay{
		{Child: aChild, Signins: []visit.Signin{{At: anEvening, Place: "女生楼", Roll: true}}, Rolled: true},
		{Child: aChild},
	}}
	return []Page{
		Dorm{},
		Dorm{
			Buildings:   []school.Building{{ID: "01"}, {ID: "02"}},
			BuildingDay: dorm.BuildingDay{Day: "2026-11-23", Rooms: []dorm.RoomDay{room}}, Room: &room,
		},
	}
}
