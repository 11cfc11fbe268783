package heart

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

const met school.Bucket[school.Day] = "met"

const cancelled school.Bucket[Booking] = "cancelled"

const bookingsOf school.Index = "booking-child"

const bookings school.Bucket[Booking] = "booking"

// BookingState is where a booking stands.
type BookingState string

// The states. Reserved are Invited and Booked: the slot is kept for a child that has not come. Seen and Cancelled are
// final, NoShow is until the child comes after all. The moves between them are bookingMoves.
const (
	Invited   BookingState = "invited"
	Booked    BookingState = "booked"
	Arrived   BookingState = "arrived"
	Started   BookingState = "started"
	Seen      BookingState = "seen"
	NoShow    BookingState = "missed"
	Cancelled BookingState = "cancelled"
)

// bookingMoves is the whole machine; every other move is ErrBookingMove. Repeating the move that led to the present
// state changes nothing. A booking that goes to another slot keeps its state; its old slot is free again.
//
//	invited → booked     the child said yes
//	invited → arrived    the child came without an answer
//	invited → started
//	invited → cancelled  the child said no, or the counselor took the offer back
//	booked  → arrived    the child is at the door
//	booked  → started    the counselor begins without that tap
//	booked  → missed     nobody came
//	booked  → cancelled  by the child, or because the door is closed; the slot is free again
//	arrived → started
//	arrived → missed     the child left again
//	started → seen
//	missed  → arrived    the child came late after all
//
// A walk-in begins as arrived (it knocked) or as started. Cancelled is reached through release alone, which also
// takes the booking out of its slot; a child's file that is closed cancels what is reserved (ChildLeaves).
var bookingMoves = map[BookingState][]BookingState{
	Invited: {Booked, Arrived, Started, Cancelled},
	Booked:  {Arrived, Started, NoShow, Cancelled},
	Arrived: {Started, NoShow},
	Started: {Seen},
	NoShow:  {Arrived},
}

// Slot is one talk's place in the week. It is the key of the booking.
type Slot struct {
	Day       school.Day
	Clock     school.Clock
	Counselor string
	Seat      int `json:",omitempty"` // in a group, from 1; of a walk-in, from walkInSeat; 0 is a talk of one
}

// walkInSeat and above belong to children who came without a booking: they take nobody's slot.
const walkInSeat = maxSeats + 1

// Key names the slot in forms and in the database: 2026-11-24/1240/003, and 2026-11-24/1240/003/02 for a seat.
func (sl Slot) Key() string {
	key := string(sl.Day) + "/" + school.Padded(int(sl.Clock)/60, 2) + school.Padded(int(sl.Clock)%60, 2) + "/" + sl.Counselor
	if sl.Seat > 0 {
		key += "/" + school.Padded(sl.Seat, 2)
	}
	return key
}

// start is the moment at which the school's clock shows the slot, in the school's zone.
func (sl Slot) start(tx *school.Tx) time.Time { return sl.Day.At(sl.Clock, tx.Now.Location()) }

// ParseSlot reads a slot's key as a form sends it. Anything but the one spelling is ErrSlotNone, the same as a slot
// that was never there: a form that was tampered with learns nothing.
func ParseSlot(key string) (Slot, error) {
	parts := strings.Split(key, "/")
	if len(parts) < 3 || len(parts) > 4 || len(parts[1]) != 4 || parts[2] == "" {
		return Slot{}, ErrSlotNone
	}
	day, err := school.ParseDay(parts[0])
	hhmm, err2 := strconv.ParseUint(parts[1], 10, 16)
	if err != nil || err2 != nil || hhmm/100 > 23 || hhmm%100 > 59 {
		return Slot{}, ErrSlotNone
	}
	slot := Slot{Day: day, Clock: school.Clock(hhmm/100*60 + hhmm%100), Counselor: parts[2]}
	if len(parts) == 4 {
		seat, err := strconv.ParseUint(parts[3], 10, 8)
		if slot.Seat = int(seat); err != nil || slot.Key() != key {
			return Slot{}, ErrSlotNone
		}
	}
	return slot, nil
}

// Booking is one child's talk with a counselor. Its key is its slot, so there is room for one; calendar.find is asked
// before anything is put there. Times are moments, Minutes the length planned. What was said is no part of it: that
// is in the sealed notes.
type Booking struct {
	Slot
	Child    string
	Topic    string `json:",omitempty"`
	State    BookingState
	Minutes  int // 0 of a walk-in: nobody waits behind it
	Room     string
	Group    string    `json:",omitempty"` // name of the circle
	Device   string    // where it was booked; empty for what a member of staff made
	Made     time.Time // when
	Arrived  time.Time `json:",omitzero"`
	Started  time.Time `json:",omitzero"`
	Ended    time.Time `json:",omitzero"`  // seen, missed or cancelled
	Referral int       `json:",omitempty"` // number of the proposal that led to the invitation
	Lapsed   bool      `json:",omitempty"` // stays closed, whatever the clock shows (lapse)
	Steps    []Step    // how it came to be what it is, oldest first
}

