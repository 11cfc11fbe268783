package heart

import (
	"cmp"
	"slices"

	"zhixinwu/store/kv"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

// Agenda is one day of a counselor, as the page of the day and each cell of the month read it. Rows are in order of
// time, and of seats within a circle; free ones among them are beginnings that still lie ahead.
type Agenda struct {
	Day    school.Day
	Today  bool
	Closed string           // name of the holiday
	Away   []NamedException // in which the counselor is not there
	Stands []NamedException // in which the counselor stands in
	Rows   []AgendaRow
	Now    school.Clock // on today's
}

// AgendaRow is a booking, or a run of free openings that lasts to Until. Exactly one of the two: Free tells which,
// and a free row has no child.
type AgendaRow struct {
	Booking
	Child roster.Child
	Free  bool
	Until school.Clock
	For   string // name of the counselor stood in for
	Past  bool   // the time has gone by, and nobody has said what happened
	Next  bool   // the first that lies ahead today
	Ahead bool   // the child of a talk that is over has another before it
}

// Booked counts the talks.
func (a Agenda) Booked() int { return a.count(func(r AgendaRow) bool { return !r.Free }) }

// Seen counts the talks that took place.
func (a Agenda) Seen() int { return a.count(func(r AgendaRow) bool { return r.State == Seen }) }

// Open counts the free rows: runs, not beginnings.
func (a Agenda) Open() int { return a.count(func(r AgendaRow) bool { return r.Free }) }

func (a Agenda) count(is func(AgendaRow) bool) (n int) {
	for _, r := range a.Rows {
		if is(r) {
			n++
		}
	}
	return n
}

// maxAgenda is how many days are asked for at once: the weeks of a month's page.
const maxAgenda = 42

// Agenda returns so many of the counselor's own days from first on, 1 to maxAgenda of them; else school.ErrInvalid.
// Nobody reads a colleague's agenda, not even a head: who goes to 知心屋 is as private as what is said there.
func (s *Room) Agenda(actor school.Actor, first school.Day, days int) (all []Agenda, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleCounselor); err != nil {
			return err
		}
		if days < 1 || days > maxAgenda {
			return school.ErrInvalid
		}
		cal, err := openCalendar(tx)
		if err != nil {
			return err
		}
		all = nil
		for i := range days {
			a, err := cal.agenda(tx, actor.ID(), first.Add(i))
			if err != nil {
				return err
			}
			all = append(all, a)
		}
		return nil
	})
	return all, err
}

// agenda puts a day together: what is booked in it, each with its child, then what is free in between and has not begun,
// sorted, with runs joined.
func (cal *calendar) agenda(tx *school.Tx, counselor string, day school.Day) (Agenda, error) {
	a := Agenda{Day: day, Today: day == tx.Day}
	if a.Today {
		a.Now = school.ClockOf(tx.Now)
	}
	if h, closed := tx.Settings.HolidayOn(day); closed {
		a.Closed = h.Name
	}
	for _, e := range cal.away {
		if day < e.First || e.Last < day {
			continue
		}
		switch counselor {
		case e.Counselor:
			a.Away = append(a.Away, cal.named(e))
		case e.StandIn:
			a.Stands = append(a.Stands, cal.named(e))
		}
	}
	var held []Booking
	err := bookings.Each(tx, kv.Prefix(string(day)+"/"), func(_ string, b Booking) error {
		if b.Counselor != counselor {
			return nil
		}
		held = append(held, b)
		c, err := roster.ChildOf(tx, b.Child)
		if err != nil {
			return err
		}
		row := AgendaRow{Booking: b, Child: c, Past: b.Reserved() && !b.Open(tx)}
		if b.State == Seen {
			open, err := openBookings(tx, b.Child)
			if err != nil {
				return err
			}
			row.Ahead = len(open) > 0
		}
		a.Rows = append(a.Rows, row)
		return nil
	})
	for _, o := range cal.openings(counselor, day) {
		if _, free := o.seat(held); !free || !o.start(tx).After(tx.Now) {
			continue
		}
		a.Rows = append(a.Rows, AgendaRow{
			Booking: Booking{Slot: o.Slot, Group: o.Group},
			Free:    true,
			Until:   o.end(),
			For:     cal.staff[o.For].Name,
		})
	}
	slices.SortStableFunc(a.Rows, func(x, y AgendaRow) int { return cmp.Or(cmp.Compare(x.Clock, y.Clock), cmp.Compare(x.Seat, y.Seat)) })
	a.Rows = joinFree(a.Rows)
	if i := slices.IndexFunc(a.Rows, func(r AgendaRow) bool { return r.Clock > a.Now }); a.Today && i >= 0 {
		a.Rows[i].Next = true
	}
	return a, err
}

