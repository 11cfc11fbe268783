package dorm

import (
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

// BuildingDay is one building's sign-ins of one day. Rolled, Seen and Unseen add up to Expected. It is no roll call:
// nobody is absent by it, and 防夜不归宿 (三官桥中学方案, DOMAIN C8) is still asked of whoever is on duty.
type BuildingDay struct {
	Building school.Building
	Day      school.Day
	Rooms    []RoomDay
	Expected int // children with a bed
	Rolled   int // scanned at a dorm kiosk
	Seen     int // scanned anywhere, not at a dorm kiosk
	Unseen   int
}

// RoomDay is one room of it.
type RoomDay struct {
	Room     string
	Children []ChildDay
}

// Unseen counts the room's children who were not scanned anywhere.
func (r RoomDay) Unseen() int { return r.count(func(c ChildDay) bool { return len(c.Signins) == 0 }) }

// Rolled counts the room's children who signed in for the night.
func (r RoomDay) Rolled() int { return r.count(func(c ChildDay) bool { return c.Rolled }) }

func (r RoomDay) count(is func(ChildDay) bool) (n int) {
	for _, c := range r.Children {
		if is(c) {
			n++
		}
	}
	return n
}

// ChildDay is where one child was scanned, oldest first.
type ChildDay struct {
	Child   roster.Child
	Signins []visit.Signin
	Rolled  bool
}

// Last is the latest scan; only for a child that has one.
func (c ChildDay) Last() visit.Signin { return c.Signins[len(c.Signins)-1] }

// Buildings lists the dormitories that the actor looks after.
func (s *Room) Buildings(actor school.Actor) (mine []school.Building, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleDorm); err != nil {
			return err
		}
		all, err := school.Buildings(tx)
		for _, b := range all {
			if actor.Staff.HasBuilding(b.ID) {
				mine = append(mine, b)
			}
		}
		return err
	})
	return mine, err
}

// BuildingToday returns the sign-ins of today in one of the actor's own buildings, by room and bed, of the rooms in
// the actor's scope; school.ErrForbidden for another building. Scans at any device of the school count.
func (s *Room) BuildingToday(actor school.Actor, id string) (b BuildingDay, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleDorm); err != nil {
			return err
		}
		if !actor.Staff.HasBuilding(id) {
			return school.ErrForbidden
		}
		building, err := school.BuildingOf(tx, id)
		if err != nil {
			return err
		}
		b = BuildingDay{Building: building, Day: tx.Day}
		scans, err := visit.SigninsOf(tx, tx.Day, id)
		if err != nil {
			return err
		}
		children, err := roster.Boarders(tx, id)
		for _, c := range children {
			if actor.Staff.HasRoom(c.Bed.Room) {
				b.add(c, scans[c.ID])
			}
		}
		return err
	})
	return b, err
}

func (b *BuildingDay) add(c roster.Child, scans []visit.Signin) {
	cd := ChildDay{Child: c, Signins: scans}
	for _, si := range scans {
		cd.Rolled = cd.Rolled || si.Roll
	}
	b.Expected++
	switch {
	case cd.Rolled:
		b.Rolled++
	case len(scans) > 0:
		b.Seen++
	default:
		b.Unseen++
	}
	if n := len(b.Rooms); n == 0 || b.Rooms[n-1].Room != c.Bed.Room {
		b.Rooms = append(b.Rooms, RoomDay{Room: c.Bed.Room})
	}
	room := &b.Rooms[len(b.Rooms)-1]
	room.Children = append(room.Children, cd)
}
