package heart

import (
	"strconv"
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

const waitingOf school.Bucket[int] = "waiter-child"
const waiterSeq school.Sequence = "waiter-seq"

const waitingLine school.Index = "waiter-line"

const waitings school.Bucket[Waiter] = "waiter"

// WaitState is where a place in the waiting line stands.
type WaitState string

// A place is in line until one of three things ends it; nothing else does.
//
//	in line → promoted  a slot became free and was given to the child
//	in line → booked    the child found a slot itself, or said yes to an invitation
//	in line → left      the child did not want to wait any more, or is not at the school any more
const (
	InLine      WaitState = "line"
	OutPromoted WaitState = "promoted"
	OutBooked   WaitState = "booked"
	OutLeft     WaitState = "left"
)

// Waiter is one child's place in the waiting line. Lower numbers go first.
type Waiter struct {
	N         int
	Child     string
	Counselor string `json:",omitempty"` // "" is any
	Topic     string `json:",omitempty"`
	Device    string
	Since     time.Time
	State     WaitState
	Ended     time.Time `json:",omitzero"`
	Slot      string    `json:",omitempty"` // that ended the wait
}

// promotedAhead is how long before its beginning a slot is given to a child who does not stand at a kiosk: the next scan,
// or the teacher with the slip, must come before it.
const promotedAhead = 30 * time.Minute

// putWaiter is the only writer of a place and its indexes.
func putWaiter(tx *school.Tx, w Waiter) error {
	key := school.Padded(w.N, 8)
	var err error
	if w.State == InLine {
		if err = waitingLine.Mark(tx, key); err == nil {
			err = waitingOf.Put(tx, w.Child, w.N)
		}
	} else if err = waitingLine.Delete(tx, key); err == nil {
		err = waitingOf.Delete(tx, w.Child)
	}
	if err != nil {
		return err
	}
	tx.Publish(school.TopicBooking)
	return waitings.Put(tx, key, w)
}

// waiterOf is the child's place while it waits; a child has at most one.
func waiterOf(tx *school.Tx, child string) (w Waiter, waiting bool, err error) {
	n, waiting, err := waitingOf.Get(tx, child)
	if err != nil || !waiting {
		return w, false, err
	}
	w, err = waitings.Must(tx, school.Padded(n, 8))
	return w, err == nil, err
}

// inLine lists the places, the first first.
func inLine(tx *school.Tx) (all []Waiter, err error) {
	err = waitingLine.Keys(tx, kv.Range{}, func(key string) error {
		w, err := waitings.Must(tx, key)
		all = append(all, w)
		return err
	})
	return all, err
}

// Wait puts the child in the waiting line for a counselor, or for any with "". A child in line keeps its place, also
// when it asks for another counselor. If a slot is free after all, the child has it at once. ErrSlotNone for a
// counselor who plans nothing or is none any more, ErrBookingOpen for a child that holds as many talks as it may: it would
// wait for nothing.
func (s *Room) Wait(v visit.Visit, counselor, topic string) error {
	return s.school.Update(func(tx *school.Tx) error {
		if !v.Device.Has(school.OfferBooking) {
			return school.ErrDeviceOffer
		}
		cal, err := openCalendar(tx)
		if err != nil {
			return err
		}
		if counselor != "" {
			if _, planned := cal.plans[counselor]; !planned || !cal.counsels(tx, counselor) {
				return ErrSlotNone
			}
		}
		open, err := openBookings(tx, v.Child)
		if err != nil {
			return err
		}
		if len(open) >= tx.Settings.Rule(school.RuleBookingOpen) {
			return ErrBookingOpen
		}
		w, waiting, err := waiterOf(tx, v.Child)
		if err != nil {
			return err
		}
		if !waiting {
			w = Waiter{Child: v.Child, Device: v.Device.ID, Since: tx.Now, State: InLine}
			if w.N, err = waiterSeq.Next(tx); err != nil {
				return err
			}
		}
		w.Counselor, w.Topic = counselor, topic
		if err := putWaiter(tx, w); err != nil {
			return err
		}
		if err := Promote(tx); err != nil {
			return err
		}
		_, still, err := waiterOf(tx, v.Child)
		if err != nil || still {
			return err
		}
		return visit.Untold(tx, v.Child, visit.NewsPromoted) // it stands on the screen
	})
}

// StopWaiting takes the child out of the line; without a place it changes nothing.
func (s *Room) StopWaiting(v visit.Visit) error {
	return s.school.Update(func(tx *school.Tx) error { return endWait(tx, v.Child, OutLeft, "") })
}

// endWait ends a child's place in the line, if it has one.
func endWait(tx *school.Tx, child string, how WaitState, slot string) error {
	w, waiting, err := waiterOf(tx, child)
	if err != nil || !waiting {
		return err
	}
	w.State, w.Ended, w.Slot = how, tx.Now, slot
	return putWaiter(tx, w)
}

// Promote gives what is free to those in line, the first first. It runs wherever a slot may have become free, and
// before anybody else is given one; a new day's slots are given by a job of the house.
//
// Each in turn: gone from the school → out of line; holds as many talks as it may → passed over, and stays; waits for
// one who is no counselor any more → for any; the next free opening → booked, out of line, told at the next scan. One who
// finds nothing closes the line for those who wait for the same counselor, but only if nothing of its own can have
// been in the way. An opening nearer than promotedAhead is given to nobody here: a child at a kiosk may still have
// it.
func Promote(tx *school.Tx) error { return promote(tx, "") }

// promote serves the line as far as the place of one child, which is about to choose for itself; "" is the whole line.
func promote(tx *school.Tx, before string) error {
	line, err := inLine(tx)
	if err != nil || len(line) == 0 {
		return err
	}
	cal, err := openCalendar(tx)
	if err != nil {
		return err
	}
	ahead := tx.Now.Add(promotedAhead)
	if lead := cal.lead(tx); lead.After(ahead) {
		ahead = lead
	}
	full := map[string]bool{} // counselors without anything free: the next in line need not look again
	for _, w := range line {
		if w.Child == before {
			break
		}
		c, err := roster.ChildOf(tx, w.Child)
		if err != nil {
			return err
		}
		if !c.Here(tx.Day) { // its departure lay ahead when it was told
			w.State, w.Ended = OutLeft, tx.Now
			if err := putWaiter(tx, w); err != nil {
				return err
			}
			continue
		}
		open, err := openBookings(tx, w.Child)
		if err != nil {
			return err
		}
		if !cal.counsels(tx, w.Counselor) { // not any more: better another than nobody
			w.Counselor = ""
		}
		if full[w.Counselor] || len(open) >= tx.Settings.Rule(school.RuleBookingOpen) {
			continue
		}
		o, found := cal.next(tx, c, w.Counselor, tx.Settings.Rule(school.RuleBookingDays), ahead)
		if !found {
			full[w.Counselor] = len(open) == 0 && c.Left == "" // else the child's own bookings or its departure may be in the way
			continue
		}
		b := Booking{Slot: o.Slot, Child: w.Child, Topic: w.Topic, Minutes: o.Minutes, Room: o.Room, Device: w.Device, Made: tx.Now}
		if err := step(tx, &b, Step{At: tx.Now, To: Booked, Why: "wait " + strconv.Itoa(w.N)}); err != nil {
			return err
		}
		cal.hold(b)
		w.State, w.Ended, w.Slot = OutPromoted, tx.Now, b.Key()
		if err := putWaiter(tx, w); err != nil {
			return err
		}
		if err := visit.PutNews(tx, visit.News{Child: w.Child, Kind: visit.NewsPromoted, Slot: b.Key()}); err != nil {
			return err
		}
	}
	return nil
}

// LineRow is a place in the waiting line as counselors see it.
type LineRow struct {
	Waiter
	Of   roster.Child
	Name string // of the counselor waited for; empty for any
}

// WaitingLine lists the children in line, the first first, for every counselor alike: whoever has time may see the
// others'.
func (s *Room) WaitingLine(actor school.Actor) (rows []LineRow, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleCounselor); err != nil {
			return err
		}
		rows = nil
		line, err := inLine(tx)
		if err != nil {
			return err
		}
		for _, w := range line {
			c, err := roster.ChildOf(tx, w.Child)
			if err != nil {
				return err
			}
			name, err := school.StaffName(tx, w.Counselor)
			if err != nil {
				return err
			}
			rows = append(rows, LineRow{w, c, name})
		}
		return nil
	})
	return rows, err
}
