package phone

import (
	"errors"
	"slices"
	"time"

	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

// LineTablet is what the tablet beside a line shows.
type LineTablet struct {
	DeskLine
	Dial    bool // children see the digits
	Self    bool
	Asking  time.Time // until when how it went is asked
	Waiting int
	Opening Opening
	At      time.Time
}

// LineAt returns what the line beside a tablet shows; found is false for a kiosk that stands beside none. The family
// is shown while a talk is under way and not before: whoever passes a free line sees no number.
func (s *Room) LineAt(at school.Device) (lt LineTablet, found bool, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		var l Line
		if l, found, err = lineAt(tx, at.ID); err != nil || !found {
			return err
		}
		lt = LineTablet{
			Dial:    tx.Settings.Rule(school.RulePhoneDial) == 1,
			Self:    tx.Settings.Rule(school.RulePhoneSelf) == 1,
			Opening: OpeningAt(tx.Settings, tx.Now),
			At:      tx.Now,
		}
		if lt.DeskLine, err = phoneLine(tx, l); err != nil {
			return err
		}
		lt.Family = nil
		if t := lt.Talk; t != nil {
			if t.State == Talking {
				lt.Family = kin(lt.Child, school.ClockOf(tx.Now))
			}
			lt.Asking = t.Asked.Add(askTime)
		}
		day, _, err := days.Get(tx, string(tx.Day))
		lt.Waiting = day.Waiting
		return err
	})
	return lt, found, err
}

// ScanLine reads a card at a line's tablet: the called child's first scan begins the talk, the next asks how it went.
// A rescan changes nothing, and a child who is not on the line is refused; that it stood there is kept all the same.
//
//	called, the child's card      → talking, with its full time
//	talking, cut by a stop        → goes on (resume)
//	talking, within visit.Rescan  → unchanged: the card was still before the reader
//	talking, later                → asked how it went (Asked); again: unchanged
//	anything else                 → ErrLineOther
func (s *Room) ScanLine(at school.Device, typed string) error {
	code, err := visit.ParseCode(typed)
	if err != nil {
		return err
	}
	var refused error
	err = s.school.Update(func(tx *school.Tx) error {
		refused = nil
		c, err := roster.ChildOfCard(tx, code)
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
		if err := visit.PutSignin(tx, c.Bed.Building, visit.Signin{At: tx.Now, Child: c.ID, Device: at.ID, Place: at.Place}); err != nil {
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
			t.Until = endAt(tx)
			return moveTicket(tx, &t, Talking)
		case !t.Cut.IsZero():
			return resume(tx, t)
		case tx.Now.Sub(t.Started) < visit.Rescan || !t.Asked.IsZero():
			return nil
		}
		t.Asked = tx.Now
		return putTicket(tx, t, t.State)
	})
	return errors.Join(err, refused)
}

// LineAct is what a child taps at a line's tablet: whom it calls (Relation, Phone), back from the question to the
// talk, on with a talk that was cut, or the end with its Outcome.
type LineAct struct {
	Do       string // whom, back, resume, end
	Relation string
	Phone    int
	Outcome  Outcome
}

// AtLine does what was tapped at the tablet beside a line, for the ticket that its screen showed: ErrTicketMove when
// the line has another by now, so that a late tap never ends the next child's talk. Interrupted is an outcome of a
// cut talk alone.
func (s *Room) AtLine(at school.Device, key string, act LineAct) error {
	return s.school.Update(func(tx *school.Tx) error {
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
			return resume(tx, t)
		case "end":
			if !slices.Contains(Outcomes, act.Outcome) && (act.Outcome != Interrupted || t.Cut.IsZero()) {
				return ErrOutcome
			}
			if err := finish(tx, t, act.Outcome, ""); err != nil {
				return err
			}
			return advance(tx)
		}
		return school.ErrInvalid
	})
}
