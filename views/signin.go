package views

import "zhixinwu/store"

// Dorm is a building's day.
type Dorm struct {
	Buildings []store.Building
	store.BuildingDay
	Room *store.RoomDay
}

func (Dorm) Template() string { return "staff/dorm/dorm" }
