package store

import (
	"slices"
	"time"

	"zhixinwu/store/kv"
)

// TicketState is where a ticket of the phone room stands.
type TicketState string

const (
	Waiting TicketState = "waiting"
	Called  TicketState = "called"
	Talking TicketState = "talking"
	Done    TicketState = "done"
	Missed  TicketState = "missed"
	Left    TicketState = "left"
)

// ticketMoves is the whole machine; every other move is ErrTicketMove. Repeating the move that led to the present state
// changes nothing.
//
//	waiting → called    the keeper calls it to a line
//	waiting → left      the child or the keeper gives it up
//	called  → talking   the child picked up
//	called  → missed    nobody came
//	called  → left
//	missed  → waiting   the child came back, at its old place
//	missed  → left
//	talking → done      with an outcome
var ticketMoves = map[TicketState][]TicketState{
	Waiting: {Called, Left},
	Called:  {Talking, Missed, Left},
	Missed:  {Waiting, Left},
	Talking: {Done},
}

// Outcome of a talk. No-answer is not a talk: limits and the contact ledger count only spoken ones.
type Outcome string

const (
	Spoke      Outcome = "spoke"
	NoAnswer   Outcome = "no-answer"
	DeadNumber Outcome = "dead-number"
)

// Outcomes in the order of their buttons.
var Outcomes = []Outcome{Spoke, NoAnswer, DeadNumber}

// Ticket is one child's place in the phone room on one day. Its numbers rise and are never given twice that day.
type Ticket struct {
	Day     Day
	No      int
	Child   string
	State   TicketState
	Device  string  // where it was taken
	Line    string  `json:",omitempty"` // where it was called to last
	Calls   int     `json:",omitempty"`
	Outcome Outcome `json:",omitempty"`
	Taken   time.Time
	Called  time.Time `json:",omitzero"`
	Started time.Time `json:",omitzero"`
	Ended   time.Time `json:",omitzero"`
}

// Key names the ticket in forms and in the database.
func (t Ticket) Key() string { return ticketKey(t.Day, t.No) }

func ticketKey(d Day, no int) string { return string(d) + "/" + number(no, 6) }

// open reports whether the ticket still holds the child's place. What was not called on its day has lapsed; a talk that
// passes midnight has not.
func (t Ticket) open(today Day) bool {
	switch t.State {
	case Waiting, Called, Missed:
		return t.Day == today
	case Talking:
		return true
	}
	return false
}

// PhoneDay counts one day of the phone room, so that taking a ticket costs the same at any hour.
type PhoneDay struct {
	Issued      int // the highest number given out
	Waiting     int
	Talks       int // that were spoken
	TalkSeconds int
}

// MeanTalk is today's real talk time, or 0 before the first talk.
func (p PhoneDay) MeanTalk() time.Duration {
	if p.Talks == 0 {
		return 0
	}
	return time.Duration(p.TalkSeconds/p.Talks) * time.Second
}

// Line is a telephone of the phone room.
type Line struct {
	ID     string
	Kind   string // phone, video
	Ticket string `json:",omitempty"` // key of the ticket called to it
}

// Visit is a child signed in at a device.
type Visit struct {
	Device Device
	Child  string
}

// Place is a ticket as its child sees it.
type Place struct {
	Ticket Ticket
	Ahead  int           // waiting before it
	Wait   time.Duration // estimate from today's talks; negative when there were none yet
}

// TakeTicket gives the child a place in the phone room. A child that has one keeps it, and one that missed its call comes
// back to its old place.
func (s *Store) TakeTicket(v Visit) (p Place, err error) {
	err = s.update(func(tx *tx) error {
		if !v.Device.Has(OfferPhone) {
			return ErrDeviceOffer
		}
		t, found, err := openTicket(tx, v.Child)
		if err != nil {
			return err
		}
		if found {
			if t.State == Missed {
				from := t.State
				t.State = Waiting
				if err := putTicket(tx, t, from); err != nil {
					return err
				}
			}
			p, err = place(tx, t)
			return err
		}
		day, _, err := get[PhoneDay](tx, "phone-day", string(tx.day))
		if err != nil {
			return err
		}
		t = Ticket{Day: tx.day, No: day.Issued + 1, Child: v.Child, State: Waiting, Device: v.Device.ID, Taken: tx.now}
		if err := putTicket(tx, t, ""); err != nil {
			return err
		}
		// All that wait have lower numbers, so the counter is the answer and the queue need not be walked.
		p, err = estimate(tx, t, day, day.Waiting)
		return err
	})
	return p, err
}

