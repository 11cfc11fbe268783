package phone

import (
	"errors"
	"slices"
	"time"

	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

// Self-service: a free line that has a tablet calls the next by itself, and time ends what nobody ends. These moves hang on
// no browser: advance runs in the transaction of every move of the room, and the program calls Tick every second.
// Whatever was due while the program was stopped is done by the first of them.

// askTime is how long the line's tablet asks how the talk went before the line goes on to the next child.
const askTime = 20 * time.Second

// due is the move that time makes with a ticket on a line. A talk that the server's stop cut waits for an answer.
//
//	called  → missed  RulePhoneCome seconds after the call
//	talking → done    at the end of its time, or askTime after its card was read the second time; the outcome is Unasked
func due(set school.Settings, t Ticket, now time.Time) (to TicketState, is bool) {
	switch t.State {
	case Called:
		return Missed, !now.Before(t.comeBy(set))
	case Talking:
		asked := !t.Asked.IsZero() && !now.Before(t.Asked.Add(askTime))
		return Done, t.Cut.IsZero() && (asked || !now.Before(t.Until))
	}
	return "", false
}

// advance makes the moves of self-service that are due; without it, none. For each line: first what time ends, then,
// while the room is open and the line has a tablet, the next call. It may be run at any moment and any number of
// times. A line with a talk that is not over is passed by; one that has just been freed calls in the same run.
func advance(tx *school.Tx) error {
	if tx.Settings.Rule(school.RulePhoneSelf) == 0 {
		return nil
	}
	lines, err := linesOf(tx)
	if err != nil {
		return err
	}
	open := OpeningAt(tx.Settings, tx.Now).Open()
	for _, l := range lines {
		t, on, err := onLine(tx, l)
		if err != nil {
			return err
		}
		if on {
			to, is := due(tx.Settings, t, tx.Now)
			switch {
			case !is:
				continue
			case to == Missed:
				err = moveTicket(tx, &t, Missed)
			default:
				err = finish(tx, t, Unasked, "")
			}
			if err != nil {
				return err
			}
			if l, err = lineOf(tx, l.ID); err != nil {
				return err
			}
		}
		if !open || !l.calls() {
			continue
		}
		if _, err := callNext(tx, l, ""); err != nil && !errors.Is(err, ErrQueueEmpty) {
			return err
		}
	}
	return nil
}

// calls reports whether the line calls by itself: without a tablet nobody could begin to talk on it.
func (l Line) calls() bool { return l.Device != "" && !l.Out }

// Tick makes the moves that are due. It writes only when there is one: it runs every second, also through the night,
// and an empty commit a second would wear out the disk of a small machine.
func (s *Room) Tick() error {
	pending := false
	err := s.school.View(func(tx *school.Tx) error {
		pending = false
		if tx.Settings.Rule(school.RulePhoneSelf) == 0 {
			return nil
		}
		day, _, err := days.Get(tx, string(tx.Day))
		if err != nil {
			return err
		}
		wanted := day.Waiting > 0 && OpeningAt(tx.Settings, tx.Now).Open()
		lines, err := linesOf(tx)
		for _, l := range lines {
			t, on, err := onLine(tx, l)
			if err != nil {
				return err
			}
			_, is := due(tx.Settings, t, tx.Now)
			pending = pending || on && is || !on && wanted && l.calls()
		}
		return err
	})
	if err != nil || !pending {
		return err
	}
	return s.school.Update(advance)
}

// MarkCut finds the talks during which the server stopped, by a power cut or an update: they wait until somebody who is
// there says whether they go on. Children who were called have their time to come again. It is part of opening the data.
func (s *Room) MarkCut() error {
	busy := func(tx *school.Tx, do func(Ticket) error) error {
		lines, err := linesOf(tx)
		if err != nil {
			return err
		}
		for _, l := range lines {
			t, on, err := onLine(tx, l)
			if err != nil {
				return err
			}
			if on {
				if err := do(t); err != nil {
					return err
				}
			}
		}
		return nil
	}
	cut := false
	if err := s.school.View(func(tx *school.Tx) error {
		return busy(tx, func(Ticket) error { cut = true; return nil })
	}); err != nil || !cut {
		return err
	}
	return s.school.Update(func(tx *school.Tx) error {
		return busy(tx, func(t Ticket) error {
			if t.State == Called {
				t.Called = tx.Now
			} else if t.Cut.IsZero() {
				t.Cut = tx.Now
			}
			return putTicket(tx, t, t.State)
		})
	})
}

// resume lets a cut talk go on: with the time it had left, or a little at least.
func resume(tx *school.Tx, t Ticket) error {
	if t.State != Talking {
		return ErrTicketMove
	}
	if t.Cut.IsZero() {
		return nil
	}
	t.Cut = time.Time{}
	if least := tx.Now.Add(more(tx.Settings)); t.Until.Before(least) {
		t.Until = least
	}
	return putTicket(tx, t, t.State)
}

// AnswerTalk is the child's own word on how the talk went that ended by its time; it is asked before the next number.
func (s *Room) AnswerTalk(v visit.Visit, key string, outcome Outcome) error {
	return s.school.Update(func(tx *school.Tx) error {
		t, found, err := tickets.Get(tx, key)
		if err != nil {
			return err
		}
		if !found || !t.Of(v.Child) {
			return ErrTicketNone
		}
		if !slices.Contains(Outcomes, outcome) {
			return ErrOutcome
		}
		if t.State != Done {
			return ErrTicketMove
		}
		return finish(tx, t, outcome, "")
	})
}
