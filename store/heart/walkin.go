package heart

import (
	"slices"

	"zhixinwu/store/kv"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

// InTalk refuses a second talk beside the one that a child is in, and names who has it.
type InTalk struct{ With string }

func (e *InTalk) Error() string { return ErrInTalk.Error() + " with " + e.With }
func (e *InTalk) Unwrap() error { return ErrInTalk }

// notInTalk refuses to begin a talk with a child that is in another of that day, whoever has it: the record would say that
// the child was in two rooms. One that was left open has to be ended first.
func notInTalk(tx *school.Tx, child string, day school.Day) error {
	return bookingsOf.Keys(tx, kv.Prefix(child+"/"+string(day)+"/"), func(key string) error {
		b, err := bookings.Must(tx, key[len(child)+1:])
		if err != nil || b.State != Started {
			return err
		}
		name, err := school.StaffName(tx, b.Counselor)
		if err != nil {
			return err
		}
		return &InTalk{name}
	})
}

// walkIn opens a talk of a child who came without a booking, now. Its seat is the first above walkInSeat that is free
// at this minute, so it takes no slot from anybody; ErrSlotTaken only with a whole class at one door in one minute. A
// talk that begins at once is an InTalk beside another.
func walkIn(tx *school.Tx, child, counselor, room, device, by string, to BookingState) (Booking, error) {
	if to == Started {
		if err := notInTalk(tx, child, tx.Day); err != nil {
			return Booking{}, err
		}
	}
	b := Booking{
		Slot:    Slot{Day: tx.Day, Clock: school.ClockOf(tx.Now), Counselor: counselor, Seat: walkInSeat},
		Child:   child,
		Room:    room,
		Device:  device,
		Made:    tx.Now,
		Arrived: tx.Now,
	}
	for ; b.Seat < 100; b.Seat++ {
		_, taken, err := bookings.Get(tx, b.Key())
		if err != nil {
			return b, err
		}
		if !taken {
			if to == Started {
				b.Started = tx.Now
			}
			return b, step(tx, &b, Step{At: tx.Now, To: to, By: by, Why: "walk-in"})
		}
	}
	return b, ErrSlotTaken
}

// WalkIn begins a talk with a child who came without a booking. What the child has with this counselor today is begun
// instead, and one under way is returned, so that a double tap begins one talk. A child that is in a talk with another
// counselor stays there, see InTalk.
func (s *Room) WalkIn(actor school.Actor, child string) (b Booking, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleCounselor); err != nil {
			return err
		}
		if _, err := roster.ChildOf(tx, child); err != nil {
			return err
		}
		open, err := openBookings(tx, child)
		if err != nil {
			return err
		}
		for _, own := range open {
			if own.Counselor != actor.ID() || own.Day != tx.Day {
				continue
			}
			if b = own; own.State == Started {
				return nil
			}
			return moveTo(tx, &b, Started, actor.ID(), "walk-in")
		}
		plan, _, err := plans.Get(tx, actor.ID())
		if err != nil {
			return err
		}
		b, err = walkIn(tx, child, actor.ID(), plan.Room, "", actor.ID(), Started)
		return err
	})
	return b, err
}

// Knock is a child at the door without a booking: the counselor whose door is open now finds it on the tablet, one
// who is free before one who is not. ErrDoorClosed outside everybody's hours; a child who is in there or has arrived
// already keeps that talk. It returns whom the child is sent to, because the screen names her.
func (s *Room) Knock(v visit.Visit) (b Booking, counselor string, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		if !v.Device.Has(school.OfferArrive) {
			return school.ErrDeviceOffer
		}
		open, err := openBookings(tx, v.Child)
		if err != nil {
			return err
		}
		for _, own := range open {
			if own.State == Arrived || own.State == Started { // tapped twice
				b = own
				counselor, err = school.StaffName(tx, own.Counselor)
				return err
			}
		}
		cal, err := openCalendar(tx)
		if err != nil {
			return err
		}
		who, room := "", ""
		for _, id := range cal.counselors(tx) {
			for _, o := range cal.openings(id, tx.Day) {
				if now := school.ClockOf(tx.Now); o.Clock > now || o.end() <= now {
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
func (cal *calendar) busy(tx *school.Tx, counselor string) bool {
	return slices.ContainsFunc(cal.held[string(tx.Day)+counselor], func(b Booking) bool { return b.State == Started })
}
