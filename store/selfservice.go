package store

import (
	"errors"
	"slices"
	"time"
)

// Self-service: a free line that has a tablet calls the next by itself, and time ends what nobody ends. These moves hang on
// no browser: advance runs in the transaction of every move of the room, and the program calls PhoneTick every second.
// Whatever was due while the program was stopped is done by the first of them.

// askTime is how long the line's tablet asks how the talk went before the line goes on to the next child.
const askTime = 20 * time.Second

// come is what a called child has to come.
func come(school School) time.Duration {
	return time.Duration(school.Rule(RulePhoneCome)) * time.Second
}

// due is the move that time makes with a ticket on a line. A talk that the server's stop cut waits for an answer.
func due(school School, t Ticket, now time.Time) (to TicketState, is bool) {
	switch t.State {
	case Called:
		return Missed, !now.Before(t.Called.Add(come(school)))
	case Talking:
		asked := !t.Asked.IsZero() && !now.Before(t.Asked.Add(askTime))
		return Done, t.Cut.IsZero() && (asked || !now.Before(t.Until))
	}
	return "", false
}

// advance makes the moves of self-service that are due; without it, none.
func advance(tx *tx, school School) error {
	if school.Rule(RulePhoneSelf) == 0 {
		return nil
	}
	lines, err := linesOf(tx)
	if err != nil {
		return err
	}
	open := school.PhoneOpening(tx.now).Open()
	for _, l := range lines {
		t, on, err := onLine(tx, l)
		if err != nil {
			return err
		}
		if on {
			to, is := due(school, t, tx.now)
			switch {
			case !is:
				continue
			case to == Missed:
				err = moveTicket(tx, &t, Missed)
			default:
				err = finish(tx, school, t, Unasked, "")
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
		if _, err := callNext(tx, school, l, ""); err != nil && !errors.Is(err, ErrQueueEmpty) {
			return err
		}
	}
	return nil
}

// calls reports whether the line calls by itself: without a tablet nobody could begin to talk on it.
func (l Line) calls() bool { return l.Device != "" && !l.Out }

// PhoneTick makes the moves that are due. It writes only when there is one.
func (s *Store) PhoneTick() error {
	school, err := s.School()
	if err != nil || school.Rule(RulePhoneSelf) == 0 {
		return err
	}
	any := false
	err = s.view(func(tx *tx) error {
		day, _, err := get[PhoneDay](tx, "phone-day", string(tx.day))
		if err != nil {
			return err
		}
		wanted := day.Waiting > 0 && school.PhoneOpening(tx.now).Open()
		lines, err := linesOf(tx)
		for _, l := range lines {
			t, on, err := onLine(tx, l)
			if err != nil {
				return err
			}
			_, is := due(school, t, tx.now)
			any = any || on && is || !on && wanted && l.calls()
		}
		return err
	})
	if err != nil || !any {
		return err
	}
	return s.update(func(tx *tx) error { return advance(tx, school) })
}

// markCut finds the talks during which the server stopped, by a power cut or an update: they wait until somebody who is
// there says whether they go on. Children who were called have their time to come again. It is part of opening the data.
func (s *Store) markCut() error {
	busy := func(tx *tx, do func(Ticket) error) error {
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
	any := false
	if err := s.view(func(tx *tx) error { return busy(tx, func(Ticket) error { any = true; return nil }) }); err != nil || !any {
		return err
	}
	return s.update(func(tx *tx) error {
		return busy(tx, func(t Ticket) error {
			if t.State == Called {
				t.Called = tx.now
			} else if t.Cut.IsZero() {
				t.Cut = tx.now
			}
			return putTicket(tx, t, t.State)
		})
	})
}

// resume lets a cut talk go on: with the time it had left, or a little at least.
func resume(tx *tx, school School, t Ticket) error {
	if t.State != Talking {
		return ErrTicketMove
	}
	if t.Cut.IsZero() {
		return nil
	}
	t.Cut = time.Time{}
	if least := tx.now.Add(more(school)); t.Until.Before(least) {
		t.Until = least
	}
	return putTicket(tx, t, t.State)
}

// LineTablet is what the tablet beside a line shows.
type LineTablet struct {
	PhoneLine
	Dial    bool // children see the digits
	Self    bool
	Come    time.Time // until when a called child may come
	Asking  time.Time // until when how it went is asked
	Waiting int
	Opening PhoneOpening
	At      time.Time
}

// LineAt returns what the line beside a tablet shows; found is false for a kiosk that stands beside none. The family is
// shown once the child's card was read there.
func (s *Store) LineAt(at Device) (lt LineTablet, found bool, err error) {
	school, err := s.School()
	if err != nil {
		return lt, false, err
	}
	err = s.view(func(tx *tx) error {
		var l Line
		if l, found, err = lineAt(tx, at.ID); err != nil || !found {
			return err
		}
		lt = LineTablet{Dial: school.Rule(RulePhoneDial) == 1, Self: school.Rule(RulePhoneSelf) == 1, Opening: school.PhoneOpening(tx.now), At: tx.now}
		if lt.PhoneLine, err = phoneLine(tx, l); err != nil {
			return err
		}
		lt.Family = nil
		if t := lt.Talk; t != nil {
			if t.State == Talking {
				lt.Family = kin(lt.Child, ClockOf(tx.now))
			}
			lt.Come, lt.Asking = t.Called.Add(come(school)), t.Asked.Add(askTime)
		}
		day, _, err := get[PhoneDay](tx, "phone-day", string(tx.day))
		lt.Waiting = day.Waiting
		return err
	})
	return lt, found, err
}

// ScanLine reads a card at a line's tablet: the called child's first scan begins the talk, the next asks how it went. A
// rescan changes nothing, and a child who is not on the line is refused; that it stood there is kept all the same.
func (s *Store) ScanLine(at Device, typed string) error {
	code, err := ParseCode(typed)
	if err != nil {
		return err
	}
	school, err := s.School()
	if err != nil {
		return err
	}
	var refused error
	err = s.update(func(tx *tx) error {
		refused = nil
		c, err := childOfCard(tx, code)
		if err != nil {
			return err
		}
		l, found, err := lineAt(tx, at.ID)
		if err != nil {
			return err
		}
		if !found {
			return ErrLineNone
		}
		if err := putSignin(tx, c, Signin{At: tx.now, Child: c.ID, Device: at.ID, Place: at.Place}); err != nil {
			return err
		}
		t, on, err := onLine(tx, l)
		if err != nil {
			return err
		}
		switch {
		case !on || !t.Of(c.ID):
			refused = ErrLineOther
			return nil
		case t.State == Called:
			t.Until = endAt(tx, school)
			return moveTicket(tx, &t, Talking)
		case !t.Cut.IsZero():
			return resume(tx, school, t)
		case tx.now.Sub(t.Started) < rescan || !t.Asked.IsZero():
			return nil
		}
		t.Asked = tx.now
		return putTicket(tx, t, t.State)
	})
	return errors.Join(err, refused)
}

// LineAct is what a child taps at a line's tablet.
type LineAct struct {
	Do       string // whom, back, resume, end
	Relation string
	Phone    int
	Outcome  Outcome
}

// AtLine does what was tapped at the tablet beside a line, for the ticket that its screen showed.
func (s *Store) AtLine(at Device, key string, act LineAct) error {
	school, err := s.School()
	if err != nil {
		return err
	}
	return s.update(func(tx *tx) error {
		l, found, err := lineAt(tx, at.ID)
		if err != nil {
			return err
		}
		if !found {
			return ErrLineNone
		}
		t, on, err := onLine(tx, l)
		if err != nil {
			return err
		}
		if !on || t.Key() != key || t.State != Talking {
			return ErrTicketMove
		}
		switch act.Do {
		case "whom":
			return chooseWhom(tx, t, act.Relation, act.Phone)
		case "back":
			t.Asked = time.Time{}
			return putTicket(tx, t, t.State)
		case "resume":
			return resume(tx, school, t)
		case "end":
			if !slices.Contains(Outcomes, act.Outcome) && (act.Outcome != Interrupted || t.Cut.IsZero()) {
				return ErrOutcome
			}
			if err := finish(tx, school, t, act.Outcome, ""); err != nil {
				return err
			}
			return advance(tx, school)
		}
		return ErrInvalid
	})
}

// AnswerTalk is the child's own word on how the talk went that ended by its time; it is asked before the next number.
func (s *Store) AnswerTalk(v Visit, key string, outcome Outcome) error {
	school, err := s.School()
	if err != nil {
		return err
	}
	return s.update(func(tx *tx) error {
		t, found, err := get[Ticket](tx, "ticket", key)
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
		return finish(tx, school, t, outcome, "")
	})
}
