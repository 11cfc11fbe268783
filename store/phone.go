package store

import (
	"slices"
	"strconv"
	"time"

	"zhixinwu/store/kv"
)

// AddLine puts a telephone into service.
func (s *Store) AddLine(actor Actor, l Line) error {
	return s.update(func(tx *tx) error {
		if err := actor.may(RoleAdmin, RoleKeeper); err != nil {
			return err
		}
		if len(l.ID) != 1 || l.ID < "1" || l.ID > "9" || l.Kind != "phone" && l.Kind != "video" {
			return ErrInvalid
		}
		if _, found, err := get[Line](tx, "line", l.ID); err != nil || found {
			return err
		}
		tx.Publish(TopicPhone)
		return put(tx, "line", l.ID, l)
	})
}

// CallNext calls the first that waits to a free line. On a line that has somebody already it changes nothing and returns
// that ticket, so that a double tap calls one child. The keeper is shown the family's numbers of the child on the line,
// which leaves an audit row.
func (s *Store) CallNext(actor Actor, line string) (t Ticket, err error) {
	err = s.update(func(tx *tx) error {
		if err := actor.may(RoleKeeper); err != nil {
			return err
		}
		l, found, err := get[Line](tx, "line", line)
		if err != nil {
			return err
		}
		if !found {
			return ErrLineNone
		}
		if l.Ticket != "" {
			if t, err = must[Ticket](tx, "ticket", l.Ticket); err != nil {
				return err
			}
			if t.open(tx.day) {
				return nil
			}
		}
		no := 0
		waiting := kv.Prefix(string(tx.day) + "/" + string(Waiting) + "/")
		if err := tx.Scan("queue", waiting, func(key string, _ []byte) error {
			t, err = must[Ticket](tx, "ticket", string(tx.day)+key[len(key)-7:])
			no = t.No
			if err == nil {
				err = kv.ErrStop
			}
			return err
		}); err != nil {
			return err
		}
		if no == 0 {
			return ErrQueueEmpty
		}
		t.Line, t.Called = line, tx.now
		t.Calls++
		if err := moveTicket(tx, &t, Called); err != nil {
			return err
		}
		l.Ticket = t.Key()
		if err := put(tx, "line", line, l); err != nil {
			return err
		}
		return audit(tx, actor, actFamilyShown, t.Child)
	})
	return t, err
}

// MoveTicket is the keeper's start, no-show, return and leave; a talk ends by EndTalk.
func (s *Store) MoveTicket(actor Actor, key string, to TicketState) error {
	return s.update(func(tx *tx) error {
		t, err := keepersTicket(tx, actor, key)
		if err != nil {
			return err
		}
		if !slices.Contains([]TicketState{Talking, Missed, Waiting, Left}, to) {
			return ErrTicketMove
		}
		if to == Waiting && t.Day != tx.day {
			return ErrTicketMove
		}
		return moveTicket(tx, &t, to)
	})
}

// EndTalk closes a talk with its outcome.
func (s *Store) EndTalk(actor Actor, key string, outcome Outcome) error {
	return s.update(func(tx *tx) error {
		t, err := keepersTicket(tx, actor, key)
		if err != nil {
			return err
		}
		if !slices.Contains(Outcomes, outcome) {
			return ErrOutcome
		}
		if t.State == Done && t.Outcome != outcome {
			return ErrTicketMove
		}
		t.Outcome = outcome
		return moveTicket(tx, &t, Done)
	})
}

func keepersTicket(tx *tx, actor Actor, key string) (t Ticket, err error) {
	if err := actor.may(RoleKeeper); err != nil {
		return t, err
	}
	t, found, err := get[Ticket](tx, "ticket", key)
	if err == nil && !found {
		err = ErrTicketNone
	}
	return t, err
}

// PhoneRoom is the keeper's view of now.
type PhoneRoom struct {
	Day     PhoneDay
	Lines   []PhoneLine
	Waiting []Queued
	Missed  []Queued
	At      time.Time
}

// PhoneLine is a line with whom it has; Ticket is nil when it is free.
type PhoneLine struct {
	Line
	Talk  *Ticket
	Child Child
}

// Queued is a ticket with its child.
type Queued struct {
	Ticket
	Of Child
}

// PhoneRoom returns the queue and the lines.
func (s *Store) PhoneRoom(actor Actor) (r PhoneRoom, err error) {
	err = s.view(func(tx *tx) error {
		if err := actor.may(RoleKeeper); err != nil {
			return err
		}
		r = PhoneRoom{At: tx.now}
		if r.Day, _, err = get[PhoneDay](tx, "phone-day", string(tx.day)); err != nil {
			return err
		}
		if err := each(tx, "line", kv.Range{}, func(_ string, l Line) error {
			pl := PhoneLine{Line: l}
			t, on, err := onLine(tx, l)
			if err != nil {
				return err
			}
			if on {
				pl.Talk = &t
				if pl.Child, err = must[Child](tx, "child", t.Child); err != nil {
					return err
				}
			}
			r.Lines = append(r.Lines, pl)
			return nil
		}); err != nil {
			return err
		}
		if r.Waiting, err = queued(tx, Waiting); err != nil {
			return err
		}
		r.Missed, err = queued(tx, Missed)
		return err
	})
	return r, err
}

// onLine returns who is called to or talks on a line; a call of an earlier day has lapsed.
func onLine(tx *tx, l Line) (t Ticket, on bool, err error) {
	if l.Ticket == "" {
		return t, false, nil
	}
	t, err = must[Ticket](tx, "ticket", l.Ticket)
	return t, err == nil && t.open(tx.day), err
}

func queued(tx *tx, state TicketState) (rows []Queued, err error) {
	err = tx.Scan("queue", kv.Prefix(string(tx.day)+"/"+string(state)+"/"), func(key string, _ []byte) error {
		t, err := must[Ticket](tx, "ticket", string(tx.day)+key[len(key)-7:])
		if err != nil {
			return err
		}
		c, err := must[Child](tx, "child", t.Child)
		rows = append(rows, Queued{t, c})
		return err
	})
	return rows, err
}

// Board is what hangs on the wall: numbers, no names.
type Board struct {
	Lines   []BoardLine
	Next    []int // the next five
	Waiting int
	At      time.Time
}

// BoardLine is one line; No is 0 while it is free.
type BoardLine struct {
	ID, Kind string
	No       int
	Calls    int
	State    TicketState
}

// Board returns what the phone room's board shows.
func (s *Store) Board() (b Board, err error) {
	err = s.view(func(tx *tx) error {
		b = Board{At: tx.now}
		day, _, err := get[PhoneDay](tx, "phone-day", string(tx.day))
		if err != nil {
			return err
		}
		b.Waiting = day.Waiting
		if err := each(tx, "line", kv.Range{}, func(_ string, l Line) error {
			bl := BoardLine{ID: l.ID, Kind: l.Kind}
			t, on, err := onLine(tx, l)
			if on {
				bl.No, bl.State, bl.Calls = t.No, t.State, t.Calls
			}
			b.Lines = append(b.Lines, bl)
			return err
		}); err != nil {
			return err
		}
		return tx.Scan("queue", kv.Prefix(string(tx.day)+"/"+string(Waiting)+"/"), func(key string, _ []byte) error {
			no, err := strconv.Atoi(key[len(key)-6:])
			b.Next = append(b.Next, no)
			if err == nil && len(b.Next) == 5 {
				err = kv.ErrStop
			}
			return err
		})
	})
	return b, err
}
