package phone

import (
	"slices"
	"time"

	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

const days school.Bucket[DayCount] = "phone-day"

const openTickets school.Bucket[string] = "ticket-open"

const tickets school.Bucket[Ticket] = "ticket"

// TicketState is where a ticket of the phone room stands.
type TicketState string

// The states. Waiting, Paused and Missed stand in the queue; Called and Talking are on a line; Done and Left are
// final. The moves between them are ticketMoves.
const (
	Waiting TicketState = "waiting"
	Paused  TicketState = "paused"
	Called  TicketState = "called"
	Talking TicketState = "talking"
	Done    TicketState = "done"
	Missed  TicketState = "missed"
	Left    TicketState = "left"
)

// ticketMoves is the whole machine; every other move is ErrTicketMove, except that a child may take its own leave back for a
// moment (TakeBack). Repeating the move that led to the present state changes nothing.
//
//	waiting → called    the keeper calls it to a line, or in self-service a free line does
//	waiting → paused    the child has to go to a lesson
//	waiting → left      the child or the keeper gives it up
//	paused  → waiting   the child is back, at its old place
//	paused  → called    the family calls in
//	paused  → left
//	called  → talking   the child picked up, or scanned at the line
//	called  → called    again, by the keeper; the time to come begins anew
//	called  → waiting   the line lost its tablet; back to its old place
//	called  → missed    nobody came
//	called  → left
//	missed  → waiting   the child came back, at its old place
//	missed  → called    the family calls in
//	missed  → left
//	talking → done      with an outcome; in self-service also by time, and then the outcome is asked afterwards
var ticketMoves = map[TicketState][]TicketState{
	Waiting: {Called, Paused, Left},
	Paused:  {Waiting, Called, Left},
	Called:  {Talking, Waiting, Missed, Left},
	Missed:  {Waiting, Called, Left},
	Talking: {Done},
}

// Undo is how long a child may take back that it gave its number up: the screen offers it for ten seconds, and a slow
// network has the rest.
const Undo = 15 * time.Second

// queues reports whether tickets in the state stand in the queue's index.
func (st TicketState) queues() bool { return st == Waiting || st == Paused || st == Missed }

// Outcome of a talk. No-answer is not a talk: limits, order and the contact ledger count only spoken ones.
type Outcome string

const (
	Spoke       Outcome = "spoke"
	NoAnswer    Outcome = "no-answer"
	DeadNumber  Outcome = "dead-number"
	Unasked     Outcome = "unasked"     // the time ended it and nobody has said yet how it went
	Interrupted Outcome = "interrupted" // by a power cut, as somebody said who was there
)

// Outcomes in the order of their buttons.
var Outcomes = []Outcome{Spoke, NoAnswer, DeadNumber}

// Ticket is one child's place in the phone room on one day. Its numbers rise and are never given twice that day.
// Whoever holds it with the child (Others) is called, talks and is counted with it.
type Ticket struct {
	Day     school.Day
	No      int
	Child   string
	Others  []string `json:",omitempty"` // siblings who talk with it
	State   TicketState
	Device  string    // where it was taken
	In      bool      `json:",omitempty"` // the family called, the child was summoned
	Last    time.Time `json:",omitzero"`  // end of the last spoken talk of whoever of its children waited longest
	Passed  int       `json:",omitempty"` // see queueEntry
	Line    string    `json:",omitempty"` // where it was called to last
	Calls   int       `json:",omitempty"`
	By      string    `json:",omitempty"` // keeper who looks after it; empty in self-service
	Whom    string    `json:",omitempty"` // relation
	Phone   int       `json:",omitempty"` // which of the relative's numbers
	Outcome Outcome   `json:",omitempty"`
	Taken   time.Time
	Called  time.Time   `json:",omitzero"`
	Again   []time.Time `json:",omitempty"` // called again while on its line
	Started time.Time   `json:",omitzero"`
	Until   time.Time   `json:",omitzero"` // when the talk's time is over
	Asked   time.Time   `json:",omitzero"` // the card was scanned again: how it went is being asked
	Cut     time.Time   `json:",omitzero"` // the server stopped during the talk; until somebody says whether it goes on
	Ended   time.Time   `json:",omitzero"`
}

// Key names the ticket in forms and in the database.
func (t Ticket) Key() string { return ticketKey(t.Day, t.No) }

func ticketKey(d school.Day, no int) string { return string(d) + "/" + school.Padded(no, 6) }

// Of reports whether the ticket is the child's.
func (t Ticket) Of(child string) bool { return t.Child == child || slices.Contains(t.Others, child) }

// children are all who hold the ticket.
func (t Ticket) children() []string { return append([]string{t.Child}, t.Others...) }

// Rings is how often its number was called, which tells the board a new call from one that it has spoken.
func (t Ticket) Rings() int { return t.Calls + len(t.Again) }

// comeBy is until when a called child may come.
func (t Ticket) comeBy(set school.Settings) time.Time {
	last := t.Called
	if n := len(t.Again); n > 0 && t.Again[n-1].After(last) {
		last = t.Again[n-1]
	}
	return last.Add(time.Duration(set.Rule(school.RulePhoneCome)) * time.Second)
}

// open reports whether the ticket still holds the child's place. What was not called on its day has lapsed; a talk that
// passes midnight has not.
func (t Ticket) open(today school.Day) bool {
	switch t.State {
	case Waiting, Paused, Called, Missed:
		return t.Day == today
	case Talking:
		return true
	}
	return false
}

// DayCount counts one day of the phone room, so that taking a ticket costs the same at any hour.
type DayCount struct {
	Issued      int // the highest number given out
	Waiting     int
	Talks       int // that were spoken
	TalkSeconds int
	Called      []int `json:",omitempty"` // the last five numbers called, the latest first
	Unasked     []int `json:",omitempty"` // talks that ended by their time and wait for somebody to say how they went
}

// MeanTalk is today's real talk time, or 0 before the first talk.
func (p DayCount) MeanTalk() time.Duration {
	if p.Talks == 0 {
		return 0
	}
	return time.Duration(p.TalkSeconds/p.Talks) * time.Second
}

// PauseTicket keeps the child's place while it is away; ErrTicketNone without a ticket, ErrTicketMove unless it
// waits. A second tap changes nothing.
func (s *Room) PauseTicket(v visit.Visit) error {
	return s.school.Update(func(tx *school.Tx) error {
		t, found, err := openTicket(tx, v.Child)
		if err != nil {
			return err
		}
		if !found {
			return ErrTicketNone
		}
		return moveTicket(tx, &t, Paused)
	})
}

// GiveUpTicket is the child's own leave; without an open ticket it changes nothing. Siblings on the same ticket keep it.
// The ticket is returned as it is now, so that the screen can offer TakeBack for one that was Left.
func (s *Room) GiveUpTicket(v visit.Visit) (t Ticket, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		var found bool
		if t, found, err = openTicket(tx, v.Child); err != nil || !found {
			return err
		}
		if t, err = leaveTicket(tx, t, v.Child); err != nil {
			return err
		}
		return advance(tx)
	})
	return t, err
}

