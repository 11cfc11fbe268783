package phone

import (
	"slices"

	"zhixinwu/store/school"
)

// CallNext calls whose turn it is to a free line. On a line that has somebody already it changes nothing and returns
// that ticket, so that a double tap calls one child; but one that was called and has let its time to come go by has
// missed it. With a keeper that is not said before the next is called: the child may be at the phone already, and only
// the tap on "talking" forgotten. The keeper is shown the family's numbers of the child on the line, which leaves an
// audit row. ErrLineNone, ErrLineOut, and ErrQueueEmpty when nobody waits. Closing time does not bind a keeper.
func (s *Room) CallNext(actor school.Actor, line string) (t Ticket, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleKeeper); err != nil {
			return err
		}
		l, on, current, err := lineFor(tx, line)
		if err != nil {
			return err
		}
		if to, is := due(tx.Settings, current, tx.Now); on && is && to == Missed {
			if err := moveTicket(tx, &current, Missed); err != nil {
				return err
			}
			if l, err = lineOf(tx, line); err != nil {
				return err
			}
			on = false
		}
		if on {
			t = current
			return nil
		}
		if t, err = callNext(tx, l, actor.ID()); err != nil {
			return err
		}
		return auditFamily(tx, actor, t)
	})
	return t, err
}

// CallAgain calls a child once more that has not come to its line yet, and gives it its time to come anew. rings is how
// often the keeper saw it called, so that a double tap calls once.
func (s *Room) CallAgain(actor school.Actor, key string, rings int) error {
	return s.school.Update(func(tx *school.Tx) error {
		t, err := keepersTicket(tx, actor, key)
		if err != nil {
			return err
		}
		if t.State != Called {
			return ErrTicketMove
		}
		if t.Rings() != rings {
			return nil
		}
		t.Again = append(t.Again, tx.Now)
		return putTicket(tx, t, Called)
	})
}

// lineFor returns a line that is to call, or who is on it.
func lineFor(tx *school.Tx, id string) (l Line, on bool, t Ticket, err error) {
	if l, err = lineOf(tx, id); err != nil {
		return l, false, t, err
	}
	if t, on, err = onLine(tx, l); err == nil && !on && l.Out {
		err = ErrLineOut
	}
	return l, on, t, err
}

// callNext calls whose turn it is to a line that is free. by is the keeper, or empty when the line calls by itself.
// The queue is read only as far as one call has to look; those before the chosen one are passed once more, which
// bounds how often that may happen to anybody (order.pick).
func callNext(tx *school.Tx, l Line, by string) (t Ticket, err error) {
	o := orderOf(tx.Settings)
	q, err := waiters(tx, o, false)
	if err != nil {
		return t, err
	}
	if len(q) == 0 {
		return t, ErrQueueEmpty
	}
	i := o.pick(q)
	if t, err = tickets.Must(tx, ticketKey(tx.Day, q[i].No)); err != nil {
		return t, err
	}
	if err := passBy(tx, q[:i]); err != nil {
		return t, err
	}
	t.Passed = q[i].Passed
	return t, callTo(tx, &t, l, by)
}

// callTo puts a ticket on a free line. Ticket and line name each other; both are written here, and moveTicket parts
// them.
func callTo(tx *school.Tx, t *Ticket, l Line, by string) error {
	t.Line, t.Called, t.By = l.ID, tx.Now, by
	t.Calls++
	if err := moveTicket(tx, t, Called); err != nil {
		return err
	}
	l.Ticket = t.Key()
	return lineRows.Put(tx, l.ID, l)
}

// auditFamily records that the keeper saw the numbers of each child on the ticket (未成年人网络保护条例 36).
func auditFamily(tx *school.Tx, actor school.Actor, t Ticket) error {
	for _, child := range t.children() {
		if err := school.Record(tx, actor, actFamilyShown, child); err != nil {
			return err
		}
	}
	return nil
}

// MoveTicket is the keeper's start, no-show, pause, return and leave; a talk ends by EndTalk. To Waiting only a
// ticket of today returns, and not one that is called. Whatever has become free is used at once (advance).
func (s *Room) MoveTicket(actor school.Actor, key string, to TicketState) error {
	return s.school.Update(func(tx *school.Tx) error {
		t, err := keepersTicket(tx, actor, key)
		if err != nil {
			return err
		}
		moves := []TicketState{Talking, Missed, Waiting, Paused, Left}
		if !slices.Contains(moves, to) || to == Waiting && (t.Day != tx.Day || t.State == Called) {
			return ErrTicketMove
		}
		if to == Talking && t.State == Called {
			t.Until = endAt(tx)
		}
		if err := moveTicket(tx, &t, to); err != nil {
			return err
		}
		return advance(tx)
	})
}

// Care puts a talk of self-service into the keeper's care: from then on its page shows the family's numbers, and the
// audit has a row of it. A talk that is in somebody's care already stays there.
func (s *Room) Care(actor school.Actor, key string) error {
	return s.school.Update(func(tx *school.Tx) error {
		t, err := keepersTicket(tx, actor, key)
		if err != nil || t.By != "" {
			return err
		}
		if t.State != Called && t.State != Talking {
			return ErrTicketMove
		}
		t.By = actor.ID()
		if err := auditFamily(tx, actor, t); err != nil {
			return err
		}
		return putTicket(tx, t, t.State)
	})
}

// keepersTicket is a ticket that a keeper's form names, of any child and line; ErrTicketNone if there is none.
func keepersTicket(tx *school.Tx, actor school.Actor, key string) (t Ticket, err error) {
	if err := actor.May(school.RoleKeeper); err != nil {
		return t, err
	}
	t, found, err := tickets.Get(tx, key)
	if err == nil && !found {
		err = ErrTicketNone
	}
	return t, err
}
