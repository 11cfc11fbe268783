package store

import (
	"time"

	"zhixinwu/store/kv"
)

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
func putNews(tx *tx, n News) error {
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
	n.N, n.At = n.N+1, tx.now
	return put(tx, "news", n.key(), n)
}

func newsOf(tx *tx, child string) (all []News, err error) {
	err = each(tx, "news", kv.Prefix(child+"/"), func(_ string, n News) error {
		all = append(all, n)
		return nil
	})
	return all, err
}

// NewsOf returns what waits for a child, the oldest first.
func (s *Store) NewsOf(child string) (all []News, err error) {
	err = s.view(func(tx *tx) error {
		all, err = newsOf(tx, child)
		return err
	})
	return all, err
}

// OpenNews returns the oldest news of the child at the kiosk and takes it away: it was tapped and is on the screen.
func (s *Store) OpenNews(v Visit) (n News, found bool, err error) {
	err = s.update(func(tx *tx) error {
		all, err := newsOf(tx, v.Child)
		if found = len(all) > 0; err != nil || !found {
			return err
		}
		n = all[0]
		return tx.Delete("news", n.key())
	})
	return n, found, err
}
