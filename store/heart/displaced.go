package heart

import (
	"cmp"
	"slices"

	"zhixinwu/store/kv"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

// Displaced is what a door that closes does to a booking: To is empty when no other time was free, and the child waits.
type Displaced struct {
	From, To Slot
	Child    string
	Name     string // of the child; empty for whoever need not know who comes to the room
	With     string // name of the counselor at To
}

// relocation is a booking that has lost its place, and the opening that was found for it, if any.
type relocation struct {
	Booking
	of    roster.Child
	to    Opening
	found bool
}

// relocate finds another place for each booking of some days that has lost its own. Only what still lies ahead is moved: a
// talk that should have begun is for its counselor to mark. It changes the calendar alone: what it would come to can be
// shown before anything is written. They come in the order in which their places were found, which is the order to write
// them in: one may get the place that another has just left. The calendar is kept in step (drop, hold), so that two of
// them are never given one opening.
//
// First each that can keeps its hour, with standIn; then the others are placed. In one go, a child whose hour the stand-in
// has not would take that of a child who could have kept it.
func (cal *calendar) relocate(tx *school.Tx, first, last school.Day, standIn string, lost func(Booking) bool) ([]relocation, error) {
	var hit, rest, all []relocation
	err := bookings.Each(tx, kv.Range{From: string(max(tx.Day, first)), To: string(last.Add(1))}, func(_ string, b Booking) error {
		if !b.Reserved() || b.Lapsed || !b.start(tx).After(tx.Now) || !lost(b) {
			return nil
		}
		c, err := roster.ChildOf(tx, b.Child)
		hit = append(hit, relocation{Booking: b, of: c})
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, r := range hit {
		cal.drop(r.Booking)
		if r.to, r.found = cal.sameHour(tx, r.Booking, standIn); !r.found {
			cal.hold(r.Booking)
			rest = append(rest, r)
			continue
		}
		cal.hold(r.moved())
		all = append(all, r)
	}
	for _, r := range rest {
		cal.drop(r.Booking)
		if r.to, r.found = cal.instead(tx, r.Booking, r.of, standIn); r.found {
			cal.hold(r.moved())
		}
		all = append(all, r)
	}
	return all, nil
}

// moved is the booking at its new place.
func (r relocation) moved() Booking {
	b := r.Booking
	b.Slot, b.Minutes, b.Room, b.Group = r.to.Slot, r.to.Minutes, r.to.Room, r.to.Group
	return b
}

// sameHour is the stand-in's opening at the same time, a seat in a circle for a seat in a circle.
func (cal *calendar) sameHour(tx *school.Tx, b Booking, standIn string) (Opening, bool) {
	if standIn == "" {
		return Opening{}, false
	}
	same := b.Slot
	same.Counselor = standIn
	o, err := cal.find(tx, same, maxAway, tx.Now)
	return o, err == nil && (o.Seats > 0) == (b.Group != "") && !cal.clashes(tx, b.Child, o)
}

// instead is another time for a booking, never before its own: the child comes then at the latest, and is told. It is later
// that day with the stand-in, if there is one; else the same counselor's next, and then anybody's. A seat in a circle is
// kept only with the circle: a child that joined one did not ask to be alone.
func (cal *calendar) instead(tx *school.Tx, b Booking, c roster.Child, standIn string) (Opening, bool) {
	if b.Group != "" {
		return Opening{}, false
	}
	days, notBefore := tx.Settings.Rule(school.RuleBookingDays), b.start(tx).Add(-1)
	if standIn != "" {
		if o, found := cal.nextOn(tx, c, standIn, b.Day, notBefore); found {
			return o, true
		}
	}
	if o, found := cal.next(tx, c, b.Counselor, days, notBefore); found {
		return o, true
	}
	return cal.next(tx, c, "", days, notBefore)
}

// displace moves the bookings of some days that a fact of another room has taken their place from.
func displace(tx *school.Tx, by school.Actor, first, last school.Day, lost func(Booking) bool) error {
	cal, err := openCalendar(tx)
	if err != nil {
		return err
	}
	moves, err := cal.relocate(tx, first, last, "", lost)
	if err != nil {
		return err
	}
	return carryOut(tx, by, moves, "away")
}

// told is what the actor reads of the moves, in order of time.
func (cal *calendar) told(actor school.Actor, moves []relocation) (all []Displaced) {
	for _, r := range moves {
		d := Displaced{From: r.Slot, Child: r.Child}
		if actor.Staff.Has(school.RoleCounselor) {
			d.Name = r.of.Name
		}
		if r.found {
			d.To, d.With = r.to.Slot, cal.staff[r.to.Counselor].Name
		}
		all = append(all, d)
	}
	slices.SortFunc(all, func(a, b Displaced) int { return cmp.Compare(a.From.Key(), b.From.Key()) })
	return all
}

// carryOut moves what relocate has placed, puts the others in line, and tells each child; what became free meanwhile goes
// to those in line. Any error undoes all of it, the cause too.
func carryOut(tx *school.Tx, actor school.Actor, moves []relocation, why string) error {
	for _, r := range moves {
		if !r.found {
			if err := callOff(tx, r.Booking, actor.ID(), why); err != nil {
				return err
			}
			continue
		}
		fresh, err := transfer(tx, r.Booking, r.to, actor.ID(), why)
		if err != nil {
			return err
		}
		if err := visit.PutNews(tx, visit.News{Child: fresh.Child, Kind: fresh.movedNews(), Slot: fresh.Key()}); err != nil {
			return err
		}
	}
	return Promote(tx)
}

// callOff takes a booking from a child that did nothing to lose it: the child is told, and waits in the line for the
// next free time unless the place was one in a group, or only an offer. A child already in line keeps its place
// there.
func callOff(tx *school.Tx, b Booking, by, why string) error {
	if err := release(tx, b, Step{At: tx.Now, To: Cancelled, By: by, Why: why}); err != nil {
		return err
	}
	if err := visit.PutNews(tx, visit.News{Child: b.Child, Kind: visit.NewsCancelled, Slot: b.Key()}); err != nil {
		return err
	}
	if b.Group != "" || b.State != Booked {
		return nil
	}
	_, waiting, err := waiterOf(tx, b.Child)
	if err != nil || waiting {
		return err
	}
	n, err := waiterSeq.Next(tx)
	if err != nil {
		return err
	}
	return putWaiter(tx, Waiter{N: n, Child: b.Child, Topic: b.Topic, Device: b.Device, Since: tx.Now, State: InLine})
}