// Step is one event of a booking. Folded from the first on, they give its state and its slot.
type Step struct {
	At   time.Time
	To   BookingState
	By   string `json:",omitempty"` // member of staff; empty for the child
	Why  string `json:",omitempty"` // book, change, wait, away, move, invite, scan…
	From string `json:",omitempty"` // slot before, if the step moved it
	Next string `json:",omitempty"` // slot after, on what stays behind at the old one
}

// end is the first minute after the talk; of a walk-in it is its beginning.
func (b Booking) end() school.Clock { return b.Clock + school.Clock(b.Minutes) }

// WalkIn reports that the child came without a booking.
func (b Booking) WalkIn() bool { return b.Seat >= walkInSeat }

// Reserved: the slot is kept for a child that has not come yet.
func (b Booking) Reserved() bool { return b.State == Booked || b.State == Invited }

// opening is the part of the day that the booking takes.
func (b Booking) opening() Opening { return Opening{Slot: b.Slot, Minutes: b.Minutes} }

// movedNews is what the child is told when the booking has another slot: an invitation is still a question.
func (b Booking) movedNews() visit.NewsKind {
	if b.State == Invited {
		return visit.NewsInvited
	}
	return visit.NewsMoved
}

// Open reports whether the booking still lies before the child. One that nobody marked lapses with its slot: the record
// stays as it is, but it does not keep the child from booking again.
func (b Booking) Open(tx *school.Tx) bool {
	switch b.State {
	case Invited, Booked:
		return !b.Lapsed && tx.Now.Before(b.start(tx).Add(time.Duration(b.Minutes)*time.Minute))
	case Arrived, Started:
		return b.Day == tx.Day
	}
	return false
}

// FindBooking returns the booking that holds a slot now, if any.
func FindBooking(tx *school.Tx, key string) (Booking, bool, error) { return bookings.Get(tx, key) }

// Knows reports whether the room has a child on record: a talk that was not called off, or a notebook.
func Knows(tx *school.Tx, child string) (bool, error) {
	_, booked, err := LastBooking(tx, child)
	if err != nil || booked {
		return booked, err
	}
	_, noted, err := notebooks.Get(tx, child)
	return noted, err
}

// LastMet is the day of a child's last talk that took place; empty if there was none.
func LastMet(tx *school.Tx, child string) (school.Day, error) {
	day, _, err := met.Get(tx, child)
	return day, err
}

// openBookings are those of a child, the next first.
func openBookings(tx *school.Tx, child string) (open []Booking, err error) {
	in := kv.Prefix(child + "/")
	in.From = child + "/" + string(tx.Day)
	err = bookingsOf.Keys(tx, in, func(key string) error {
		b, err := bookings.Must(tx, key[len(child)+1:])
		if err == nil && b.Open(tx) {
			open = append(open, b)
		}
		return err
	})
	return open, err
}

// putBooking is the only writer of a booking and its index; release is the only one that takes them away.
func putBooking(tx *school.Tx, b Booking) error {
	if err := bookingsOf.Mark(tx, b.Child+"/"+b.Key()); err != nil {
		return err
	}
	tx.Publish(school.TopicBooking)
	return bookings.Put(tx, b.Key(), b)
}

// step records an event and puts the booking.
func step(tx *school.Tx, b *Booking, st Step) error {
	if err := lapse(tx, *b); err != nil {
		return err
	}
	b.State = st.To
	b.Steps = append(b.Steps, st)
	return putBooking(tx, *b)
}

