package store

import (
	"cmp"
	"slices"

	"zhixinwu/store/kv"
)

// Unmet is a child to say hello to. It is a list of people, not of cases: nothing in it is a score, and it stays in the room.
type Unmet struct {
	Child Child
	Last  Day  // of the last talk; empty if there was none
	Quiet bool // nor a booking, nor a call home, in that time
	Open  bool // a talk lies ahead, or an invitation does
}

// Greetings are the left-behind children without a talk for RuleNotMet days, and all children who have been quiet as long;
// whoever waits longest stands first. Days are those of the school: whoever came last week is not on it in the first week.
func (s *Store) Greetings(actor Actor) (all []Unmet, days int, err error) {
	err = s.view(func(tx *Tx) error {
		if err := actor.may(RoleCounselor); err != nil {
			return err
		}
		all = nil
		days = tx.Settings.Rule(RuleNotMet)
		since := tx.Day.Add(-days)
		called, err := spokeSince(tx, since)
		if err != nil {
			return err
		}
		return eachChild(tx, kv.Range{}, func(c Child) error {
			last, err := lastMet(tx, c.ID)
			if err != nil || last > since {
				return err
			}
			b, booked, err := lastBooking(tx, c.ID)
			if err != nil {
				return err
			}
			u := Unmet{Child: c, Last: last, Open: booked && b.open(tx)}
			u.Quiet = !called[c.ID] && !(booked && DayOf(b.Made.In(tx.Now.Location())) > since)
			if u.Quiet || c.LeftBehind() {
				all = append(all, u)
			}
			return nil
		})
	})
	slices.SortStableFunc(all, func(a, b Unmet) int {
		return cmp.Or(bit(a.Open)-bit(b.Open), bit(b.Child.LeftBehind())-bit(a.Child.LeftBehind()), cmp.Compare(a.Last, b.Last))
	})
	return all, days, err
}
