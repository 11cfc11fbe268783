package heart

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
)

// Opening is a beginning in a counselor's day, whoever holds it: the plan less the exceptions, plus what the counselor
// stands in for.
type Opening struct {
	Slot
	Minutes int
	Room    string
	Group   string // name of the circle; empty for a talk of one
	Seats   int    // of a group
	For     string // counselor stood in for
}

func (o Opening) end() school.Clock { return o.Clock + school.Clock(o.Minutes) }

// seat finds a free one among the bookings that the counselor holds that day: 0 for a talk of one, the lowest free seat
// of a group. A booking that reaches into the opening without being a seat of it takes all of it.
func (o Opening) seat(held []Booking) (seat int, free bool) {
	used := map[int]bool{}
	for _, b := range held {
		if b.Clock >= o.end() || o.Clock >= b.end() {
			continue
		}
		if o.Seats == 0 || b.Clock != o.Clock || b.Group == "" {
			return 0, false
		}
		used[b.Seat] = true
	}
	if o.Seats == 0 {
		return 0, true
	}
	for seat = 1; seat <= o.Seats; seat++ {
		if !used[seat] {
			return seat, true
		}
	}
	return 0, false
}

// calendar is what decides about openings, read once a transaction: everything from today on. Whoever books or frees
// in the same transaction tells it (hold, drop), else it would give one opening twice.
type calendar struct {
	settings school.Settings
	plans    map[string]Plan
	staff    map[string]school.Staff
	away     []Exception // not over yet, by number
	held     map[string][]Booking
}

// openCalendar reads it. Plans and staff are few; of bookings and exceptions only what is not over is touched, so the
// cost does not grow with the years.
func openCalendar(tx *school.Tx) (*calendar, error) {
	cal := &calendar{settings: tx.Settings, plans: map[string]Plan{}, staff: map[string]school.Staff{}, held: map[string][]Booking{}}
	if err := plans.Each(tx, kv.Range{}, func(id string, p Plan) error { cal.plans[id] = p; return nil }); err != nil {
		return nil, err
	}
	if err := exceptions.Each(tx, kv.Range{From: string(tx.Day)}, func(_ string, e Exception) error {
		cal.away = append(cal.away, e)
		return nil
	}); err != nil {
		return nil, err
	}
	slices.SortFunc(cal.away, func(a, b Exception) int { return a.N - b.N })
	if err := school.EachStaff(tx, func(st school.Staff) error { cal.staff[st.ID] = st.Nameplate(); return nil }); err != nil {
		return nil, err
	}
	return cal, bookings.Each(tx, kv.Range{From: string(tx.Day)}, func(_ string, b Booking) error {
		cal.hold(b)
		return nil
	})
}

func (cal *calendar) hold(b Booking) {
	key := string(b.Day) + b.Counselor
	cal.held[key] = append(cal.held[key], b)
}

func (cal *calendar) drop(b Booking) {
	key := string(b.Day) + b.Counselor
	cal.held[key] = slices.DeleteFunc(cal.held[key], func(other Booking) bool { return other.Slot == b.Slot })
}

// counsels reports whether a colleague is a counselor today: a plan outlives the account, and the role.
func (cal *calendar) counsels(tx *school.Tx, id string) bool {
	st := cal.staff[id]
	return st.Has(school.RoleCounselor) && st.Active(tx.Day)
}

