package store

import (
	"time"

	"zhixinwu/store/kv"
)

const lastSignins Bucket[Signin] = "signin-day"

const signins Bucket[Signin] = "signin"

// Signin is one scan of a card: that a child stood at a device, and whether that was the evening roll.
type Signin struct {
	At     time.Time
	Child  string
	Device string
	Place  string
	Roll   bool
	Door   bool `json:",omitempty"` // the child has come for its talk, and the counselor knows
}

// rescan is how long a second scan of the same card at the same device is the same scan.
const rescan = 3 * time.Second

// Scan signs a child in by the code of its card, as typed. A rescan changes nothing. Every scan is a row on the disk
// before it is answered: the dorm asks where a child was last seen.
func (s *Store) Scan(at Device, typed string) (Child, Signin, error) {
	var child Child
	var signin Signin
	code, err := ParseCode(typed)
	if err != nil {
		return child, signin, err
	}
	err = s.update(func(tx *Tx) error {
		if child, err = childOfCard(tx, code); err != nil {
			return err
		}
		last, found, err := lastSignins.Get(tx, string(tx.Day)+"/"+child.ID)
		if err != nil {
			return err
		}
		if found && last.Device == at.ID && tx.Now.Sub(last.At) < rescan {
			signin = last
			return nil
		}
		signin = Signin{At: tx.Now, Child: child.ID, Device: at.ID, Place: at.Place, Roll: at.Has(OfferRoll)}
		if at.Has(OfferArrive) {
			if signin.Door, err = arrive(tx, child.ID); err != nil {
				return err
			}
		}
		return putSignin(tx, child, signin)
	})
	return child, signin, err
}

func putSignin(tx *Tx, c Child, si Signin) error {
	building := c.Bed.Building
	if building == "" {
		building = "00"
	}
	key := string(tx.Day) + "/" + building + "/" + c.ID + "/" + tx.Now.Format("150405.000000")
	if err := signins.Put(tx, key, si); err != nil {
		return err
	}
	tx.Publish(TopicSignin)
	return lastSignins.Put(tx, string(tx.Day)+"/"+c.ID, si)
}

// BuildingDay is one building's sign-ins of one day.
type BuildingDay struct {
	Building Building
	Day      Day
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
	Child   Child
	Signins []Signin
	Rolled  bool
}

// Last is the latest scan; only for a child that has one.
func (c ChildDay) Last() Signin { return c.Signins[len(c.Signins)-1] }

// Buildings lists the dormitories that the actor looks after.
func (s *Store) Buildings(actor Actor) (buildings []Building, err error) {
	err = s.view(func(tx *Tx) error {
		if err := actor.may(RoleDorm); err != nil {
			return err
		}
		return dormitories.Each(tx, kv.Range{}, func(_ string, b Building) error {
			if actor.Staff.HasBuilding(b.ID) {
				buildings = append(buildings, b)
			}
			return nil
		})
	})
	return buildings, err
}

// BuildingToday returns the sign-ins of today in one of the actor's own buildings.
func (s *Store) BuildingToday(actor Actor, id string) (b BuildingDay, err error) {
	err = s.view(func(tx *Tx) error {
		if err := actor.may(RoleDorm); err != nil {
			return err
		}
		if !actor.Staff.HasBuilding(id) {
			return ErrForbidden
		}
		building, err := dormitories.Must(tx, id)
		if err != nil {
			return err
		}
		b = BuildingDay{Building: building, Day: tx.Day}
		scans := map[string][]Signin{}
		if err := signins.Each(tx, kv.Prefix(string(tx.Day)+"/"+id+"/"), func(_ string, si Signin) error {
			scans[si.Child] = append(scans[si.Child], si)
			return nil
		}); err != nil {
			return err
		}
		children, err := boarders(tx, id)
		for _, c := range children {
			if actor.Staff.hasRoom(c.Bed.Room) {
				b.add(c, scans[c.ID])
			}
		}
		return err
	})
	return b, err
}

func (b *BuildingDay) add(c Child, scans []Signin) {
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
