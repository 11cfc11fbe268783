// Package heart is 知心屋: the counselors' weeks, bookings, the waiting line, referrals, notes that only their readers open,
// and the room's numbers.
//
// # Schema
//
//	bucket          key                                  value, and who maintains it
//	plan            <staff>                              Plan of a counselor's week
//	exception       <last day>/<n>                       Exception: days on which a plan does not hold
//	booking         <day>/<HHMM>/<staff>[/<seat>]        Booking: the slot is the key, so it cannot be given twice
//	booking-child   <child>/<slot>                       index: bookings of a child (putBooking, release)
//	cancelled       <slot>/<n>                           Booking that has left its slot, cancelled or moved
//	met             <child>                              Day of the last talk that took place (moveTo)
//	waiter          <n>                                  Waiter: a place in the waiting line, also after its end (putWaiter)
//	waiter-line     <n>                                  index: places that still wait (putWaiter)
//	waiter-child    <child>                              index: the child's place that still waits (putWaiter)
//	referral        <n>                                  Referral: a child that a colleague proposes (putReferral)
//	referral-open   <n>                                  index: those that wait for a counselor (putReferral)
//	referral-staff  <staff>/<n>                          index: those that a member of staff made (putReferral)
//	notebook        <child>                              Notebook: the public key, and the private one sealed to each reader
//	note            <child>/<n>                          Note, sealed to the notebook
//	feed            <hash of the link>                   staff: whose calendar it is
//	feed-staff      <staff>                              index: hash of the member's link (OfferFeed)
//	meta            exception-seq                        int, the last number given out
//	meta            waiter-seq                           int, the last number given out
//	meta            referral-seq                         int, the last number given out
//	meta            note-seq                             int, the last number given out
package heart

import (
	"zhixinwu/store/access"
	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

// Room is 知心屋. Its methods may be called from any goroutine; each is one transaction.
type Room struct {
	school.Deaf
	school *school.School
	access *access.Room // whose keys open the notebooks
}

// New returns the room on its ground.
func New(s *school.School, a *access.Room) *Room { return &Room{school: s, access: a} }

// SettingsSet finds another place for what lies on a day that is a holiday now, and gives those in line what was one.
func (*Room) SettingsSet(tx *school.Tx, by school.Actor, _ school.Settings) error {
	for _, h := range tx.Settings.Holidays {
		if h.Last < tx.Day {
			continue
		}
		if err := displace(tx, by, h.First, h.Last, func(Booking) bool { return true }); err != nil {
			return err
		}
	}
	return Promote(tx)
}

// RoleLost does for whoever was booked with one who is a counselor no more what StaffLeft does: nobody else could open the
// door, or say that the talk took place.
func (r *Room) RoleLost(tx *school.Tx, by school.Actor, staff string, role school.Role) error {
	if role != school.RoleCounselor {
		return nil
	}
	return r.StaffLeft(tx, by, staff)
}

// StaffLeft finds another counselor for whoever was booked with one who left, and for whoever waits for her alone. Nobody
// can be booked with her further ahead than that: the plan's horizon is shorter than maxAway.
func (*Room) StaffLeft(tx *school.Tx, by school.Actor, staff string) error {
	return displace(tx, by, tx.Day, tx.Day.Add(maxAway), func(b Booking) bool { return b.Counselor == staff })
}

// ChildLeaves frees the child's talks from that day on, and its place in the waiting line if no day is left; then it gives
// what is free to those in line.
func (*Room) ChildLeaves(tx *school.Tx, by school.Actor, child string, from school.Day) error {
	open, err := openBookings(tx, child)
	if err != nil {
		return err
	}
	freed := false
	for _, b := range open {
		if b.Reserved() && b.Day >= from {
			freed = true
			if err := release(tx, b, Step{At: tx.Now, To: Cancelled, By: by.ID(), Why: "left"}); err != nil {
				return err
			}
		}
	}
	if from <= tx.Day {
		if err := endWait(tx, child, OutLeft, ""); err != nil {
			return err
		}
	}
	if !freed {
		return nil
	}
	return Promote(tx)
}

// ChildErased takes the words of colleagues out of what they proposed. That somebody proposed the child stays
// counted. Sealed notes are left: only their readers could open them.
func (*Room) ChildErased(tx *school.Tx, _ school.Actor, child string) error {
	var all []Referral // a scan must not write under its own feet
	if err := referrals.Each(tx, kv.Range{}, func(_ string, r Referral) error {
		if r.Child == child {
			all = append(all, r)
		}
		return nil
	}); err != nil {
		return err
	}
	for _, r := range all {
		r.Words, r.Reasons = "", nil
		if r.State == ReferralOpen {
			r.State, r.Ended = ReferralClosed, tx.Now
		}
		if err := putReferral(tx, r); err != nil {
			return err
		}
	}
	return nil
}