// counselors are those a child can be sent to, by id.
func (cal *calendar) counselors(tx *school.Tx) (ids []string) {
	all := maps.Clone(cal.plans)
	for _, e := range cal.away {
		if e.StandIn != "" {
			all[e.StandIn] = Plan{}
		}
	}
	for id := range all {
		if cal.counsels(tx, id) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// active are the counselors of today, with a plan or without one, as a page may have them.
func (cal *calendar) active(tx *school.Tx) (all []school.Staff) {
	for id, st := range cal.staff {
		if cal.counsels(tx, id) {
			all = append(all, st)
		}
	}
	slices.SortFunc(all, func(a, b school.Staff) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

// isAway reports whether an exception covers any part of the opening.
func (cal *calendar) isAway(counselor string, o Opening) bool {
	return slices.ContainsFunc(cal.away, func(e Exception) bool { return e.covers(counselor, o) })
}

// openings of a counselor's day, in order of time. Own ones go before those stood in for; two never overlap.
func (cal *calendar) openings(counselor string, day school.Day) (all []Opening) {
	if _, closed := cal.settings.HolidayOn(day); closed {
		return nil
	}
	for _, o := range cal.plans[counselor].openings(day) {
		if !cal.isAway(counselor, o) {
			all = append(all, o)
		}
	}
	for _, e := range cal.away {
		if e.StandIn != counselor {
			continue
		}
		for _, o := range cal.plans[e.Counselor].openings(day) {
			overlaps := slices.ContainsFunc(all, func(own Opening) bool { return own.Clock < o.end() && o.Clock < own.end() })
			if e.covers(e.Counselor, o) && !overlaps && !cal.isAway(counselor, o) {
				o.Counselor, o.For = counselor, e.Counselor
				all = append(all, o)
			}
		}
	}
	slices.SortFunc(all, func(a, b Opening) int { return cmp.Compare(a.Clock, b.Clock) })
	return all
}

// standsIn reports whether a booking's counselor has it in place of another.
func (cal *calendar) standsIn(b Booking, of string) bool {
	return slices.ContainsFunc(cal.away, func(e Exception) bool {
		return e.StandIn == b.Counselor && e.covers(of, b.opening())
	})
}

// planned reports whether a booking lies on an opening of its counselor.
func (cal *calendar) planned(b Booking) bool {
	return slices.ContainsFunc(cal.openings(b.Counselor, b.Day), func(o Opening) bool { return o.Clock == b.Clock })
}

// opens reports whether the door stands open for the whole of a booking: in the counselor's own hours, or in those that the
// counselor stands in for. How the hours are divided does not matter: whoever is booked stays booked when talks get longer.
func (cal *calendar) opens(b Booking) bool {
	if cal.plans[b.Counselor].opens(b) && !cal.isAway(b.Counselor, b.opening()) {
		return true
	}
	return slices.ContainsFunc(cal.away, func(e Exception) bool {
		return e.StandIn == b.Counselor && e.covers(e.Counselor, b.opening()) && cal.plans[e.Counselor].opens(b)
	})
}

// seat of an opening that is free now.
func (cal *calendar) seat(o Opening) (seat int, free bool) {
	return o.seat(cal.held[string(o.Day)+o.Counselor])
}

// find returns the opening at a slot, with a free seat in its slot, for whoever may begin from the moment given.
// ErrSlotNone beyond the horizon, or if nobody is there then; ErrSlotPast if it has begun, or begins before that
// moment; ErrSlotTaken if all seats are held.
func (cal *calendar) find(tx *school.Tx, slot Slot, days int, from time.Time) (Opening, error) {
	if slot.Day >= tx.Day.Add(days) || !slices.Contains(cal.counselors(tx), slot.Counselor) {
		return Opening{}, ErrSlotNone
	}
	all := cal.openings(slot.Counselor, slot.Day)
	i := slices.IndexFunc(all, func(o Opening) bool { return o.Clock == slot.Clock })
	if i < 0 {
		return Opening{}, ErrSlotNone
	}
	o := all[i]
	if !o.start(tx).After(from) {
		return o, ErrSlotPast
	}
	seat, free := cal.seat(o)
	if !free {
		return o, ErrSlotTaken
	}
	o.Seat = seat
	return o, nil
}

// next is the earliest free talk of one after a moment, within so many days, that the child has nothing else at and is
// still here for; counselor "" is any.
func (cal *calendar) next(tx *school.Tx, child roster.Child, counselor string, days int, after time.Time) (Opening, bool) {
	for i := range days {
		if o, found := cal.nextOn(tx, child, counselor, tx.Day.Add(i), after); found {
			return o, true
		}
	}
	return Opening{}, false
}

// nextOn is the same on one day.
func (cal *calendar) nextOn(tx *school.Tx, child roster.Child, counselor string, day school.Day, after time.Time) (
	best Opening, found bool) {
	if !child.Here(day) {
		return best, false
	}
	for _, id := range cal.counselors(tx) {
		if counselor != "" && id != counselor {
			continue
		}
		for _, o := range cal.openings(id, day) {
			if o.Seats > 0 || !o.start(tx).After(after) || cal.clashes(tx, child.ID, o) {
				continue
			}
			if _, free := cal.seat(o); free && (!found || o.Clock < best.Clock) {
				best, found = o, true
			}
		}
	}
	return best, found
}

// clashes reports whether the child is somewhere else in this room at that time. Overlap counts, not equal beginnings
// alone.
func (cal *calendar) clashes(tx *school.Tx, child string, o Opening) bool {
	for id := range cal.staff {
		for _, b := range cal.held[string(o.Day)+id] {
			if b.Child == child && b.Open(tx) && b.Clock < o.end() && o.Clock < b.end() {
				return true
			}
		}
	}
	return false
}

// lead is the earliest moment, exclusive, at which a talk that a child books now may begin.
func (cal *calendar) lead(tx *school.Tx) time.Time {
	return tx.Now.Add(time.Duration(tx.Settings.Rule(school.RuleBookingLead)) * time.Minute)
}

// CounselorSlots is a counselor with the free slots of the next days.
type CounselorSlots struct {
	ID, Name, Room, Face string
	Days                 []FreeDay
}

// FreeDay is one day's free openings; Free is empty when all are taken or the door is closed.
type FreeDay struct {
	Day  school.Day
	Free []Opening
}

// First is the earliest free talk of one, or the zero Slot.
func (c CounselorSlots) First() Slot {
	for _, d := range c.Days {
		for _, o := range d.Free {
			if o.Seats == 0 {
				return o.Slot
			}
		}
	}
	return Slot{}
}

// Circle reports whether a circle has a free seat.
func (c CounselorSlots) Circle() bool {
	return slices.ContainsFunc(c.Days, func(d FreeDay) bool {
		return slices.ContainsFunc(d.Free, func(o Opening) bool { return o.Seats > 0 })
	})
}

// FreeSlots returns what a child can book now, by counselor.
func (s *Room) FreeSlots() (free []CounselorSlots, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		cal, err := openCalendar(tx)
		if err == nil {
			free = cal.free(tx, tx.Settings.Rule(school.RuleBookingDays), cal.lead(tx))
		}
		return err
	})
	return free, err
}

// free lists the openings of so many days that begin after a moment and have a seat. A counselor who is not there on any of
// the days is left out: that is another thing than taken.
func (cal *calendar) free(tx *school.Tx, days int, after time.Time) (free []CounselorSlots) {
	for _, id := range cal.counselors(tx) {
		c := CounselorSlots{ID: id, Name: cal.staff[id].Name, Room: cal.plans[id].Room,
			Face: cmp.Or(cal.plans[id].Face, Faces[len(Faces)-1])}
		here := false
		for i := range days {
			d := FreeDay{Day: tx.Day.Add(i)}
			for _, o := range cal.openings(id, d.Day) {
				here = true
				if seat, free := cal.seat(o); free && o.start(tx).After(after) {
					o.Seat = seat
					d.Free = append(d.Free, o)
				}
			}
			c.Days = append(c.Days, d)
		}
		if here {
			free = append(free, c)
		}
	}
	return free
}
