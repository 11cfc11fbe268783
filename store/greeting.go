package store

import (
	"cmp"
	"slices"
	"time"

	"zhixinwu/store/heart"
	"zhixinwu/store/kv"
	"zhixinwu/store/phone"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
)

// Unmet is a child to say hello to. It is a list of people, not of cases: nothing in it is a score, and it stays in the room.
type Unmet struct {
	Child roster.Child
	Last  school.Day // of the last talk; empty if there was none
	Quiet bool       // nor a booking, nor a call home, in that time
	Open  bool       // a talk lies ahead, or an invitation does
}

// Greetings are the left-behind children without a talk for RuleNotMet days, and all children who have been quiet as
// long; whoever waits longest stands first. Days are those of the school: whoever came last week is not on it in the
// first week.
//
// For each child who is here: its last talk is recent → not on the list; otherwise its last booking and its last talk
// with home say whether it is quiet. Those with a talk ahead stand behind all others: somebody has seen to them.
func (s *Store) Greetings(actor school.Actor) (all []Unmet, days int, err error) {
	err = s.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleCounselor); err != nil {
			return err
		}
		all = nil
		days = tx.Settings.Rule(school.RuleNotMet)
		since := tx.Day.Add(-days)
		return roster.EachChild(tx, kv.Range{}, func(c roster.Child) error {
			last, err := heart.LastMet(tx, c.ID)
			if err != nil || last > since {
				return err
			}
			b, booked, err := heart.LastBooking(tx, c.ID)
			if err != nil {
				return err
			}
			spoke, err := phone.LastSpoke(tx, c.ID)
			if err != nil {
				return err
			}
			recent := func(t time.Time) bool { return school.DayOf(t.In(tx.Now.Location())) > since }
			u := Unmet{Child: c, Last: last, Open: booked && b.Open(tx)}
			u.Quiet = !recent(spoke) && !(booked && recent(b.Made))
			if u.Quiet || c.LeftBehind() {
				all = append(all, u)
			}
			return nil
		})
	})
	place := func(u Unmet) (n int) {
		if u.Open {
			n += 2
		}
		if !u.Child.LeftBehind() {
			n++
		}
		return n
	}
	slices.SortStableFunc(all, func(a, b Unmet) int {
		return cmp.Or(place(a)-place(b), cmp.Compare(a.Last, b.Last))
	})
	return all, days, err
}
