package phone

import (
	"slices"

	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

// JoinTicket puts the child of a second card, as typed, on the ticket of the child at the kiosk: they are called and talk
// together. Siblings are those whose files share a number. The lower of two numbers is kept.
func (s *Room) JoinTicket(v visit.Visit, typed string) (p Place, err error) {
	code, err := visit.ParseCode(typed)
	if err != nil {
		return p, err
	}
	err = s.school.Update(func(tx *school.Tx) error {
		other, err := roster.ChildOfCard(tx, code)
		if err != nil {
			return err
		}
		child, err := roster.ChildOf(tx, v.Child)
		if err != nil {
			return err
		}
		t, found, err := openTicket(tx, child.ID)
		if err != nil {
			return err
		}
		if !found || !t.State.queues() {
			return ErrTicketMove
		}
		if t.Of(other.ID) {
			p, err = placeOf(tx, t.Key(), child.ID)
			return err
		}
		if !shareNumber(child, other) {
			return ErrNotSiblings
		}
		theirs, have, err := openTicket(tx, other.ID)
		if err != nil {
			return err
		}
		if have && !theirs.State.queues() {
			return ErrTicketMove
		}
		sum, _, err := sums.Get(tx, other.ID)
		if err != nil {
			return err
		}
		if !have {
			lines, err := linesOf(tx)
			if err != nil {
				return err
			}
			if r := refusal(tx, lines, sum, 0); r != nil { // joins a number that waits already
				return r
			}
			theirs = Ticket{Child: other.ID, Last: sum.Spoke, No: t.No + 1}
		}
		keep, give := t, theirs
		if theirs.No < t.No {
			keep, give = theirs, t
		}
		if have {
			if err := moveTicket(tx, &give, Left); err != nil {
				return err
			}
		}
		keep.Others = append(keep.Others, give.children()...)
		if give.Last.Before(keep.Last) {
			keep.Last = give.Last
		}
		if err := putTicket(tx, keep, keep.State); err != nil {
			return err
		}
		p, err = placeOf(tx, keep.Key(), child.ID)
		return err
	})
	return p, err
}

// shareNumber reports whether two files have a number of the family in common, as those of siblings do.
func shareNumber(a, b roster.Child) bool {
	return slices.ContainsFunc(a.Family, func(r roster.Relative) bool {
		return slices.ContainsFunc(r.Phones, func(p roster.Phone) bool {
			return slices.ContainsFunc(b.Family, func(o roster.Relative) bool {
				return slices.ContainsFunc(o.Phones, func(q roster.Phone) bool { return q.Number == p.Number })
			})
		})
	})
}
