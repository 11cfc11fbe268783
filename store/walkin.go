package store

import "slices"

// walkIn opens a talk of a child who came without a booking, now.
func walkIn(tx *tx, child, counselor, room, device, by string, to BookingState) (Booking, error) {
	b := Booking{Slot: Slot{Day: tx.day, Clock: ClockOf(tx.now), Counselor: counselor, Seat: walkInSeat}, Child: child, Room: room, Device: device, Made: tx.now, Arrived: tx.now}
	for ; b.Seat < 100; b.Seat++ {
		_, taken, err := get[Booking](tx, "booking", b.Key())
		if err != nil {
			return b, err
		}
		if !taken {
			if to == Started {
				b.Started = tx.now
			}
			return b, step(tx, &b, Step{At: tx.now, To: to, By: by, Why: "walk-in"})
		}
	}
	return b, ErrSlotTaken
}

// WalkIn begins a talk with a child who came without a booking.
func (s *Store) WalkIn(actor Actor, child string) (b Booking, err error) {
	err = s.update(func(tx *tx) error {
		if err := actor.may(RoleCounselor); err != nil {
			return err
		}
		if _, err := must[Child](tx, "child", child); err != nil {
			return err
		}
		open, err := openBookings(tx, child)
		if err != nil {
			return err
		}
		for _, own := range open {
			if own.Counselor != actor.ID() || own.Day != tx.day {
				continue
			}
			if b = own; own.State == Started {
				return nil
			}
			return moveTo(tx, &b, Started, actor.ID(), "walk-in")
		}
		plan, _, err := get[Plan](tx, "plan", actor.ID())
		if err != nil {
			return err
		}
		b, err = walkIn(tx, child, actor.ID(), plan.Room, "", actor.ID(), Started)
		return err
	})
	return b, err
}

// Knock is a child at the door without a booking: the counselor whose door is open now finds it on the tablet, one who is
// free before one who is not.
func (s *Store) Knock(v Visit) (b Booking, counselor string, err error) {
	err = s.update(func(tx *tx) error {
		if !v.Device.Has(OfferArrive) {
			return ErrDeviceOffer
		}
		open, err := openBookings(tx, v.Child)
		if err != nil {
			return err
		}
		for _, own := range open {
			if own.State == Arrived || own.State == Started { // tapped twice
				b = own
				counselor, err = staffName(tx, own.Counselor)
				return err
			}
		}
		cal, err := openCalendar(tx)
		if err != nil {
			return err
		}
		who, room := "", ""
		for _, id := range cal.counselors(tx) {
			for _, o := range cal.openings(id, tx.day) {
				if now := ClockOf(tx.now); o.Clock > now || o.end() <= now {
					continue
				}
				if who == "" || !cal.busy(tx, id) && cal.busy(tx, who) {
					who, room = id, o.Room
				}
			}
		}
		if who == "" {
			return ErrDoorClosed
		}
		counselor = cal.staff[who].Name
		b, err = walkIn(tx, v.Child, who, room, v.Device.ID, "", Arrived)
		return err
	})
	return b, counselor, err
}

// busy: somebody is in there now.
func (cal *calendar) busy(tx *tx, counselor string) bool {
	return slices.ContainsFunc(cal.held[string(tx.day)+counselor], func(b Booking) bool { return b.State == Started })
}
