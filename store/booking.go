package store

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"zhixinwu/store/kv"
)

// BookingState is where a booking stands.
type BookingState string

const (
	Booked    BookingState = "booked"
	Arrived   BookingState = "arrived"
	Started   BookingState = "started"
	Seen      BookingState = "seen"
	NoShow    BookingState = "missed"
	Cancelled BookingState = "cancelled"
)

// bookingMoves is the whole machine; every other move is ErrBookingMove. Repeating the move that led to the present
// state changes nothing.
//
//	booked  → arrived    the child is at the door
//	booked  → started    the counselor begins without that tap
//	booked  → missed     nobody came
//	booked  → cancelled  by the child; the slot is free again
//	arrived → started
//	arrived → missed     the child left again
//	started → seen
//	missed  → arrived    the child came late after all
var bookingMoves = map[BookingState][]BookingState{
	Booked:  {Arrived, Started, NoShow, Cancelled},
	Arrived: {Started, NoShow},
	Started: {Seen},
	NoShow:  {Arrived},
}

// Topics a child may tap for a booking or a letter; "" is "not said".
var Topics = []string{"family", "friends", "study", "teacher", "body", "other"}

// Slot is one talk's place in the week. It is the key of the booking.
type Slot struct {
	Day       Day
	Clock     Clock
	Counselor string
}

// Key names the slot in forms and in the database: 2026-11-24/1240/003.
func (sl Slot) Key() string {
	return string(sl.Day) + "/" + number(int(sl.Clock)/60, 2) + number(int(sl.Clock)%60, 2) + "/" + sl.Counselor
}

func (sl Slot) start(tx *tx) time.Time { return sl.Day.At(sl.Clock, tx.now.Location()) }

// ParseSlot reads a slot's key.
func ParseSlot(key string) (Slot, error) {
	parts := strings.Split(key, "/")
	if len(parts) != 3 || len(parts[1]) != 4 || parts[2] == "" {
		return Slot{}, ErrSlotNone
	}
	day, err := ParseDay(parts[0])
	hhmm, err2 := strconv.ParseUint(parts[1], 10, 16)
	if err != nil || err2 != nil || hhmm/100 > 23 || hhmm%100 > 59 {
		return Slot{}, ErrSlotNone
	}
	return Slot{day, Clock(hhmm/100*60 + hhmm%100), parts[2]}, nil
}

// Booking is one child's talk with a counselor.
type Booking struct {
	Slot
	Child   string
	Topic   string `json:",omitempty"`
	State   BookingState
	Minutes int
	Room    string
	Device  string    // where it was booked
	Made    time.Time // when
	Arrived time.Time `json:",omitzero"`
	Started time.Time `json:",omitzero"`
	Ended   time.Time `json:",omitzero"` // seen, missed or cancelled
}

// open reports whether the booking still lies before the child. One that nobody marked lapses with its slot: the record
// stays as it is, but it does not keep the child from booking again.
func (b Booking) open(tx *tx) bool {
	switch b.State {
	case Booked:
		return tx.now.Before(b.start(tx).Add(time.Duration(b.Minutes) * time.Minute))
	case Arrived, Started:
		return b.Day == tx.day
	}
	return false
}

// Book gives the slot to the child, or returns ErrSlotTaken, ErrSlotPast, ErrSlotNone, or ErrBookingOpen when the child
// holds another. Booking one's own slot again changes nothing.
func (s *Store) Book(v Visit, slotKey, topic string) (b Booking, err error) {
	slot, err := ParseSlot(slotKey)
	if err != nil {
		return b, err
	}
	if topic != "" && !slices.Contains(Topics, topic) {
		return b, ErrTopic
	}
	err = s.update(func(tx *tx) error {
		if !v.Device.Has(OfferBooking) {
			return ErrDeviceOffer
		}
		open, found, err := openBooking(tx, v.Child)
		if err != nil {
			return err
		}
		if found && open.Slot == slot {
			b = open
			return nil
		}
		if found {
			return ErrBookingOpen
		}
		plan, planned, err := get[Plan](tx, "plan", slot.Counselor)
		if err != nil {
			return err
		}
		if !planned || !slices.Contains(plan.slots(slot.Day), slot.Clock) || slot.Day >= tx.day.Add(horizon) {
			return ErrSlotNone
		}
		if !slot.start(tx).After(tx.now) {
			return ErrSlotPast
		}
		if _, taken, err := get[Booking](tx, "booking", slot.Key()); err != nil || taken {
			if err == nil {
				err = ErrSlotTaken
			}
			return err
		}
		b = Booking{Slot: slot, Child: v.Child, Topic: topic, State: Booked, Minutes: plan.Minutes, Room: plan.Room,
			Device: v.Device.ID, Made: tx.now}
		return putBooking(tx, b)
	})
	return b, err
}

// BookingOf returns the child's open booking, if any, and the counselor's name.
func (s *Store) BookingOf(child string) (b Booking, counselor string, found bool, err error) {
	err = s.view(func(tx *tx) error {
		if b, found, err = openBooking(tx, child); err != nil || !found {
			return err
		}
		counselor, err = staffName(tx, b.Counselor)
		return err
	})
	return b, counselor, found, err
}