// TicketOf returns the child's open ticket, if any.
func (s *Store) TicketOf(child string) (p Place, found bool, err error) {
	err = s.view(func(tx *tx) error {
		var t Ticket
		if t, found, err = openTicket(tx, child); err != nil || !found {
			return err
		}
		p, err = place(tx, t)
		return err
	})
	return p, found, err
}

// GiveUpTicket is the child's own leave; without an open ticket it changes nothing.
func (s *Store) GiveUpTicket(v Visit) error {
	return s.update(func(tx *tx) error {
		t, found, err := openTicket(tx, v.Child)
		if err != nil || !found {
			return err
		}
		return moveTicket(tx, &t, Left)
	})
}

func openTicket(tx *tx, child string) (t Ticket, found bool, err error) {
	key, found, err := get[string](tx, "ticket-open", child)
	if err != nil || !found {
		return t, false, err
	}
	t, err = must[Ticket](tx, "ticket", key)
	return t, err == nil && t.open(tx.day), err
}

func place(tx *tx, t Ticket) (Place, error) {
	day, _, err := get[PhoneDay](tx, "phone-day", string(t.Day))
	if err != nil || t.State != Waiting {
		return Place{Ticket: t}, err
	}
	ahead := 0
	before := kv.Range{From: queueKey(t.Day, Waiting, 0), To: queueKey(t.Day, Waiting, t.No)}
	if err := tx.Scan("queue", before, func(string, []byte) error { ahead++; return nil }); err != nil {
		return Place{}, err
	}
	return estimate(tx, t, day, ahead)
}

// estimate: the lines work through those ahead in rounds of today's mean talk, plus the round now on the lines.
func estimate(tx *tx, t Ticket, day PhoneDay, ahead int) (Place, error) {
	p := Place{Ticket: t, Ahead: ahead, Wait: -1}
	lines, busy := 0, 0
	if err := each(tx, "line", kv.Range{}, func(_ string, l Line) error {
		lines++
		if l.Ticket != "" {
			busy++
		}
		return nil
	}); err != nil {
		return p, err
	}
	if lines > 0 && day.Talks > 0 {
		p.Wait = time.Duration(ahead+busy) * day.MeanTalk() / time.Duration(lines)
	}
	return p, nil
}

func queueKey(d Day, st TicketState, no int) string {
	return string(d) + "/" + string(st) + "/" + number(no, 6)
}

// putTicket is the only writer of a ticket, its indexes and the day's counters. from is the state before, "" for a new one.
func putTicket(tx *tx, t Ticket, from TicketState) error {
	day, _, err := get[PhoneDay](tx, "phone-day", string(t.Day))
	if err != nil {
		return err
	}
	day.Issued = max(day.Issued, t.No)
	if from == Waiting || from == Missed {
		if err := tx.Delete("queue", queueKey(t.Day, from, t.No)); err != nil {
			return err
		}
	}
	if t.State == Waiting || t.State == Missed {
		if err := tx.Put("queue", queueKey(t.Day, t.State, t.No), nil); err != nil {
			return err
		}
	}
	if from == Waiting {
		day.Waiting--
	}
	if t.State == Waiting {
		day.Waiting++
	}
	if t.State == Done && t.Outcome == Spoke {
		day.Talks++
		day.TalkSeconds += int(t.Ended.Sub(t.Started).Seconds())
	}
	if t.State == Done || t.State == Left {
		err = tx.Delete("ticket-open", t.Child)
	} else {
		err = put(tx, "ticket-open", t.Child, t.Key())
	}
	if err != nil {
		return err
	}
	if err := put(tx, "phone-day", string(t.Day), day); err != nil {
		return err
	}
	tx.Publish(TopicPhone)
	return put(tx, "ticket", t.Key(), t)
}

// moveTicket makes one move of the machine and frees the line where the move ends a call.
func moveTicket(tx *tx, t *Ticket, to TicketState) error {
	if t.State == to {
		return nil
	}
	from := t.State
	if !slices.Contains(ticketMoves[from], to) {
		return ErrTicketMove
	}
	t.State = to
	switch to {
	case Talking:
		t.Started = tx.now
	case Done, Left:
		t.Ended = tx.now
	}
	if from == Called && to != Talking || from == Talking {
		l, err := must[Line](tx, "line", t.Line)
		if err != nil {
			return err
		}
		if l.Ticket == t.Key() {
			l.Ticket = ""
			if err := put(tx, "line", l.ID, l); err != nil {
				return err
			}
		}
	}
	return putTicket(tx, *t, from)
}
