package phone

import (
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/urgent"
)

// Desk is the keeper's view of now: one moment of lines, queue and counters, read in one transaction.
type Desk struct {
	Day     DayCount
	Lines   []DeskLine
	Waiting []Queued // in the order in which they will be called
	Paused  []Queued
	Missed  []Queued
	Unasked []Queued // talks whose time is over and of which nobody said how they went
	Opening Opening
	Self    bool
	Full    bool          // no more numbers are given out until somebody is called
	More    time.Duration // what one tap adds to a talk
	CallIn  bool          // families may call now
	Announcement
	At time.Time
}

// DeskLine is a line with whom it has; Talk is nil when it is free.
type DeskLine struct {
	Line
	Talk   *Ticket
	ComeBy time.Time // until when a called child may come
	Child  roster.Child
	Others []roster.Child
	Family []Kin
	Handed *urgent.Call // 知心屋 was asked to come for the child
}

// Queued is a ticket with its child.
type Queued struct {
	Ticket
	Of roster.Child
}

// Desk returns the queue and the lines: each line with its child and what the keeper may know of the family, those
// who wait in the order in which they will be called, those away or missed, and the talks nobody has answered for. It
// leaves no audit row: the numbers it shows were recorded when the child was called, or taken into care.
func (s *Room) Desk(actor school.Actor) (r Desk, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleKeeper); err != nil {
			return err
		}
		r = Desk{
			At:      tx.Now,
			Opening: OpeningAt(tx.Settings, tx.Now),
			Self:    tx.Settings.Rule(school.RulePhoneSelf) == 1,
			CallIn:  callsIn(tx.Settings, tx.Now),
			More:    more(tx.Settings),
		}
		if r.Day, _, err = days.Get(tx, string(tx.Day)); err != nil {
			return err
		}
		r.Full = full(tx.Settings, r.Day.Waiting)
		if r.Announcement, _, err = announcements.Get(tx, announcementKey); err != nil {
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
		o := orderOf(tx.Settings)
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

// phoneLine is a line as the keeper sees it; the family only where the child is in a keeper's care, because each
// showing is a row of the audit that the call or Care has written.
func phoneLine(tx *school.Tx, l Line) (DeskLine, error) {
	pl := DeskLine{Line: l}
	t, on, err := onLine(tx, l)
	if err != nil || !on {
		return pl, err
	}
	pl.Talk, pl.ComeBy = &t, t.comeBy(tx.Settings)
	if pl.Child, err = roster.ChildOf(tx, t.Child); err != nil {
		return pl, err
	}
	for _, id := range t.Others {
		c, err := roster.ChildOf(tx, id)
		if err != nil {
			return pl, err
		}
		pl.Others = append(pl.Others, c)
	}
	if t.By != "" {
		pl.Family = kin(pl.Child, school.ClockOf(tx.Now))
	}
	u, asked, err := urgent.CallOf(tx, t.Child)
	if asked {
		pl.Handed = &u
	}
	return pl, err
}

// onLine returns who is called to or talks on a line; a call of an earlier day has lapsed.
func onLine(tx *school.Tx, l Line) (t Ticket, on bool, err error) {
	if l.Ticket == "" {
		return t, false, nil
	}
	t, err = tickets.Must(tx, l.Ticket)
	return t, err == nil && t.open(tx.Day), err
}

// queued are today's tickets in a state of the queue, in order of their numbers.
func queued(tx *school.Tx, state TicketState) (rows []Queued, err error) {
	var nos []int
	err = queue.Keys(tx, kv.Prefix(string(tx.Day)+"/"+string(state)+"/"), func(key string) error {
		nos = append(nos, school.Digits(key[len(key)-6:]))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return queuedOf(tx, nos)
}

func queuedOf(tx *school.Tx, nos []int) (rows []Queued, err error) {
	for _, no := range nos {
		t, err := tickets.Must(tx, ticketKey(tx.Day, no))
		if err != nil {
			return nil, err
		}
		c, err := roster.ChildOf(tx, t.Child)
		if err != nil {
			return nil, err
		}
		rows = append(rows, Queued{t, c})
	}
	return rows, nil
}
