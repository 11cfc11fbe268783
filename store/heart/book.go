package heart

import (
	"errors"
	"slices"

	"zhixinwu/store/kv"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

// Book gives the slot to the child, or returns ErrSlotTaken, ErrSlotPast, ErrSlotNone, ErrBookingClash when the child
// is elsewhere in this room then, or ErrBookingOpen when it holds as many as it may. Those in the waiting line go
// first. Booking one's own slot again changes nothing: a double tap, a retry after a lost answer. Of a group, the
// lowest free seat is given, whichever was asked for. The topic is one of visit.Topics or "", because nobody has to
// say why it comes.
//
// The steps, all in one transaction, so that of two children at two kiosks one is refused and none is lost: own slot?
// → the line is served → may the child hold one more? → is the opening free → write, index, publish.
func (s *Room) Book(v visit.Visit, slotKey, topic string) (b Booking, err error) {
	slot, err := ParseSlot(slotKey)
	if err != nil {
		return b, err
	}
	if topic != "" && !slices.Contains(visit.Topics, topic) {
		return b, school.ErrTopic
	}
	err = s.school.Update(func(tx *school.Tx) error {
		if !v.Device.Has(school.OfferBooking) {
			return school.ErrDeviceOffer
		}
		open, err := openBookings(tx, v.Child)
		if err != nil {
			return err
		}
		for _, own := range open {
			if own.Day == slot.Day && own.Clock == slot.Clock && own.Counselor == slot.Counselor {
				b = own
				return nil
			}
		}
		if err := Promote(tx); err != nil {
			return err
		}
		cal, err := openCalendar(tx)
		if err != nil {
			return err
		}
		if len(open) >= tx.Settings.Rule(school.RuleBookingOpen) {
			return ErrBookingOpen
		}
		b, err = reserve(tx, cal, v, slot, topic)
		return err
	})
	return b, err
}

// reserve gives a free slot to a child that stands at a kiosk; a place in the waiting line has come to its end.
func reserve(tx *school.Tx, cal *calendar, v visit.Visit, slot Slot, topic string) (b Booking, err error) {
	o, err := cal.find(tx, slot, tx.Settings.Rule(school.RuleBookingDays), cal.lead(tx))
	if err != nil {
		return b, err
	}
	if err := stillHere(tx, v.Child, slot.Day); err != nil {
		return b, err
	}
	if cal.clashes(tx, v.Child, o) {
		return b, ErrBookingClash
	}
	if err := endWait(tx, v.Child, OutBooked, o.Key()); err != nil {
		return b, err
	}
	b = Booking{Slot: o.Slot, Child: v.Child, Topic: topic, Minutes: o.Minutes, Room: o.Room, Group: o.Group,
		Device: v.Device.ID, Made: tx.Now}
	return b, step(tx, &b, Step{At: tx.Now, To: Booked, Why: "book"})
}

// stillHere refuses a talk on a day on which the child has left the school.
func stillHere(tx *school.Tx, child string, day school.Day) error {
	c, err := roster.ChildOf(tx, child)
	if err == nil && !c.Here(day) {
		err = roster.ErrCardLeft
	}
	return err
}

// ChangeBooking takes the child's booking to another slot, in one step: whoever finds the new slot taken keeps the
// old. The errors are those of Book, and ErrBookingMove once the talk has begun or the child has arrived. Lead and
// horizon hold for the new slot as for any booking of a child's.
//
// The old booking is taken out of the calendar before the new slot is looked for, so that a talk can move by less
// than its length; what it leaves free is given to the line at the end.
func (s *Room) ChangeBooking(v visit.Visit, from, to string) (b Booking, err error) {
	slot, err := ParseSlot(to)
	if err != nil {
		return b, err
	}
	err = s.school.Update(func(tx *school.Tx) error {
		if !v.Device.Has(school.OfferBooking) {
			return school.ErrDeviceOffer
		}
		old, err := childsBooking(tx, v.Child, from)
		if err != nil {
			return err
		}
		if old.Day == slot.Day && old.Clock == slot.Clock && old.Counselor == slot.Counselor {
			b = old
			return nil
		}
		if !old.Reserved() {
			return ErrBookingMove
		}
		cal, err := openCalendar(tx)
		if err != nil {
			return err
		}
		cal.drop(old)
		o, err := cal.find(tx, slot, tx.Settings.Rule(school.RuleBookingDays), cal.lead(tx))
		if err != nil {
			return err
		}
		if err := stillHere(tx, v.Child, slot.Day); err != nil {
			return err
		}
		if cal.clashes(tx, v.Child, o) {
			return ErrBookingClash
		}
		if b, err = transfer(tx, old, o, "", "change"); err != nil {
			return err
		}
		if b.State == Invited { // choosing another time is a yes
			if err := sayYes(tx, &b, "change"); err != nil {
				return err
			}
		}
		return Promote(tx)
	})
	return b, err
}

// CancelBooking frees the child's booked slot; an empty key names the next one. Without a booking it changes nothing.
// No reason is asked for and nobody is told but through the calendar: a no must cost a child nothing. ErrBookingMove
// once the child has arrived, because then a counselor is already waiting for it.
func (s *Room) CancelBooking(v visit.Visit, key string) error {
	return s.school.Update(func(tx *school.Tx) error {
		b, err := childsBooking(tx, v.Child, key)
		if errors.Is(err, ErrSlotNone) {
			return nil
		}
		if err != nil {
			return err
		}
		if !b.Reserved() {
			return ErrBookingMove
		}
		if err := release(tx, b, Step{At: tx.Now, To: Cancelled, Why: "cancel"}); err != nil {
			return err
		}
		return Promote(tx)
	})
}

// AnswerInvitation is the child's yes or no to what a message said, at any kiosk: to an invitation, or to a time that was
// found for it. Neither is asked why. A no to what is gone already changes nothing.
func (s *Room) AnswerInvitation(v visit.Visit, key string, yes bool) (b Booking, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		b, err = childsBooking(tx, v.Child, key)
		switch {
		case !yes && errors.Is(err, ErrSlotNone):
			return nil
		case err != nil:
			return err
		case yes && b.State == Booked:
			return nil
		case !b.Reserved():
			return ErrBookingMove
		case yes:
			return sayYes(tx, &b, "yes")
		}
		if err := release(tx, b, Step{At: tx.Now, To: Cancelled, Why: "no"}); err != nil {
			return err
		}
		return Promote(tx)
	})
	return b, err
}

