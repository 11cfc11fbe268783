package views

import (
	"zhixinwu/store/dorm"
	"zhixinwu/store/school"
)

// Dorm is a building's day.
type Dorm struct {
	Buildings []school.Building
	dorm.BuildingDay
	Room *dorm.RoomDay
}

func (Dorm) Template() string { return "staff/dorm/dorm" }
