package heart

import (
	"slices"

	"zhixinwu/store/kv"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

const exceptions school.Bucket[Exception] = "exception"
const exceptionSeq school.Sequence = "exception-seq"

// Exception is a part of some days on which a counselor's plan does not hold: an exam, a meeting, an illness. Somebody may
// stand in meanwhile: then the door stays open, with another face behind it.
type Exception struct {
	N           int
	Counselor   string
	First, Last school.Day
	school.Span // of each of the days
	Why         string
	StandIn     string `json:",omitempty"`
}

// AwayReasons in the order of their buttons.
var AwayReasons = []string{"meeting", "exam", "sick", "event", "other"}

// maxAway is how many days one exception may last, most of a term. It is also how far displace looks when an account
// ends.
const maxAway = 120

// key begins with the last day, so that what is over lies before today and openCalendar never reads it.
func (e Exception) key() string { return string(e.Last) + "/" + school.Padded(e.N, 6) }

// covers reports whether the counselor is away during any part of an opening.
func (e Exception) covers(counselor string, o Opening) bool {
	return e.Counselor == counselor && e.First <= o.Day && o.Day <= e.Last && e.From < o.end() && o.Clock < e.To
}

// Validate checks the shape: ErrAway for the days and hours, ErrStandIn for oneself, school.ErrInvalid for a reason
// not offered.
func (e Exception) Validate() error {
	_, err1 := school.ParseDay(string(e.First))
	_, err2 := school.ParseDay(string(e.Last))
	if err1 != nil || err2 != nil || e.Last < e.First || e.Last >= e.First.Add(maxAway) || e.From < 0 || e.To > 24*60 || e.From >= e.To {
		return ErrAway
	}
	if !slices.Contains(AwayReasons, e.Why) {
		return school.ErrInvalid
	}
	if e.StandIn != "" && e.StandIn == e.Counselor {
		return ErrStandIn
	}
	return nil
}

// NamedException is an exception with the names of today.
type NamedException struct {
	Exception
	Who, StandInName string
}

// Key names the exception in forms.
func (e NamedException) Key() string { return e.key() }

// WholeDay reports that nothing of the days is left.
func (e Exception) WholeDay() bool { return e.Span == school.Span{To: 24 * 60} }

// Displaced is what an exception did to a booking: To is empty when no other time was free.
type Displaced struct {
	From, To Slot
	Child    string
}

// AddException closes a part of the plan, and finds another place for each booking in it: with the stand-in at the
// same time and door; else with the same counselor at the next free time; else with any; else the child goes to the
// waiting list. Each child is told at its next scan. A counselor closes the own days, the administrator anybody's;
// days that are over are ErrAway. moved lists each booking and where it went.
func (s *Room) AddException(actor school.Actor, e Exception) (moved []Displaced, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		moved = nil
		if err := mayPlan(actor, e.Counselor); err != nil {
			return err
		}
		if err := e.Validate(); err != nil {
			return err
		}
		if e.Last < tx.Day {
			return ErrAway
		}
		if e.StandIn != "" {
			st, found, err := school.FindStaff(tx, e.StandIn)
			if err != nil {
				return err
			}
			if !found || !st.Has(school.RoleCounselor) || !st.Active(tx.Day) {
				return ErrStandIn
			}
		}
		if e.N, err = exceptionSeq.Next(tx); err != nil {
			return err
		}
		if err := school.Record(tx, actor, actAwayAdd, e.Counselor); err != nil {
			return err
		}
		if err := exceptions.Put(tx, e.key(), e); err != nil {
			return err
		}
		tx.Publish(school.TopicBooking)
		// the exception is stored by now: the calendar that displace opens has it, and offers none of the closed
		// openings
		covered := func(_ *calendar, b Booking) bool { return e.covers(b.Counselor, b.opening()) }
		if moved, err = displace(tx, actor, e.First, e.Last, e.StandIn, covered); err != nil {
			return err
		}
		return Promote(tx)
	})
	return moved, err
}