// TakeBack gives the child the place again that it has just given up; whoever was called meanwhile keeps the call. After
// Undo, or once the child has another number, it is ErrTicketMove; where siblings share a number and go on without it,
// the number is not the child's any more, ErrTicketNone. It takes a new one then. A second tap finds the ticket waiting
// and changes nothing.
func (s *Room) TakeBack(v visit.Visit, key string) (p Place, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		t, found, err := tickets.Get(tx, key)
		switch {
		case err != nil:
			return err
		case !found || t.Child != v.Child || t.Day != tx.Day:
			return ErrTicketNone
		case t.State == Waiting: // the second tap
		case t.State != Left || tx.Now.Sub(t.Ended) > Undo:
			return ErrTicketMove
		default:
			if _, other, err := openTicket(tx, v.Child); err != nil {
				return err
			} else if other { // it has a new number
				return ErrTicketMove
			}
			t.State, t.Ended = Waiting, time.Time{}
			if err := putTicket(tx, t, Left); err != nil {
				return err
			}
			if err := advance(tx); err != nil {
				return err
			}
		}
		p, err = placeOf(tx, key, v.Child)
		return err
	})
	return p, err
}

// leaveTicket takes one child off a ticket; siblings on it keep it.
func leaveTicket(tx *school.Tx, t Ticket, child string) (Ticket, error) {
	if len(t.Others) == 0 || t.State == Talking {
		err := moveTicket(tx, &t, Left)
		return t, err
	}
	rest := slices.DeleteFunc(t.children(), func(id string) bool { return id == child })
	t.Child, t.Others = rest[0], rest[1:]
	if err := openTickets.Delete(tx, child); err != nil {
		return t, err
	}
	return t, putTicket(tx, t, t.State)
}

