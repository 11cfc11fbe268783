package views

import (
	"zhixinwu/store/dorm"
	"zhixinwu/store/school"
)

// Dorm is a building's day by room; Room is the one that was tapped, with its children. Without one, those whom
// nobody has seen today are listed: they are to be looked for first.
type Dorm struct {
	Buildings []school.Building
	dorm.BuildingDay
	Room *dorm.RoomDay
}

func (Dorm) Template() string { return "staff/dorm/dorm" }
