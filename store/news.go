package store

import (
	"time"

	"zhixinwu/store/kv"
)

const messages Bucket[News] = "news"

// NewsKind is what a child is to be told.
type NewsKind string

const (
	NewsMoved     NewsKind = "moved"     // a booking has another time or counselor
	NewsCancelled NewsKind = "cancelled" // a booking is off, through no fault of the child
	NewsPromoted  NewsKind = "promoted"  // a place on the waiting list became a booking
	NewsInvited   NewsKind = "invited"   // a counselor offers a time; the child may say no
	NewsCall      NewsKind = "call"      // the phone room invites to call home
)

// News is something that waits for a child's next scan at any kiosk. It is opened only by a tap, and says nothing to the
// people behind.
type News struct {
	Child string
	N     int
	Kind  NewsKind
	At    time.Time
	Slot  string `json:",omitempty"` // key of the booking it is about
}

func (n News) key() string { return n.Child + "/" + number(n.N, 6) }

// putNews leaves news for a child. The same news that is still waiting is not told twice.
func putNews(tx *Tx, n News) error {
	waiting, err := newsOf(tx, n.Child)
	if err != nil {
		return err
	}
	for _, w := range waiting {
		if w.Kind == n.Kind && w.Slot == n.Slot {
			return nil
		}
		n.N = max(n.N, w.N)
	}
	n.N, n.At = n.N+1, tx.Now
	return messages.Put(tx, n.key(), n)
}

// untold takes back news of this moment that the child has on the screen anyway.
func untold(tx *Tx, child string, kind NewsKind) error {
	all, err := newsOf(tx, child)
	if err != nil {
		return err
	}
	for _, n := range all {
		if n.Kind == kind && n.At.Equal(tx.Now) {
			return messages.Delete(tx, n.key())
		}
	}
	return nil
}

func newsOf(tx *Tx, child string) (all []News, err error) {
	err = messages.Each(tx, kv.Prefix(child+"/"), func(_ string, n News) error {
		all = append(all, n)
		return nil
	})
	return all, err
}

// Told is news with what is true of it now.
type Told struct {
	News
	Booking *HeldBooking // nil when the news is of none
	Was     Slot         // of what was called off
	More    int          // that wait behind it
}

// liveNews are those that still hold: a time that has changed again since is told by the later news. dead are the rest.
// Invitations come last, because they stay until they are answered.
func liveNews(tx *Tx, child string) (live []Told, dead []News, err error) {
	all, err := newsOf(tx, child)
	if err != nil {
		return nil, nil, err
	}
	var invitations []Told
	for _, n := range all {
		t := Told{News: n}
		t.Was, _ = ParseSlot(n.Slot)
		if n.Kind == NewsCancelled || n.Kind == NewsCall || n.Slot == "" {
			live = append(live, t)
			continue
		}
		b, found, err := bookings.Get(tx, n.Slot)
		if err != nil {
			return nil, nil, err
		}
		if !found || b.Child != child || !b.reserved() || !b.open(tx) || (n.Kind == NewsInvited) != (b.State == Invited) {
			dead = append(dead, n)
			continue
		}
		hb, err := held(tx, b)
		if err != nil {
			return nil, nil, err
		}
		t.Booking = &hb
		if n.Kind == NewsInvited {
			invitations = append(invitations, t)
		} else {
			live = append(live, t)
		}
	}
	return append(live, invitations...), dead, nil
}

// NewsOf returns what waits for a child, in the order in which it is told.
func (s *Store) NewsOf(child string) (all []Told, err error) {
	err = s.view(func(tx *Tx) error {
		all, _, err = liveNews(tx, child)
		return err
	})
	return all, err
}

// OpenNews returns the next news of the child at the kiosk. It was tapped and is on the screen, so it is taken away, all
// but an invitation: that goes with its answer, or with its time.
func (s *Store) OpenNews(v Visit) (t Told, found bool, err error) {
	err = s.update(func(tx *Tx) error {
		all, dead, err := liveNews(tx, v.Child)
		if err != nil {
			return err
		}
		if found = len(all) > 0; found {
			t = all[0]
			t.More = len(all) - 1
			if t.Kind != NewsInvited {
				dead = append(dead, t.News)
			}
		}
		for _, n := range dead {
			if err := messages.Delete(tx, n.key()); err != nil {
				return err
			}
		}
		return nil
	})
	return t, found, err
}
