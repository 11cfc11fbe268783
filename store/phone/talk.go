package phone

import (
	"slices"
	"time"

	"zhixinwu/store/roster"
	"zhixinwu/store/school"
)

// MoreTime adds RulePhoneMore minutes to a talk that was to end at until; asking for the same again changes nothing.
// until is what the keeper's page showed, which makes a double tap one addition. ErrTicketMove when nobody talks.
func (s *Room) MoreTime(actor school.Actor, key string, until time.Time) error {
	return s.school.Update(func(tx *school.Tx) error {
		t, err := keepersTicket(tx, actor, key)
		if err != nil {
			return err
		}
		if t.State != Talking {
			return ErrTicketMove
		}
		if t.Until.UnixMilli() != until.UnixMilli() {
			return nil
		}
		t.Until = t.Until.Add(more(tx.Settings))
		if t.Until.Before(tx.Now) { // it was over already: the minutes count from now
			t.Until = tx.Now.Add(more(tx.Settings))
		}
		return putTicket(tx, t, t.State)
	})
}

// more is what one tap of the keeper adds, and what a resumed talk has at least.
func more(set school.Settings) time.Duration {
	return time.Duration(set.Rule(school.RulePhoneMore)) * time.Minute
}

// ChooseWhom notes who of the family is called, and with which of the numbers.
func (s *Room) ChooseWhom(actor school.Actor, key, relation string, phone int) error {
	return s.school.Update(func(tx *school.Tx) error {
		t, err := keepersTicket(tx, actor, key)
		if err != nil {
			return err
		}
		return chooseWhom(tx, t, relation, phone)
	})
}

// chooseWhom refuses a relation or number that the child's file does not have (ErrFamilyNumber): only numbers that
// were entered for the child are offered. Nothing of it needs an audit row; the showing had one.
func chooseWhom(tx *school.Tx, t Ticket, relation string, phone int) error {
	if t.State != Called && t.State != Talking {
		return ErrTicketMove
	}
	c, err := roster.ChildOf(tx, t.Child)
	if err != nil {
		return err
	}
	if r := c.Relative(relation); phone < 0 || phone >= len(r.Phones) {
		return ErrFamilyNumber
	}
	t.Whom, t.Phone = relation, phone
	return putTicket(tx, t, t.State)
}

// ResumeTalk lets a talk go on that the server's stop cut, by the answer of somebody who is there.
func (s *Room) ResumeTalk(actor school.Actor, key string) error {
	return s.school.Update(func(tx *school.Tx) error {
		t, err := keepersTicket(tx, actor, key)
		if err != nil {
			return err
		}
		return resume(tx, t)
	})
}

// EndTalk closes a talk with its outcome, or answers how one went that ended by its time. The same outcome again
// changes nothing, another one is ErrTicketMove: what was filed stands. ErrOutcome for what is no button.
func (s *Room) EndTalk(actor school.Actor, key string, outcome Outcome) error {
	return s.school.Update(func(tx *school.Tx) error {
		t, err := keepersTicket(tx, actor, key)
		if err != nil {
			return err
		}
		if !slices.Contains(Outcomes, outcome) && (outcome != Interrupted || t.Cut.IsZero()) {
			return ErrOutcome
		}
		if err := finish(tx, t, outcome, actor.ID()); err != nil {
			return err
		}
		return advance(tx)
	})
}

// finish ends a talk, or gives one that ended unasked its outcome, and files what follows from it. All in the
// transaction of the move, so that no talk is over without its row:
//
//	Spoke        the day's counters, and a contact of each child on the ticket
//	DeadNumber   the number is marked in the file of each child on the ticket, and becomes a task for its teacher
//	Unasked      the talk waits on the keeper's list and for the child's next scan, until either says how it went
//	NoAnswer     nothing: limits, order and ledger go by talks that took place
//	Interrupted  nothing
func finish(tx *school.Tx, t Ticket, outcome Outcome, by string) error {
	answered := t.State == Done && t.Outcome == Unasked && outcome != Unasked
	if t.State == Done && !answered {
		if t.Outcome != outcome {
			return ErrTicketMove
		}
		return nil
	}
	t.Outcome = outcome
	var err error
	if answered {
		tx.Publish(school.TopicPhone)
		err = tickets.Put(tx, t.Key(), t)
	} else {
		err = moveTicket(tx, &t, Done)
	}
	if err != nil {
		return err
	}
	if outcome == Unasked || answered {
		if err := askLater(tx, t, outcome == Unasked); err != nil {
			return err
		}
	}
	switch outcome {
	case Spoke:
		return spoken(tx, t, by)
	case DeadNumber:
		return roster.DeadNumber(tx, t.children(), t.Whom, t.Phone, by)
	}
	return nil
}

// askLater puts a talk on the list of those of which nobody has said how they went, or takes it off.
func askLater(tx *school.Tx, t Ticket, ask bool) error {
	day, _, err := days.Get(tx, string(t.Day))
	if err != nil {
		return err
	}
	day.Unasked = slices.DeleteFunc(day.Unasked, func(no int) bool { return no == t.No })
	if ask {
		day.Unasked = append(day.Unasked, t.No)
	}
	if err := days.Put(tx, string(t.Day), day); err != nil {
		return err
	}
	for _, child := range t.children() {
		sum, _, err := sums.Get(tx, child)
		if err != nil {
			return err
		}
		switch {
		case ask:
			sum.Ask = t.Key()
		case sum.Ask == t.Key():
			sum.Ask = ""
		}
		if err := sums.Put(tx, child, sum); err != nil {
			return err
		}
	}
	return nil
}

// spoken counts a talk and files it as a contact of each child.
func spoken(tx *school.Tx, t Ticket, by string) error {
	day, _, err := days.Get(tx, string(t.Day))
	if err != nil {
		return err
	}
	day.Talks++
	day.TalkSeconds += int(t.Ended.Sub(t.Started).Seconds())
	if err := days.Put(tx, string(t.Day), day); err != nil {
		return err
	}
	l, err := lineRows.Must(tx, t.Line)
	if err != nil {
		return err
	}
	for _, child := range t.children() {
		if err := putContact(tx, Contact{
			Child: child, Day: school.DayOf(t.Ended), At: t.Ended, Kind: ContactTalk,
			Whom: t.Whom, Video: l.Kind == "video", In: t.In, No: t.No, By: by,
		}); err != nil {
			return err
		}
	}
	return nil
}
