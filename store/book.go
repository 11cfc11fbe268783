package store

import (
	"errors"
	"slices"

	"zhixinwu/store/kv"
)

// Book gives the slot to the child, or returns ErrSlotTaken, ErrSlotPast, ErrSlotNone, or ErrBookingOpen when the child
// holds as many as it may. Those in the waiting line go first. Booking one's own slot again changes nothing. Of a group,
// the lowest free seat is given, whichever was asked for.
func (s *Store) Book(v Visit, slotKey, topic string) (b Booking, err error) {
	slot, err := ParseSlot(slotKey)
	if err != nil {
		return b, err
	}
	if topic != "" && !slices.Contains(Topics, topic) {
		return b, ErrTopic
	}
	err = s.update(func(tx *Tx) error {
		if !v.Device.Has(OfferBooking) {
			return ErrDeviceOffer
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
		if err := promote(tx); err != nil {
			return err
		}
		cal, err := openCalendar(tx)
		if err != nil {
			return err
		}
		if len(open) >= tx.Settings.Rule(RuleBookingOpen) {
			return ErrBookingOpen
		}
		b, err = reserve(tx, cal, v, slot, topic)
		return err
	})
	return b, err
}

// reserve gives a free slot to a child that stands at a kiosk; a place in the waiting line has come to its end.
func reserve(tx *Tx, cal *calendar, v Visit, slot Slot, topic string) (b Booking, err error) {
	o, err := cal.find(tx, slot, tx.Settings.Rule(RuleBookingDays), cal.lead(tx))
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
	b = Booking{Slot: o.Slot, Child: v.Child, Topic: topic, Minutes: o.Minutes, Room: o.Room, Group: o.Group, Device: v.Device.ID, Made: tx.Now}
	return b, step(tx, &b, Step{At: tx.Now, To: Booked, Why: "book"})
}

// stillHere refuses a talk on a day on which the child has left the school.
func stillHere(tx *Tx, child string, day Day) error {
	c, err := childOf(tx, child)
	if err == nil && !c.Here(day) {
		err = ErrCardLeft
	}
	return err
}

// ChangeBooking takes the child's booking to another slot, in one step: whoever finds the new slot taken keeps the old.
func (s *Store) ChangeBooking(v Visit, from, to string) (b Booking, err error) {
	slot, err := ParseSlot(to)
	if err != nil {
		return b, err
	}
	err = s.update(func(tx *Tx) error {
		if !v.Device.Has(OfferBooking) {
			return ErrDeviceOffer
		}
		old, err := childsBooking(tx, v.Child, from)
		if err != nil {
			return err
		}
		if old.Day == slot.Day && old.Clock == slot.Clock && old.Counselor == slot.Counselor {
			b = old
			return nil
		}
		if !old.reserved() {
			return ErrBookingMove
		}
		cal, err := openCalendar(tx)
		if err != nil {
			return err
		}
		cal.drop(old)
		o, err := cal.find(tx, slot, tx.Settings.Rule(RuleBookingDays), cal.lead(tx))
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
		return promote(tx)
	})
	return b, err
}

// CancelBooking frees the child's booked slot; an empty key names the next one. Without a booking it changes nothing.
func (s *Store) CancelBooking(v Visit, key string) error {
	return s.update(func(tx *Tx) error {
		b, err := childsBooking(tx, v.Child, key)
		if errors.Is(err, ErrSlotNone) {
			return nil
		}
		if err != nil {
			return err
		}
		if !b.reserved() {
			return ErrBookingMove
		}
		if err := release(tx, b, Step{At: tx.Now, To: Cancelled, Why: "cancel"}); err != nil {
			return err
		}
		return promote(tx)
	})
}

// AnswerInvitation is the child's yes or no to what a message said, at any kiosk: to an invitation, or to a time that was
// found for it. Neither is asked why. A no to what is gone already changes nothing.
func (s *Store) AnswerInvitation(v Visit, key string, yes bool) (b Booking, err error) {
	err = s.update(func(tx *Tx) error {
		b, err = childsBooking(tx, v.Child, key)
		switch {
		case !yes && errors.Is(err, ErrSlotNone):
			return nil
		case err != nil:
			return err
		case yes && b.State == Booked:
			return nil
		case !b.reserved():
			return ErrBookingMove
		case yes:
			return sayYes(tx, &b, "yes")
		}
		if err := release(tx, b, Step{At: tx.Now, To: Cancelled, Why: "no"}); err != nil {
			return err
		}
		return promote(tx)
	})
	return b, err
}

// sayYes makes an invitation a booking; a place in the waiting line has come to its end.
func sayYes(tx *Tx, b *Booking, why string) error {
	if err := endWait(tx, b.Child, OutBooked, b.Key()); err != nil {
		return err
	}
	return moveTo(tx, b, Booked, "", why)
}

// SayTopic adds or changes what the child wants to talk about.
func (s *Store) SayTopic(v Visit, key, topic string) (b Booking, err error) {
	if !slices.Contains(Topics, topic) {
		return b, ErrTopic
	}
	err = s.update(func(tx *Tx) error {
		if b, err = childsBooking(tx, v.Child, key); err != nil {
			return err
		}
		b.Topic = topic
		return putBooking(tx, b)
	})
	return b, err
}

// childsBooking is an open booking of the child's own; an empty key names the next one.
func childsBooking(tx *Tx, child, key string) (b Booking, err error) {
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

// Held is what a child has in this room.
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
func (s *Store) HeldBy(child string) (h Held, err error) {
	err = s.view(func(tx *Tx) error {
		h, err = heldBy(tx, child)
		return err
	})
	return h, err
}

func heldBy(tx *Tx, child string) (h Held, err error) {
	open, err := openBookings(tx, child)
	if err != nil {
		return h, err
	}
	for _, b := range open {
		hb, err := held(tx, b)
		if err != nil {
			return h, err
		}
		h.Bookings = append(h.Bookings, hb)
	}
	h.More = len(open) < tx.Settings.Rule(RuleBookingOpen)
	w, waiting, err := waiterOf(tx, child)
	if waiting {
		h.Waiting = &w
	}
	if err != nil || len(open) > 0 {
		return h, err
	}
	last, found, err := lastBooking(tx, child)
	h.Missed = found && last.Day >= tx.Day.Add(-14) && last.Day <= tx.Day && (last.State == NoShow || last.State == Booked)
	return h, err
}

func held(tx *Tx, b Booking) (hb HeldBooking, err error) {
	p, _, err := plans.Get(tx, b.Counselor)
	if err != nil {
		return hb, err
	}
	if p.Face == "" {
		p.Face = Faces[len(Faces)-1]
	}
	name, err := staffName(tx, b.Counselor)
	return HeldBooking{b, name, p.Face}, err
}

// lastBooking is the latest of a child, whatever became of it.
func lastBooking(tx *Tx, child string) (b Booking, found bool, err error) {
	err = bookingsOf.KeysBack(tx, kv.Prefix(child+"/"), func(key string) error {
		if b, err = bookings.Must(tx, key[len(child)+1:]); err != nil {
			return err
		}
		found = true
		return kv.ErrStop
	})
	return b, found, err
}
