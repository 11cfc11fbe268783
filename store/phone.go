package store

import (
	"slices"
	"strings"
	"time"

	"zhixinwu/store/kv"
)

// CallNext calls whose turn it is to a free line. On a line that has somebody already it changes nothing and returns that
// ticket, so that a double tap calls one child. The keeper is shown the family's numbers of the child on the line, which
// leaves an audit row.
func (s *Store) CallNext(actor Actor, line string) (t Ticket, err error) {
	school, err := s.School()
	if err != nil {
		return t, err
	}
	err = s.update(func(tx *tx) error {
		if err := actor.may(RoleKeeper); err != nil {
			return err
		}
		l, on, current, err := lineFor(tx, line)
		if err != nil {
			return err
		}
		if on {
			t = current
			return nil
		}
		if t, err = callNext(tx, school, l, actor.ID()); err != nil {
			return err
		}
		return auditFamily(tx, actor, t)
	})
	return t, err
}

// CallIn summons a child to a free line because its family is calling. It has nothing to do with the queue: nobody counts
// as passed, and a ticket the child holds is used for it.
func (s *Store) CallIn(actor Actor, line, child string) (t Ticket, err error) {
	err = s.update(func(tx *tx) error {
		if err := actor.may(RoleKeeper); err != nil {
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
		c, err := must[Child](tx, "child", child)
		if err != nil {
			return err
		}
		var found bool
		if t, found, err = openTicket(tx, c.ID); err != nil {
			return err
		}
		if !found {
			day, _, err := get[PhoneDay](tx, "phone-day", string(tx.day))
			if err != nil {
				return err
			}
			t = Ticket{Day: tx.day, No: day.Issued + 1, Child: c.ID, State: Waiting, Taken: tx.now}
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
func (s *Store) FindForCallIn(actor Actor, name string) (found []Child, free []Line, err error) {
	err = s.view(func(tx *tx) error {
		if err := actor.may(RoleKeeper); err != nil {
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
		return each(tx, "child", kv.Range{}, func(_ string, c Child) error {
			if c.Left == "" && strings.Contains(c.Name, name) {
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

// lineFor returns a line that is to call, or who is on it.
func lineFor(tx *tx, id string) (l Line, on bool, t Ticket, err error) {
	if l, err = lineOf(tx, id); err != nil {
		return l, false, t, err
	}
	if t, on, err = onLine(tx, l); err == nil && !on && l.Out {
		err = ErrLineOut
	}
	return l, on, t, err
}

// callNext calls whose turn it is to a line that is free. by is the keeper, or empty when the line calls by itself.
func callNext(tx *tx, school School, l Line, by string) (t Ticket, err error) {
	o := orderOf(school)
	q, err := waiters(tx, o, false)
	if err != nil {
		return t, err
	}
	if len(q) == 0 {
		return t, ErrQueueEmpty
	}
	i := o.pick(q)
	if t, err = must[Ticket](tx, "ticket", ticketKey(tx.day, q[i].No)); err != nil {
		return t, err
	}
	if err := passBy(tx, q[:i]); err != nil {
		return t, err
	}
	t.Passed = q[i].Passed
	return t, callTo(tx, &t, l, by)
}

// callTo puts a ticket on a free line.
func callTo(tx *tx, t *Ticket, l Line, by string) error {
	t.Line, t.Called, t.By = l.ID, tx.now, by
	t.Calls++
	if err := moveTicket(tx, t, Called); err != nil {
		return err
	}
	l.Ticket = t.Key()
	return put(tx, "line", l.ID, l)
}

func auditFamily(tx *tx, actor Actor, t Ticket) error {
	for _, child := range t.children() {
		if err := audit(tx, actor, actFamilyShown, child); err != nil {
			return err
		}
	}
	return nil
}

// MoveTicket is the keeper's start, no-show, pause, return and leave; a talk ends by EndTalk.
func (s *Store) MoveTicket(actor Actor, key string, to TicketState) error {
	school, err := s.School()
	if err != nil {
		return err
	}
	return s.update(func(tx *tx) error {
		t, err := keepersTicket(tx, actor, key)
		if err != nil {
			return err
		}
		if !slices.Contains([]TicketState{Talking, Missed, Waiting, Paused, Left}, to) || to == Waiting && t.Day != tx.day {
			return ErrTicketMove
		}
		if to == Talking && t.State == Called {
			t.Until = endAt(tx, school)
		}
		if err := moveTicket(tx, &t, to); err != nil {
			return err
		}
		return advance(tx, school)
	})
}

// Care puts a talk of self-service into the keeper's care: from then on its page shows the family's numbers.
func (s *Store) Care(actor Actor, key string) error {
	return s.update(func(tx *tx) error {
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

// MoreTime adds RulePhoneMore minutes to a talk that was to end at until; asking for the same again changes nothing.
func (s *Store) MoreTime(actor Actor, key string, until time.Time) error {
	school, err := s.School()
	if err != nil {
		return err
	}
	return s.update(func(tx *tx) error {
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
		t.Until = t.Until.Add(more(school))
		if t.Until.Before(tx.now) { // it was over already: the minutes count from now
			t.Until = tx.now.Add(more(school))
		}
		return putTicket(tx, t, t.State)
	})
}

func more(school School) time.Duration {
	return time.Duration(school.Rule(RulePhoneMore)) * time.Minute
}

// ChooseWhom notes who of the family is called, and with which of the numbers.
func (s *Store) ChooseWhom(actor Actor, key, relation string, phone int) error {
	return s.update(func(tx *tx) error {
		t, err := keepersTicket(tx, actor, key)
		if err != nil {
			return err
		}
		return chooseWhom(tx, t, relation, phone)
	})
}

func chooseWhom(tx *tx, t Ticket, relation string, phone int) error {
	if t.State != Called && t.State != Talking {
		return ErrTicketMove
	}
	c, err := must[Child](tx, "child", t.Child)
	if err != nil {
		return err
	}
	if r := c.relative(relation); phone < 0 || phone >= len(r.Phones) {
		return ErrFamilyNumber
	}
	t.Whom, t.Phone = relation, phone
	return putTicket(tx, t, t.State)
}

// ResumeTalk lets a talk go on that the server's stop cut, by the answer of somebody who is there.
func (s *Store) ResumeTalk(actor Actor, key string) error {
	school, err := s.School()
	if err != nil {
		return err
	}
	return s.update(func(tx *tx) error {
		t, err := keepersTicket(tx, actor, key)
		if err != nil {
			return err
		}
		return resume(tx, school, t)
	})
}

// EndTalk closes a talk with its outcome, or answers how one went that ended by its time.
func (s *Store) EndTalk(actor Actor, key string, outcome Outcome) error {
	school, err := s.School()
	if err != nil {
		return err
	}
	return s.update(func(tx *tx) error {
		t, err := keepersTicket(tx, actor, key)
		if err != nil {
			return err
		}
		if !slices.Contains(Outcomes, outcome) && (outcome != Interrupted || t.Cut.IsZero()) {
			return ErrOutcome
		}
		if err := finish(tx, school, t, outcome, actor.ID()); err != nil {
			return err
		}
		return advance(tx, school)
	})
}

// finish ends a talk, or gives one that ended unasked its outcome, and files what follows from it.
func finish(tx *tx, school School, t Ticket, outcome Outcome, by string) error {
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
		tx.Publish(TopicPhone)
		err = put(tx, "ticket", t.Key(), t)
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
		return spoken(tx, school, t, by)
	case DeadNumber:
		return deadNumber(tx, t, by)
	}
	return nil
}

// askLater puts a talk on the list of those of which nobody has said how they went, or takes it off.
func askLater(tx *tx, t Ticket, ask bool) error {
	day, _, err := get[PhoneDay](tx, "phone-day", string(t.Day))
	if err != nil {
		return err
	}
	day.Unasked = slices.DeleteFunc(day.Unasked, func(no int) bool { return no == t.No })
	if ask {
		day.Unasked = append(day.Unasked, t.No)
	}
	if err := put(tx, "phone-day", string(t.Day), day); err != nil {
		return err
	}
	for _, child := range t.children() {
		sum, _, err := get[ContactSum](tx, "contact-sum", child)
		if err != nil {
			return err
		}
		switch {
		case ask:
			sum.Ask = t.Key()
		case sum.Ask == t.Key():
			sum.Ask = ""
		}
		if err := put(tx, "contact-sum", child, sum); err != nil {
			return err
		}
	}
	return nil
}

// spoken counts a talk and files it as a contact of each child.
func spoken(tx *tx, school School, t Ticket, by string) error {
	day, _, err := get[PhoneDay](tx, "phone-day", string(t.Day))
	if err != nil {
		return err
	}
	day.Talks++
	day.TalkSeconds += int(t.Ended.Sub(t.Started).Seconds())
	if err := put(tx, "phone-day", string(t.Day), day); err != nil {
		return err
	}
	l, err := must[Line](tx, "line", t.Line)
	if err != nil {
		return err
	}
	for _, child := range t.children() {
		c := Contact{Child: child, Day: DayOf(t.Ended), At: t.Ended, Kind: ContactTalk, Whom: t.Whom, Video: l.Kind == "video", In: t.In, No: t.No, By: by}
		if err := putContact(tx, school, c); err != nil {
			return err
		}
	}
	return nil
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
	Waiting []Queued // in the order in which they will be called
	Paused  []Queued
	Missed  []Queued
	Unasked []Queued // talks whose time is over and of which nobody said how they went
	Opening PhoneOpening
	Self    bool
	Come    time.Duration // what a called child has to come
	More    time.Duration // what one tap adds to a talk
	CallIn  bool          // families may call now
	Announcement
	At time.Time
}

// PhoneLine is a line with whom it has; Talk is nil when it is free.
type PhoneLine struct {
	Line
	Talk   *Ticket
	Child  Child
	Others []Child
	Family []Kin
}

// Kin is a member of the family as the one to call.
type Kin struct {
	Relative
	Now bool // a good time to call
}

// Living reports whether a number that is not dead is left.
func (k Kin) Living() bool {
	return slices.ContainsFunc(k.Phones, func(p Phone) bool { return p.Dead == "" })
}

// kin are those whom the child may call: who has a number, those for whom the time is good first.
func kin(c Child, now Clock) (all []Kin) {
	for _, r := range c.Family {
		if len(r.Phones) > 0 {
			all = append(all, Kin{r, slices.ContainsFunc(r.Best, func(s Span) bool { return s.Holds(now) })})
		}
	}
	slices.SortStableFunc(all, func(a, b Kin) int {
		switch {
		case a.Now == b.Now:
			return 0
		case a.Now:
			return -1
		}
		return 1
	})
	return all
}

// Queued is a ticket with its child.
type Queued struct {
	Ticket
	Of Child
}

// PhoneRoom returns the queue and the lines.
func (s *Store) PhoneRoom(actor Actor) (r PhoneRoom, err error) {
	school, err := s.School()
	if err != nil {
		return r, err
	}
	err = s.view(func(tx *tx) error {
		if err := actor.may(RoleKeeper); err != nil {
			return err
		}
		r = PhoneRoom{At: tx.now, Opening: school.PhoneOpening(tx.now), Self: school.Rule(RulePhoneSelf) == 1, CallIn: school.callIn(tx.now),
			Come: come(school), More: more(school)}
		if r.Day, _, err = get[PhoneDay](tx, "phone-day", string(tx.day)); err != nil {
			return err
		}
		if r.Announcement, _, err = get[Announcement](tx, "announcement", "phone"); err != nil {
			return err
		}
		lines, err := linesOf(tx)
		if err != nil {
			return err
		}
		for _, l := range lines {
			pl, err := phoneLine(tx, l)
			if err != nil {
				return err
			}
			r.Lines = append(r.Lines, pl)
		}
		o := orderOf(school)
		q, err := waiters(tx, o, true)
		if err != nil {
			return err
		}
		if r.Waiting, err = queuedOf(tx, o.next(q, len(q))); err != nil {
			return err
		}
		if r.Paused, err = queued(tx, Paused); err != nil {
			return err
		}
		if r.Missed, err = queued(tx, Missed); err != nil {
			return err
		}
		r.Unasked, err = queuedOf(tx, r.Day.Unasked)
		return err
	})
	return r, err
}

// phoneLine is a line as the keeper sees it; the family only where the child is in a keeper's care.
func phoneLine(tx *tx, l Line) (PhoneLine, error) {
	pl := PhoneLine{Line: l}
	t, on, err := onLine(tx, l)
	if err != nil || !on {
		return pl, err
	}
	pl.Talk = &t
	if pl.Child, err = must[Child](tx, "child", t.Child); err != nil {
		return pl, err
	}
	for _, id := range t.Others {
		c, err := must[Child](tx, "child", id)
		if err != nil {
			return pl, err
		}
		pl.Others = append(pl.Others, c)
	}
	if t.By != "" {
		pl.Family = kin(pl.Child, ClockOf(tx.now))
	}
	return pl, nil
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
	var nos []int
	err = tx.Scan("queue", kv.Prefix(string(tx.day)+"/"+string(state)+"/"), func(key string, _ []byte) error {
		nos = append(nos, digits(key[len(key)-6:]))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return queuedOf(tx, nos)
}

func queuedOf(tx *tx, nos []int) (rows []Queued, err error) {
	for _, no := range nos {
		t, err := must[Ticket](tx, "ticket", ticketKey(tx.day, no))
		if err != nil {
			return nil, err
		}
		c, err := must[Child](tx, "child", t.Child)
		if err != nil {
			return nil, err
		}
		rows = append(rows, Queued{t, c})
	}
	return rows, nil
}
