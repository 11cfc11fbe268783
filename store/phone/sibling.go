package phone

import (
	"slices"

	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

// JoinTicket puts the child of a second card, as typed, on the ticket of the child at the kiosk: they are called and
// talk together. Siblings are those whose files share a number; others are ErrNotSiblings, because whoever is on the
// line hears the talk. The lower of two numbers is kept, and the place in the fair order of whoever has waited
// longest.
//
// ErrTicketMove if the child at the kiosk holds no ticket, or once one of the two is on a line; a Refusal when the
// second child could take no number of its own: a sibling is no way around a limit. Joined twice changes nothing.
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
		theirs, have, err := joining(tx, other.ID, t)
		if err != nil {
			return err
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

// joining is the ticket that a child brings to another's: the one that it has, or one that it may take now, behind the
// other's.
func joining(tx *school.Tx, child string, behind Ticket) (t Ticket, have bool, err error) {
	t, have, err = openTicket(tx, child)
	if err != nil {
		return t, have, err
	}
	if have && !t.State.queues() {
		return t, have, ErrTicketMove
	}
	if have {
		return t, have, nil
	}
	sum, _, err := sums.Get(tx, child)
	if err != nil {
		return t, have, err
	}
	lines, err := linesOf(tx)
	if err != nil {
		return t, have, err
	}
	if r := refusal(tx, lines, sum, 0); r != nil { // joins a number that waits already
		return t, have, r
	}
	return Ticket{Child: child, Last: sum.Spoke, No: behind.No + 1}, have, nil
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