// joinFree makes one row of free openings that follow each other.
func joinFree(rows []AgendaRow) (joined []AgendaRow) {
	follows := func(before, r AgendaRow) bool {
		return before.Free && r.Free && before.Group == "" && r.Group == "" && before.For == r.For && before.Until == r.Clock
	}
	for _, r := range rows {
		if n := len(joined); n > 0 && follows(joined[n-1], r) {
			joined[n-1].Until = r.Until
			continue
		}
		joined = append(joined, r)
	}
	return joined
}

// staffDays is how far ahead a counselor can place a booking: an invitation may lie beyond what children can picture.
const staffDays = 28

// FreeTimes lists what a counselor can give a child, the own openings first. The child is named by its id, or by a
// booking of the counselor's own that is to be moved. The lead time and the horizon that children are held to do not
// bind here: a counselor may give the next minute, and up to staffDays.
func (s *Room) FreeTimes(actor school.Actor, child, booking string) (free []CounselorSlots, c roster.Child, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleCounselor); err != nil {
			return err
		}
		if booking != "" {
			b, err := ownBooking(tx, actor, booking)
			if err != nil {
				return err
			}
			child = b.Child
		}
		if c, err = roster.ChildOf(tx, child); err != nil {
			return err
		}
		cal, err := openCalendar(tx)
		if err != nil {
			return err
		}
		free = cal.free(tx, staffDays, tx.Now)
		slices.SortStableFunc(free, func(a, b CounselorSlots) int {
			if a.ID == actor.ID() {
				return -1
			}
			if b.ID == actor.ID() {
				return 1
			}
			return 0
		})
		return nil
	})
	return free, c, err
}

// Reschedule takes a child's reserved talk to another free opening, and tells the child at its next scan. The
// counselor must hold the old one, not the new one: a talk may be handed to a colleague. It is ErrBookingMove once
// the child has come or the time has gone by, ErrChildBusy if the child is elsewhere then, and what find returns for
// the opening; the old slot is kept in all these cases, because the transaction ends with them.
func (s *Room) Reschedule(actor school.Actor, from, to string) (b Booking, err error) {
	slot, err := ParseSlot(to)
	if err != nil {
		return b, err
	}
	err = s.school.Update(func(tx *school.Tx) error {
		old, err := ownBooking(tx, actor, from)
		if err != nil {
			return err
		}
		if !old.Reserved() || !old.Open(tx) { // what has lapsed is marked, and a new time is a new talk
			return ErrBookingMove
		}
		cal, err := openCalendar(tx)
		if err != nil {
			return err
		}
		// else the talk would stand in its own way when it moves by less than its length
		cal.drop(old)
		o, err := cal.find(tx, slot, staffDays, tx.Now)
		if err != nil {
			return err
		}
		if err := stillHere(tx, old.Child, slot.Day); err != nil {
			return err
		}
		if cal.clashes(tx, old.Child, o) {
			return ErrChildBusy
		}
		if b, err = transfer(tx, old, o, actor.ID(), "move"); err != nil {
			return err
		}
		if err := visit.PutNews(tx, visit.News{Child: b.Child, Kind: b.movedNews(), Slot: b.Key()}); err != nil {
			return err
		}
		return Promote(tx)
	})
	return b, err
}