// displace finds another place for each booking of some days that has lost its own, at best with one counselor (at)
// at the same time. Only what still lies ahead is moved: a talk that should have begun is for its counselor to mark.
//
// For each booking, in order of time: out of the calendar → instead → transfer and news, or callOff. The calendar is
// kept in step (drop, hold), so that two of them are never given one opening. Any error undoes all of it, the cause
// too.
func displace(tx *school.Tx, actor school.Actor, first, last school.Day, at string,
	lost func(*calendar, Booking) bool) (moved []Displaced, err error) {
	cal, err := openCalendar(tx)
	if err != nil {
		return nil, err
	}
	var hit []Booking
	if err := bookings.Each(tx, kv.Range{From: string(max(tx.Day, first)), To: string(last.Add(1))}, func(_ string, b Booking) error {
		if b.Reserved() && !b.Lapsed && b.start(tx).After(tx.Now) && lost(cal, b) {
			hit = append(hit, b)
		}
		return nil
	}); err != nil {
		return nil, err
	}
	for _, b := range hit {
		cal.drop(b)
		d := Displaced{From: b.Slot, Child: b.Child}
		c, err := roster.ChildOf(tx, b.Child)
		if err != nil {
			return nil, err
		}
		if o, found := cal.instead(tx, b, c, at); found {
			d.To = o.Slot
			fresh, err := transfer(tx, b, o, actor.ID(), "away")
			if err != nil {
				return nil, err
			}
			cal.hold(fresh)
			if err := visit.PutNews(tx, visit.News{Child: b.Child, Kind: fresh.movedNews(), Slot: fresh.Key()}); err != nil {
				return nil, err
			}
		} else if err := callOff(tx, b, actor.ID(), "away"); err != nil {
			return nil, err
		}
		moved = append(moved, d)
	}
	return moved, nil
}

// instead is the place for a booking whose own is closed: the stand-in at the same clock, the same counselor later,
// any counselor later. A seat in a group is kept only with the group: a child that joined a circle did not ask to be
// alone.
func (cal *calendar) instead(tx *school.Tx, b Booking, c roster.Child, standIn string) (Opening, bool) {
	if standIn != "" {
		same := b.Slot
		same.Counselor = standIn
		if o, err := cal.find(tx, same, maxAway, tx.Now); err == nil && (o.Seats > 0) == (b.Group != "") && !cal.clashes(tx, b.Child, o) {
			return o, true
		}
	}
	if b.Group != "" {
		return Opening{}, false
	}
	days, notBefore := tx.Settings.Rule(school.RuleBookingDays), b.start(tx).Add(-1)
	if o, found := cal.next(tx, c, b.Counselor, days, notBefore); found {
		return o, true
	}
	return cal.next(tx, c, "", days, notBefore)
}

// callOff takes a booking from a child that did nothing to lose it: the child is told, and waits in the line for the
// next free time unless the place was one in a group, or only an offer. A child already in line keeps its place
// there.
func callOff(tx *school.Tx, b Booking, by, why string) error {
	if err := release(tx, b, Step{At: tx.Now, To: Cancelled, By: by, Why: why}); err != nil {
		return err
	}
	if err := visit.PutNews(tx, visit.News{Child: b.Child, Kind: visit.NewsCancelled, Slot: b.Key()}); err != nil {
		return err
	}
	if b.Group != "" || b.State != Booked {
		return nil
	}
	_, waiting, err := waiterOf(tx, b.Child)
	if err != nil || waiting {
		return err
	}
	n, err := waiterSeq.Next(tx)
	if err != nil {
		return err
	}
	return putWaiter(tx, Waiter{N: n, Child: b.Child, Topic: b.Topic, Device: b.Device, Since: tx.Now, State: InLine})
}

// RemoveException opens the plan again. What was moved to another time stays where the child was told; what a stand-in had
// taken over goes back, unless it is in the stand-in's own hours.
func (s *Room) RemoveException(actor school.Actor, key string) error {
	return s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleCounselor, school.RoleAdmin); err != nil {
			return err
		}
		e, found, err := exceptions.Get(tx, key)
		if err != nil || !found {
			return err
		}
		if err := mayPlan(actor, e.Counselor); err != nil {
			return err
		}
		if err := school.Record(tx, actor, actAwayDrop, e.Counselor); err != nil {
			return err
		}
		if err := exceptions.Delete(tx, key); err != nil {
			return err
		}
		tx.Publish(school.TopicBooking)
		if e.StandIn != "" {
			unplanned := func(cal *calendar, b Booking) bool {
				return b.Counselor == e.StandIn && e.covers(e.Counselor, b.opening()) && !cal.planned(b)
			}
			if _, err := displace(tx, actor, e.First, e.Last, e.Counselor, unplanned); err != nil {
				return err
			}
		}
		return Promote(tx)
	})
}
