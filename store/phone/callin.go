package phone

import (
	"strings"

	"zhixinwu/store/kv"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
)

// CallIn summons a child to a free line because its family is calling. It has nothing to do with the queue: nobody
// counts as passed, and a ticket the child holds is used for it. Neither opening hours nor the child's limits are
// asked: the family is on the telephone now. ErrLineBusy if the line has another child; the same child again changes
// nothing.
func (s *Room) CallIn(actor school.Actor, line, child string) (t Ticket, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleKeeper); err != nil {
			return err
		}
		l, on, current, err := lineFor(tx, line)
		if err != nil {
			return err
		}
		if on && !current.Of(child) {
			return ErrLineBusy
		}
		if on {
			t = current
			return nil
		}
		c, err := roster.ChildOf(tx, child)
		if err != nil {
			return err
		}
		var found bool
		if t, found, err = openTicket(tx, c.ID); err != nil {
			return err
		}
		if !found {
			day, _, err := days.Get(tx, string(tx.Day))
			if err != nil {
				return err
			}
			t = Ticket{Day: tx.Day, No: day.Issued + 1, Child: c.ID, State: Waiting, Taken: tx.Now}
			if err := putTicket(tx, t, ""); err != nil {
				return err
			}
		}
		t.In = true
		if err := callTo(tx, &t, l, actor.ID()); err != nil {
			return err
		}
		return auditFamily(tx, actor, t)
	})
	return t, err
}

// callInFound is how many children a search for a call-in shows.
const callInFound = 12

// FindForCallIn returns the children whose name holds what the keeper heard on the telephone, and the lines that are free.
func (s *Room) FindForCallIn(actor school.Actor, name string) (found []roster.Child, free []Line, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleKeeper); err != nil {
			return err
		}
		lines, err := linesOf(tx)
		if err != nil {
			return err
		}
		for _, l := range lines {
			_, on, err := onLine(tx, l)
			if err != nil {
				return err
			}
			if !on && !l.Out {
				free = append(free, l)
			}
		}
		if name = strings.TrimSpace(name); name == "" {
			return nil
		}
		return roster.EveryChild(tx, func(c roster.Child) error {
			if c.Here(tx.Day) && strings.Contains(c.Name, name) {
				found = append(found, c)
			}
			if len(found) == callInFound {
				return kv.ErrStop
			}
			return nil
		})
	})
	return found, free, err
}