// CancelBooking frees the child's booked slot; without one it changes nothing.
func (s *Store) CancelBooking(v Visit) error {
	return s.update(func(tx *tx) error {
		b, found, err := openBooking(tx, v.Child)
		if err != nil || !found {
			return err
		}
		if b.State != Booked {
			return ErrBookingMove
		}
		b.State, b.Ended = Cancelled, tx.now
		n := 0
		if err := tx.Scan("cancelled", kv.Prefix(b.Key()+"/"), func(string, []byte) error { n++; return nil }); err != nil {
			return err
		}
		if err := tx.Delete("booking", b.Key()); err != nil {
			return err
		}
		if err := tx.Delete("booking-child", b.Child); err != nil {
			return err
		}
		tx.Publish(TopicBooking)
		return put(tx, "cancelled", b.Key()+"/"+number(n+1, 3), b)
	})
}

func openBooking(tx *tx, child string) (b Booking, found bool, err error) {
	key, found, err := get[string](tx, "booking-child", child)
	if err != nil || !found {
		return b, false, err
	}
	b, err = must[Booking](tx, "booking", key)
	return b, err == nil && b.open(tx), err
}

// putBooking is the only writer of a booking and its index.
func putBooking(tx *tx, b Booking) error {
	if err := put(tx, "booking-child", b.Child, b.Key()); err != nil {
		return err
	}
	tx.Publish(TopicBooking)
	return put(tx, "booking", b.Key(), b)
}

// MoveBooking is the counselor's arrived, start, finish and missed. A talk of a later day cannot be marked; one of an
// earlier day can, because it may have been forgotten.
func (s *Store) MoveBooking(actor Actor, key string, to BookingState) error {
	return s.update(func(tx *tx) error {
		if err := actor.may(RoleCounselor); err != nil {
			return err
		}
		b, found, err := get[Booking](tx, "booking", key)
		switch {
		case err != nil:
			return err
		case !found:
			return ErrSlotNone
		case b.Counselor != actor.ID():
			return ErrForbidden
		case b.Day > tx.day:
			return ErrBookingDay
		case b.State == to:
			return nil
		case to == Cancelled || !slices.Contains(bookingMoves[b.State], to):
			return ErrBookingMove
		}
		newer, open, err := openBooking(tx, b.Child)
		if err != nil {
			return err
		}
		another := open && newer.Slot != b.Slot
		if another && b.State == NoShow { // a child holds one open booking, also when it comes late to an earlier one
			return ErrBookedAgain
		}
		b.State = to
		switch to {
		case Arrived:
			b.Arrived, b.Ended = tx.now, time.Time{}
		case Started:
			b.Started = tx.now
		case Seen, NoShow:
			b.Ended = tx.now
		}
		if another { // the index is the other's
			tx.Publish(TopicBooking)
			return put(tx, "booking", b.Key(), b)
		}
		return putBooking(tx, b)
	})
}

// Agenda is one day of a counselor.
type Agenda struct {
	Day   Day
	Today bool
	Rows  []AgendaRow
}

// AgendaRow is a booking, or a run of free slots that lasts to Until.
type AgendaRow struct {
	Booking
	Child Child
	Free  bool
	Until Clock
}

// Booked counts the talks, Seen those that took place.
func (a Agenda) Booked() int {
	return len(slices.DeleteFunc(slices.Clone(a.Rows), func(r AgendaRow) bool { return r.Free }))
}
func (a Agenda) Seen() (n int) {
	for _, r := range a.Rows {
		if r.State == Seen {
			n++
		}
	}
	return n
}

// Agenda returns the counselor's own week from today, a day each.
func (s *Store) Agenda(actor Actor) (week []Agenda, err error) {
	err = s.view(func(tx *tx) error {
		if err := actor.may(RoleCounselor); err != nil {
			return err
		}
		week = nil
		plan, _, err := get[Plan](tx, "plan", actor.ID())
		if err != nil {
			return err
		}
		for i := range horizon {
			a, err := agenda(tx, plan, actor.ID(), tx.day.Add(i))
			if err != nil {
				return err
			}
			week = append(week, a)
		}
		return nil
	})
	return week, err
}

func agenda(tx *tx, plan Plan, counselor string, day Day) (Agenda, error) {
	a := Agenda{Day: day, Today: day == tx.day}
	taken := map[Clock]bool{}
	err := each(tx, "booking", kv.Prefix(string(day)+"/"), func(_ string, b Booking) error {
		if b.Counselor != counselor {
			return nil
		}
		c, err := must[Child](tx, "child", b.Child)
		taken[b.Clock] = true
		a.Rows = append(a.Rows, AgendaRow{Booking: b, Child: c})
		return err
	})
	for _, clock := range plan.slots(day) {
		if slot := (Slot{day, clock, counselor}); !taken[clock] && slot.start(tx).After(tx.now) {
			a.Rows = append(a.Rows, AgendaRow{Booking: Booking{Slot: slot}, Free: true, Until: clock + Clock(plan.Minutes)})
		}
	}
	slices.SortStableFunc(a.Rows, func(x, y AgendaRow) int { return int(x.Clock - y.Clock) })
	a.Rows = joinFree(a.Rows)
	return a, err
}

// joinFree makes one row of free slots that follow each other.
func joinFree(rows []AgendaRow) (joined []AgendaRow) {
	for _, r := range rows {
		if n := len(joined); n > 0 && r.Free && joined[n-1].Free && joined[n-1].Until == r.Clock {
			joined[n-1].Until = r.Until
			continue
		}
		joined = append(joined, r)
	}
	return joined
}