// lapse closes for good what else its child had reserved and let go by. Each event of a booking may rest on the others
// having lapsed; a clock that is set back afterwards must not reopen one of them, or the child would hold both.
func lapse(tx *school.Tx, b Booking) error {
	var past []Booking
	in := kv.Range{From: b.Child + "/", To: b.Child + "/" + string(tx.Day.Add(1))}
	err := bookingsOf.Keys(tx, in, func(key string) error {
		other, err := bookings.Must(tx, key[len(b.Child)+1:])
		if err == nil && other.Key() != b.Key() && other.Reserved() && !other.Lapsed && !other.Open(tx) {
			past = append(past, other)
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, other := range past {
		other.Lapsed = true
		if err := putBooking(tx, other); err != nil {
			return err
		}
	}
	return nil
}

// release frees a slot. The booking that held it stays in the records under its old slot. With a talk that is called off,
// whoever proposed the child waits again.
func release(tx *school.Tx, b Booking, last Step) error {
	b.State, b.Ended = last.To, tx.Now
	b.Steps = append(b.Steps, last)
	n := 0
	if err := cancelled.Keys(tx, kv.Prefix(b.Key()+"/"), func(string) error { n++; return nil }); err != nil {
		return err
	}
	if err := bookings.Delete(tx, b.Key()); err != nil {
		return err
	}
	if err := bookingsOf.Delete(tx, b.Child+"/"+b.Key()); err != nil {
		return err
	}
	if last.Next == "" {
		if err := reopenReferral(tx, b); err != nil {
			return err
		}
	}
	tx.Publish(school.TopicBooking)
	return cancelled.Put(tx, b.Key()+"/"+school.Padded(n+1, 3), b)
}

// transfer takes a reserved booking to a free opening; its state stays, and the old slot is free again.
func transfer(tx *school.Tx, b Booking, to Opening, by, why string) (Booking, error) {
	fresh := b
	if err := release(tx, b, Step{At: tx.Now, To: Cancelled, By: by, Why: why, Next: to.Key()}); err != nil {
		return b, err
	}
	fresh.Slot, fresh.Minutes, fresh.Room, fresh.Group = to.Slot, to.Minutes, to.Room, to.Group
	fresh.Steps = slices.Clone(b.Steps)
	return fresh, step(tx, &fresh, Step{At: tx.Now, To: b.State, By: by, Why: why, From: b.Key()})
}

// moveTo makes one move of the machine, with its time.
func moveTo(tx *school.Tx, b *Booking, to BookingState, by, why string) error {
	if !slices.Contains(bookingMoves[b.State], to) {
		return ErrBookingMove
	}
	switch to {
	case Arrived:
		b.Arrived, b.Ended = tx.Now, time.Time{}
	case Started:
		if err := notInTalk(tx, b.Child, b.Day); err != nil {
			return err
		}
		b.Started = tx.Now
	case Seen, NoShow:
		b.Ended = tx.Now
	}
	if to == Seen {
		if err := met.Put(tx, b.Child, b.Day); err != nil {
			return err
		}
	}
	return step(tx, b, Step{At: tx.Now, To: to, By: by, Why: why})
}

// MoveBooking is the counselor's arrived, start, finish and missed. A talk of a later day cannot be marked
// (ErrBookingDay); one of an earlier day can, because it may have been forgotten. The state it already has changes
// nothing. Cancelled and Booked are not marks: they have their own methods, which also tell the child. A child that
// missed and came late is ErrBookedAgain when it has booked anew meanwhile.
func (s *Room) MoveBooking(actor school.Actor, key string, to BookingState) error {
	return s.school.Update(func(tx *school.Tx) error {
		b, err := ownBooking(tx, actor, key)
		switch {
		case err != nil:
			return err
		case b.Day > tx.Day:
			return ErrBookingDay
		case b.State == to:
			return nil
		case to == Cancelled || to == Booked:
			return ErrBookingMove
		}
		if b.State == NoShow && to == Arrived { // a child holds no more than it may, also when it comes late to an earlier one
			open, err := openBookings(tx, b.Child)
			if err != nil {
				return err
			}
			if len(open) > 0 {
				return ErrBookedAgain
			}
		}
		if err := moveTo(tx, &b, to, actor.ID(), ""); err != nil {
			return err
		}
		return Promote(tx) // a child whose talk is over may have the next
	})
}

// ownBooking finds a booking of the counselor's own: ErrSlotNone if there is none, school.ErrForbidden if it is a
// colleague's.
func ownBooking(tx *school.Tx, actor school.Actor, key string) (b Booking, err error) {
	if err := actor.May(school.RoleCounselor); err != nil {
		return b, err
	}
	b, found, err := bookings.Get(tx, key)
	switch {
	case err != nil:
		return b, err
	case !found:
		return b, ErrSlotNone
	case b.Counselor != actor.ID():
		return b, school.ErrForbidden
	}
	return b, nil
}

// Arrive marks the talk that a child has come for: its scan at the door says so. It may be early by half an hour.
func Arrive(tx *school.Tx, child string) (bool, error) {
	open, err := openBookings(tx, child)
	if err != nil {
		return false, err
	}
	// the next first, so of two talks today the earlier one is meant
	for _, b := range open {
		if b.Reserved() && b.Day == tx.Day && !tx.Now.Before(b.start(tx).Add(-30*time.Minute)) {
			return true, moveTo(tx, &b, Arrived, "", "scan")
		}
	}
	return false, nil
}

// IndexBookings leads to schema 3: a child may hold several bookings, and each knows how it came about.
func IndexBookings(tx *school.Tx) error {
	var children []string
	if err := bookingsOf.Keys(tx, kv.Range{}, func(key string) error { children = append(children, key); return nil }); err != nil {
		return err
	}
	for _, c := range children {
		if err := bookingsOf.Delete(tx, c); err != nil {
			return err
		}
	}
	var all []Booking
	if err := bookings.Each(tx, kv.Range{}, func(_ string, b Booking) error { all = append(all, b); return nil }); err != nil {
		return err
	}
	for _, b := range all {
		b.Steps = []Step{{At: b.Made, To: b.State, Why: "book"}}
		if b.State == Seen {
			if err := met.Put(tx, b.Child, b.Day); err != nil { // in order of days, so the last one stays
				return err
			}
		}
		if err := putBooking(tx, b); err != nil {
			return err
		}
	}
	return nil
}