// sayYes makes an invitation a booking; a place in the waiting line has come to its end.
func sayYes(tx *school.Tx, b *Booking, why string) error {
	if err := endWait(tx, b.Child, OutBooked, b.Key()); err != nil {
		return err
	}
	return moveTo(tx, b, Booked, "", why)
}

// SayTopic adds or changes what the child wants to talk about, as long as the booking is open; no step is recorded.
func (s *Room) SayTopic(v visit.Visit, key, topic string) (b Booking, err error) {
	if !slices.Contains(visit.Topics, topic) {
		return b, school.ErrTopic
	}
	err = s.school.Update(func(tx *school.Tx) error {
		if b, err = childsBooking(tx, v.Child, key); err != nil {
			return err
		}
		b.Topic = topic
		return putBooking(tx, b)
	})
	return b, err
}

// childsBooking is an open booking of the child's own; an empty key names the next one.
func childsBooking(tx *school.Tx, child, key string) (b Booking, err error) {
	open, err := openBookings(tx, child)
	if err != nil {
		return b, err
	}
	i := slices.IndexFunc(open, func(b Booking) bool { return key == "" || b.Key() == key })
	if i < 0 {
		return b, ErrSlotNone
	}
	return open[i], nil
}

// Held is what a child has in this room, as its menu shows it after a scan.
type Held struct {
	Bookings []HeldBooking // open ones, the next first
	More     bool          // the child may book one more
	Waiting  *Waiter
	Missed   bool // the talk before was missed, and nothing has followed
}

// HeldBooking is a booking as its child sees it.
type HeldBooking struct {
	Booking
	Name, Face string // of the counselor
}

// HeldBy returns a child's bookings and its place in the waiting line.
func (s *Room) HeldBy(child string) (h Held, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		h, err = HeldBy(tx, child)
		return err
	})
	return h, err
}

// HeldBy joins the caller's transaction.
func HeldBy(tx *school.Tx, child string) (h Held, err error) {
	open, err := openBookings(tx, child)
	if err != nil {
		return h, err
	}
	for _, b := range open {
		hb, err := HeldOf(tx, b)
		if err != nil {
			return h, err
		}
		h.Bookings = append(h.Bookings, hb)
	}
	h.More = len(open) < tx.Settings.Rule(school.RuleBookingOpen)
	w, waiting, err := waiterOf(tx, child)
	if waiting {
		h.Waiting = &w
	}
	if err != nil || len(open) > 0 {
		return h, err
	}
	last, found, err := LastBooking(tx, child)
	// two weeks long; a talk that nobody marked counts as well
	h.Missed = found && last.Day >= tx.Day.Add(-14) && last.Day <= tx.Day && (last.State == NoShow || last.State == Booked)
	return h, err
}

// HeldOf adds the name and the drawing of the counselor, by which children who do not read know the door. A counselor
// whose plan is gone keeps the last drawing of Faces.
func HeldOf(tx *school.Tx, b Booking) (hb HeldBooking, err error) {
	p, _, err := plans.Get(tx, b.Counselor)
	if err != nil {
		return hb, err
	}
	if p.Face == "" {
		p.Face = Faces[len(Faces)-1]
	}
	name, err := school.StaffName(tx, b.Counselor)
	return HeldBooking{b, name, p.Face}, err
}

// LastBooking is the latest of a child, whatever became of it.
func LastBooking(tx *school.Tx, child string) (b Booking, found bool, err error) {
	err = bookingsOf.KeysBack(tx, kv.Prefix(child+"/"), func(key string) error {
		if b, err = bookings.Must(tx, key[len(child)+1:]); err != nil {
			return err
		}
		found = true
		return kv.ErrStop
	})
	return b, found, err
}
