package store

import (
	"zhixinwu/store/heart"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

// Told is news with what is true of it now.
type Told struct {
	visit.News
	Booking *heart.HeldBooking // nil when the news is of none
	Was     heart.Slot         // of what was called off
	More    int                // that wait behind it
}

// liveNews are those that still hold: a time that has changed again since is told by the later news. dead are the
// rest, for whoever may write. Invitations come last, because they stay until they are answered. A message about a
// booking holds while the booking is this child's, reserved, ahead, and still what the message says: an offer, or a
// fixed time.
func liveNews(tx *school.Tx, child string) (live []Told, dead []visit.News, err error) {
	all, err := visit.NewsOf(tx, child)
	if err != nil {
		return nil, nil, err
	}
	var invitations []Told
	for _, n := range all {
		t := Told{News: n}
		t.Was, _ = heart.ParseSlot(n.Slot)
		if n.Kind == visit.NewsCancelled || n.Kind == visit.NewsCall || n.Slot == "" {
			live = append(live, t)
			continue
		}
		b, found, err := heart.FindBooking(tx, n.Slot)
		if err != nil {
			return nil, nil, err
		}
		if !found || b.Child != child || !b.Reserved() || !b.Open(tx) || (n.Kind == visit.NewsInvited) != (b.State == heart.Invited) {
			dead = append(dead, n)
			continue
		}
		hb, err := heart.HeldOf(tx, b)
		if err != nil {
			return nil, nil, err
		}
		t.Booking = &hb
		if n.Kind == visit.NewsInvited {
			invitations = append(invitations, t)
		} else {
			live = append(live, t)
		}
	}
	return append(live, invitations...), dead, nil
}

// OpenNews returns the next news of the child at the kiosk; found is false when there is none. It was tapped and is
// on the screen, so it is taken away, all but an invitation: that goes with its answer, or with its time. What does
// not hold any more goes with it.
func (s *Store) OpenNews(v visit.Visit) (t Told, found bool, err error) {
	err = s.Update(func(tx *school.Tx) error {
		all, dead, err := liveNews(tx, v.Child)
		if err != nil {
			return err
		}
		if found = len(all) > 0; found {
			t = all[0]
			t.More = len(all) - 1
			if t.Kind != visit.NewsInvited {
				dead = append(dead, t.News)
			}
		}
		for _, n := range dead {
			if err := visit.DropNews(tx, n); err != nil {
				return err
			}
		}
		return nil
	})
	return t, found, err
}
