package heart

import (
	"slices"

	"zhixinwu/store/school"
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
	By          string `json:",omitempty"` // who entered it, if not the counselor
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
	Who, StandInName, ByName string
}

func (cal *calendar) named(e Exception) NamedException {
	return NamedException{e, cal.staff[e.Counselor].Name, cal.staff[e.StandIn].Name, cal.staff[e.By].Name}
}

// Key names the exception in forms.
func (e NamedException) Key() string { return e.key() }

// WholeDay reports that nothing of the days is left.
func (e Exception) WholeDay() bool { return e.Span == school.Span{To: 24 * 60} }

// mayExcuse: a counselor enters the own absence; office and head that of a counselor who cannot, because she is ill.
func mayExcuse(a school.Actor, counselor string) error {
	if a.Staff.Has(school.RoleCounselor) && a.ID() == counselor {
		return nil
	}
	return a.May(school.RoleOffice, school.RoleHead)
}

// AddException closes a part of the plan, and finds another place for each booking in it: with the stand-in at the
// same time and door; else later that day with the stand-in, or the same counselor's next; else with any; else the
// child goes to the waiting list. Each child is told at its next scan. Who may is mayExcuse; days that are over are
// ErrAway. moved lists each booking and where it goes. Where there is any, sure is asked with it before anything is
// stored; ErrUnsure comes with the same.
func (s *Room) AddException(actor school.Actor, e Exception, sure func([]Displaced) bool) (moved []Displaced, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		moved = nil
		if err := mayExcuse(actor, e.Counselor); err != nil {
			return err
		}
		if e.By = actor.ID(); e.By == e.Counselor {
			e.By = ""
		}
		if err := e.Validate(); err != nil {
			return err
		}
		if e.Last < tx.Day {
			return ErrAway
		}
		cal, err := openCalendar(tx)
		if err != nil {
			return err
		}
		if !cal.counsels(tx, e.Counselor) {
			return school.ErrInvalid
		}
		if e.StandIn != "" && !cal.counsels(tx, e.StandIn) {
			return ErrStandIn
		}
		cal.away = append(cal.away, e) // will have the highest number
		moves, err := cal.relocate(tx, e.First, e.Last, e.StandIn, func(b Booking) bool {
			return e.covers(b.Counselor, b.opening())
		})
		if err != nil {
			return err
		}
		if moved = cal.told(actor, moves); len(moved) > 0 && !sure(moved) {
			return ErrUnsure
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
		return carryOut(tx, actor, moves, "away")
	})
	return moved, err
}

// RemoveException opens the plan again. What was moved to another time stays where the child was told; what a stand-in had
// taken over goes back, unless it is in the stand-in's own hours.
func (s *Room) RemoveException(actor school.Actor, key string) (moved []Displaced, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		moved = nil
		if err := actor.May(school.RoleCounselor, school.RoleOffice, school.RoleHead); err != nil {
			return err
		}
		e, found, err := exceptions.Get(tx, key)
		if err != nil || !found {
			return err
		}
		if err := mayExcuse(actor, e.Counselor); err != nil {
			return err
		}
		if err := school.Record(tx, actor, actAwayDrop, e.Counselor); err != nil {
			return err
		}
		if err := exceptions.Delete(tx, key); err != nil {
			return err
		}
		tx.Publish(school.TopicBooking)
		if e.StandIn == "" {
			return Promote(tx)
		}
		cal, err := openCalendar(tx)
		if err != nil {
			return err
		}
		moves, err := cal.relocate(tx, e.First, e.Last, e.Counselor, func(b Booking) bool {
			return b.Counselor == e.StandIn && e.covers(e.Counselor, b.opening()) && !cal.planned(b)
		})
		if err != nil {
			return err
		}
		moved = cal.told(actor, moves)
		return carryOut(tx, actor, moves, "away")
	})
	return moved, err
}

// AwayPage is what office and head enter an absence with.
type AwayPage struct {
	Away       []NamedException // that are not over, of every counselor
	Counselors []school.Staff
}

// AwayPage returns it.
func (s *Room) AwayPage(actor school.Actor) (p AwayPage, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleOffice, school.RoleHead); err != nil {
			return err
		}
		cal, err := openCalendar(tx)
		if err != nil {
			return err
		}
		p = AwayPage{Counselors: cal.active(tx)}
		for _, e := range cal.away {
			p.Away = append(p.Away, cal.named(e))
		}
		return nil
	})
	return p, err
}
