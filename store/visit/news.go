package visit

import (
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

const messages school.Bucket[News] = "news"

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

func (n News) key() string { return n.Child + "/" + school.Padded(n.N, 6) }

// PutNews leaves news for a child. The same news that is still waiting is not told twice.
func PutNews(tx *school.Tx, n News) error {
	waiting, err := NewsOf(tx, n.Child)
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

// Untold takes back news of this moment that the child has on the screen anyway.
func Untold(tx *school.Tx, child string, kind NewsKind) error {
	all, err := NewsOf(tx, child)
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

// NewsOf are a child's unopened messages, the oldest first.
func NewsOf(tx *school.Tx, child string) (all []News, err error) {
	err = messages.Each(tx, kv.Prefix(child+"/"), func(_ string, n News) error {
		all = append(all, n)
		return nil
	})
	return all, err
}

// DropNews takes away what was told or does not hold any more.
func DropNews(tx *school.Tx, n News) error { return messages.Delete(tx, n.key()) }