// CallOff takes a reserved talk from the calendar: the child is told, and goes to the waiting line. An invitation, or
// a place in a circle, leaves no place in the line behind (callOff). ErrBookingMove after the child has come.
func (s *Room) CallOff(actor school.Actor, key string) error {
	return s.school.Update(func(tx *school.Tx) error {
		b, err := ownBooking(tx, actor, key)
		if err != nil {
			return err
		}
		if !b.Reserved() || !b.Open(tx) {
			return ErrBookingMove
		}
		if err := callOff(tx, b, actor.ID(), "off"); err != nil {
			return err
		}
		return Promote(tx)
	})
}

// Invite offers a child a time, which holds the slot until the child has answered at its next scan. referral is the
// number of whoever proposed the child, or 0; the proposal is taken in the same transaction, so that no two
// counselors answer it. A child that holds any open booking is ErrChildBusy; inviting it again to the very same time
// changes nothing.
func (s *Room) Invite(actor school.Actor, child, to string, referral int) (b Booking, err error) {
	slot, err := ParseSlot(to)
	if err != nil {
		return b, err
	}
	err = s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleCounselor); err != nil {
			return err
		}
		c, err := roster.ChildOf(tx, child)
		if err != nil {
			return err
		}
		if !c.Here(slot.Day) {
			return roster.ErrCardLeft
		}
		open, err := openBookings(tx, child)
		if err != nil {
			return err
		}
		if len(open) == 1 && open[0].State == Invited &&
			open[0].Clock == slot.Clock && open[0].Day == slot.Day && open[0].Counselor == slot.Counselor {
			b = open[0]
			return nil
		}
		if len(open) > 0 {
			return ErrChildBusy
		}
		cal, err := openCalendar(tx)
		if err != nil {
			return err
		}
		o, err := cal.find(tx, slot, staffDays, tx.Now)
		if err != nil {
			return err
		}
		if referral > 0 {
			if err := answerReferral(tx, actor, referral, child); err != nil {
				return err
			}
		}
		b, err = invite(tx, actor, child, o, referral)
		return err
	})
	return b, err
}

// invite stores the offer and the news of it together: an offer that the child never hears of would hold a slot for
// nothing. referral is the proposal that led to it, or 0.
func invite(tx *school.Tx, actor school.Actor, child string, o Opening, referral int) (Booking, error) {
	b := Booking{Slot: o.Slot, Child: child, Minutes: o.Minutes, Room: o.Room, Group: o.Group, Made: tx.Now, Referral: referral}
	if err := step(tx, &b, Step{At: tx.Now, To: Invited, By: actor.ID(), Why: "invite"}); err != nil {
		return b, err
	}
	return b, visit.PutNews(tx, visit.News{Child: child, Kind: visit.NewsInvited, Slot: b.Key()})
}

// FollowUp invites the child of a talk again in one tap: a week later at the same time, or the next free time from
// then on with the same counselor. ErrChildBusy if the child holds anything already, ErrSlotNone if nothing is free
// within staffDays.
func (s *Room) FollowUp(actor school.Actor, key string) (b Booking, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		last, err := ownBooking(tx, actor, key)
		if err != nil {
			return err
		}
		open, err := openBookings(tx, last.Child)
		if err != nil {
			return err
		}
		if len(open) > 0 {
			return ErrChildBusy
		}
		cal, err := openCalendar(tx)
		if err != nil {
			return err
		}
		week := Slot{Day: max(last.Day, tx.Day).Add(7), Clock: last.Clock, Counselor: actor.ID()}
		if err := stillHere(tx, last.Child, week.Day); err != nil {
			return err
		}
		o, err := cal.find(tx, week, staffDays, tx.Now)
		if err != nil || o.Seats > 0 { // a talk of one is not gone on with in a circle
			c, err := roster.ChildOf(tx, last.Child)
			if err != nil {
				return err
			}
			var found bool
			if o, found = cal.next(tx, c, actor.ID(), staffDays, week.start(tx).Add(-1)); !found {
				return ErrSlotNone
			}
		}
		b, err = invite(tx, actor, last.Child, o, 0)
		return err
	})
	return b, err
}