// openTicket is the child's ticket while it holds a place; found is false for one that has lapsed with its day, whose
// index stays until the child's next ticket overwrites it.
func openTicket(tx *school.Tx, child string) (t Ticket, found bool, err error) {
	key, found, err := openTickets.Get(tx, child)
	if err != nil || !found {
		return t, false, err
	}
	t, err = tickets.Must(tx, key)
	return t, err == nil && t.open(tx.Day), err
}

func queueKey(d school.Day, st TicketState, no int) string {
	return string(d) + "/" + string(st) + "/" + school.Padded(no, 6)
}

// putTicket is the only writer of a ticket, its indexes and the day's counters. from is the state before, "" for a
// new one. The invariants that it keeps: a ticket stands in the queue's index under its state and in no other;
// DayCount.Waiting is the number of waiting ones; the open ticket of each of its children is this one until it is
// done or left.
func putTicket(tx *school.Tx, t Ticket, from TicketState) error {
	day, _, err := days.Get(tx, string(t.Day))
	if err != nil {
		return err
	}
	day.Issued = max(day.Issued, t.No)
	if from.queues() {
		key := queueKey(t.Day, from, t.No)
		entry, _, err := queue.Get(tx, key)
		if err != nil {
			return err
		}
		t.Passed = max(t.Passed, entry.Passed) // counted in the index while the ticket was in it
		if err := queue.Delete(tx, key); err != nil {
			return err
		}
	}
	if t.State.queues() {
		if err := queue.Put(tx, queueKey(t.Day, t.State, t.No), queueEntry{t.Last, t.Passed}); err != nil {
			return err
		}
	}
	if from == Waiting {
		day.Waiting--
	}
	if t.State == Waiting {
		day.Waiting++
	}
	if t.State == Called && from != Called {
		day.Called = append([]int{t.No}, slices.DeleteFunc(day.Called, func(no int) bool { return no == t.No })...)
		day.Called = day.Called[:min(5, len(day.Called))]
	}
	for _, child := range t.children() {
		if t.State == Done || t.State == Left {
			err = openTickets.Delete(tx, child)
		} else {
			err = openTickets.Put(tx, child, t.Key())
		}
		if err != nil {
			return err
		}
	}
	if err := days.Put(tx, string(t.Day), day); err != nil {
		return err
	}
	tx.Publish(school.TopicPhone)
	return tickets.Put(tx, t.Key(), t)
}

// moveTicket makes one move of the machine and frees the line where the move ends a call, with the hour's counters. A
// move to the present state changes nothing; any other that ticketMoves does not have is ErrTicketMove, and nothing
// was written.
func moveTicket(tx *school.Tx, t *Ticket, to TicketState) error {
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
		t.Started = tx.Now
	case Done, Left:
		t.Ended = tx.Now
	}
	if from == Called && to != Talking || from == Talking {
		l, err := lineRows.Must(tx, t.Line)
		if err != nil {
			return err
		}
		if l.Ticket == t.Key() {
			l.Ticket = ""
			if err := lineRows.Put(tx, l.ID, l); err != nil {
				return err
			}
		}
		if err := countHour(tx, *t, to == Missed); err != nil {
			return err
		}
	}
	return putTicket(tx, *t, from)
}

// passBy writes that everyone of q was passed by a call once more.
func passBy(tx *school.Tx, q []waiter) error {
	for _, w := range q {
		w.Passed++
		if err := queue.Put(tx, queueKey(tx.Day, Waiting, w.No), w.queueEntry); err != nil {
			return err
		}
	}
	return nil
}
