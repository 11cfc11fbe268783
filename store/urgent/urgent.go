package urgent

import (
	"slices"
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
)

const openCalls school.Index = "urgent-open"
const urgentSeq school.Sequence = "urgent-seq"

const urgentRows school.Bucket[Call] = "urgent"

// State is where a call for an adult stands.
type State string

// A call is answered by one person; the first wins, and every other is told who.
//
//	asked    → accepted   somebody goes
//	asked    → withdrawn  the child does not want any more
//	accepted → asked      whoever accepted cannot go after all, has left the school, or its bell was taken away
//	accepted → met        the child is with an adult
//
// Nothing else ends a call; one that nobody marks lapses with the day after.
const (
	Asked     State = "asked"
	Accepted  State = "accepted"
	Met       State = "met"
	Withdrawn State = "withdrawn"
)

var urgentMoves = map[State][]State{
	Asked:    {Accepted, Withdrawn},
	Accepted: {Asked, Met},
}

// Call is a child that asked for an adult now.
type Call struct {
	Day      school.Day
	N        int
	Screen   string   // by which the child's screen names the call: the key is guessable, this is not
	Child    string   `json:",omitempty"` // empty without a card
	Place    string   // where the child stands
	Device   string   `json:",omitempty"` // where it was tapped
	From     string   `json:",omitempty"` // member of staff who handed the child over
	Online   int      // counselors and duty devices that were there to hear it
	Ladder   []string `json:",omitempty"` // staff asked one after the other, as the duty list was then
	Next     int      // minutes from one to the next
	Go       string   // where the child may go meanwhile
	State    State
	Safe     Safety      `json:",omitempty"`
	By       string      `json:",omitempty"` // member of staff who accepted
	ByDevice string      `json:",omitempty"` // or the duty device
	Answer   string      `json:",omitempty"` // name that the child is told
	Asked    time.Time   // never changes: the answer time counts from it
	Answered time.Time   `json:",omitzero"`  // first accepted
	Ended    time.Time   `json:",omitzero"`  // met, or withdrawn
	Back     []time.Time `json:",omitempty"` // given back
	Unsaved  bool        `json:"-"`          // it rings, though the disk did not take it as it is now
}

// Key names the call in forms and in the database.
func (u Call) Key() string { return string(u.Day) + "/" + school.Padded(u.N, 6) }

// Open reports whether an adult still has to come, or to say that the child was met.
func (u Call) Open() bool { return u.State == Asked || u.State == Accepted }

// Rung is how far the call has climbed at a moment: 0 asks the counselors and the duty devices, each next one of the duty
// list, and past its end the heads. It follows from the times alone, so no restart forgets it, and a clock that was moved
// back only asks the first again.
func (u Call) Rung(now time.Time) int {
	since := u.Asked
	if len(u.Back) > 0 {
		since = u.Back[len(u.Back)-1]
	}
	if u.Next < 1 || now.Before(since) {
		return 0
	}
	return int(now.Sub(since) / (time.Duration(u.Next) * time.Minute))
}

// asks reports whether the call sounds for a member of staff.
func (u Call) asks(st school.Staff, now time.Time) bool {
	rung := u.Rung(now)
	i := slices.Index(u.Ladder, st.ID)
	return st.Has(school.RoleCounselor) || i >= 0 && i < rung || rung > len(u.Ladder) && st.Has(school.RoleHead)
}

// AnswerTime is how long the child waited for somebody to say "I am coming"; 0 if nobody has.
func (u Call) AnswerTime() time.Duration {
	if u.Answered.IsZero() {
		return 0
	}
	return u.Answered.Sub(u.Asked)
}

// putUrgent is the only writer of a call and its index.
func putUrgent(tx *school.Tx, u Call) error {
	var err error
	if u.Open() {
		err = openCalls.Mark(tx, u.Key())
	} else {
		err = openCalls.Delete(tx, u.Key())
	}
	if err != nil {
		return err
	}
	tx.Publish(school.TopicUrgent)
	return urgentRows.Put(tx, u.Key(), u)
}

// openUrgents are the calls of today and yesterday that wait: what nobody marked before that has lapsed.
func openUrgents(tx *school.Tx) (all []Call, err error) {
	err = openCalls.Keys(tx, kv.Range{From: string(tx.Day.Add(-1))}, func(key string) error {
		u, err := urgentRows.Must(tx, key)
		all = append(all, u)
		return err
	})
	return all, err
}

// same reports whether another call is for the same child, or from the same kiosk without a card.
func (u Call) same(o Call) bool {
	return o.Child != "" && u.Child == o.Child || o.Child == "" && o.From == "" && u.Child == "" && u.Device == o.Device
}

// AskNow opens a call, in the transaction of whatever led to it. A child, or a kiosk without a card, that already
// waits keeps its call: a second tap is not a second alarm. The ladder is the duty list of that moment, copied: the
// call climbs it whatever the list becomes, and only a colleague who leaves the school is taken off it.
// school.ErrInvalid for a place that is no name.
func AskNow(tx *school.Tx, u Call) (Call, error) {
	open, err := openUrgents(tx)
	if err != nil {
		return u, err
	}
	for _, o := range open {
		if o.same(u) {
			return o, nil
		}
	}
	if u, err = newCall(tx, u); err != nil {
		return u, err
	}
	if u.N, err = urgentSeq.Next(tx); err != nil {
		return u, err
	}
	return u, putUrgent(tx, u)
}

// newCall is a call as it begins, but for its number.
func newCall(tx *school.Tx, u Call) (Call, error) {
	if !school.ValidName(u.Place) {
		return u, school.ErrInvalid
	}
	duty, err := dutyList(tx)
	if err != nil {
		return u, err
	}
	u.Screen = school.RandomID()
	u.Day, u.Asked, u.State, u.Next = tx.Day, tx.Now, Asked, tx.Settings.Rule(school.RuleUrgentNext)
	u.Ladder, u.Go = duty.Staff, duty.Place
	return u, nil
}

// CallOf returns the open call for a child, if any.
func CallOf(tx *school.Tx, child string) (u Call, found bool, err error) {
	open, err := openUrgents(tx)
	i := slices.IndexFunc(open, func(u Call) bool { return u.Child == child })
	if err != nil || i < 0 {
		return u, false, err
	}
	return open[i], true, nil
}

// Alarm is a call as whoever is asked sees it.
type Alarm struct {
	Call
	Of    roster.Child // zero without a card
	Froms string       // name of the colleague who handed the child over
	Mine  bool         // the actor accepted it
	Rungs int          // how far it has climbed; 0 once somebody goes
}

// Alarms are the calls that sound for the actor now, and those the actor has accepted and not ended.
func (s *Room) Alarms(actor school.Actor) (all []Alarm, err error) {
	return s.alarms(func(u Call, now time.Time) bool {
		return u.State == Asked && u.asks(actor.Staff, now) || u.State == Accepted && u.By == actor.ID()
	}, func(u Call) bool { return u.By == actor.ID() })
}

// DutyAlarms are the calls that sound on a duty device.
func (s *Room) DutyAlarms(d school.Device) (all []Alarm, err error) {
	if !d.Has(school.OfferDuty) {
		return nil, school.ErrDeviceOffer
	}
	return s.alarms(func(u Call, _ time.Time) bool {
		return u.State == Asked || u.State == Accepted && u.ByDevice == d.ID
	}, func(u Call) bool { return u.ByDevice == d.ID })
}

func (s *Room) alarms(sounds func(Call, time.Time) bool, mine func(Call) bool) (all []Alarm, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		all = nil
		open, err := s.openCalls(tx)
		if err != nil {
			return err
		}
		for _, u := range open {
			if !sounds(u, tx.Now) {
				continue
			}
			a, err := alarm(tx, u)
			if err != nil {
				return err
			}
			a.Mine = u.State == Accepted && mine(u)
			all = append(all, a)
		}
		return nil
	})
	return all, err
}

func alarm(tx *school.Tx, u Call) (a Alarm, err error) {
	a = Alarm{Call: u}
	if u.State == Asked {
		a.Rungs = u.Rung(tx.Now)
	}
	if a.Of, _, err = roster.FindChild(tx, u.Child); err != nil {
		return a, err
	}
	a.Froms, err = school.StaffName(tx, u.From)
	return a, err
}

// Accept is "I am going". The first wins; whoever comes later gets ErrTaken and the call, which names the first. It
// leaves a row in the audit; school.ErrForbidden for somebody whom the call does not ask (yet).
func (s *Room) Accept(actor school.Actor, key string) (u Call, err error) {
	return s.moveUrgent(key, Accepted, func(tx *school.Tx, u *Call) error {
		if !u.asks(actor.Staff, tx.Now) {
			return school.ErrForbidden
		}
		if u.State == Accepted && u.By != actor.ID() {
			return ErrTaken
		}
		if u.State == Asked {
			u.By, u.ByDevice, u.Answer = actor.ID(), "", actor.Staff.Name
			return school.Record(tx, actor, actUrgentTake, u.Child)
		}
		return nil
	})
}

// AcceptOnDuty is the same from a duty device, where nobody is logged in: the child is told the device's name.
func (s *Room) AcceptOnDuty(d school.Device, key string) (u Call, err error) {
	return s.moveUrgent(key, Accepted, func(_ *school.Tx, u *Call) error {
		if !d.Has(school.OfferDuty) {
			return school.ErrDeviceOffer
		}
		if u.State == Accepted && u.ByDevice != d.ID {
			return ErrTaken
		}
		if u.State == Asked {
			u.By, u.ByDevice, u.Answer = "", d.ID, d.Name
		}
		return nil
	})
}

// End is "the child is with me"; only whoever accepted may say so.
func (s *Room) End(actor school.Actor, key string) (Call, error) {
	return s.moveUrgent(key, Met, byWhom(actor.ID(), ""))
}

// Return is "I cannot go": the next are asked, from the first again. Only whoever accepted may give a call back.
func (s *Room) Return(actor school.Actor, key string) (Call, error) {
	return s.moveUrgent(key, Asked, byWhom(actor.ID(), ""))
}

// EndOnDuty is End from a duty device.
func (s *Room) EndOnDuty(d school.Device, key string) (Call, error) {
	return s.moveUrgent(key, Met, byWhom("", d.ID))
}

// ReturnOnDuty is Return from a duty device.
func (s *Room) ReturnOnDuty(d school.Device, key string) (Call, error) {
	return s.moveUrgent(key, Asked, byWhom("", d.ID))
}

// byWhom lets only whoever accepted a call end it or give it back.
func byWhom(staff, device string) func(*school.Tx, *Call) error {
	return func(_ *school.Tx, u *Call) error {
		if u.By != staff || u.ByDevice != device {
			return school.ErrForbidden
		}
		return nil
	}
}

// moveUrgent makes one move of the machine, if check lets it; repeating the last one changes nothing.
func (s *Room) moveUrgent(key string, to State, check func(*school.Tx, *Call) error) (Call, error) {
	return s.change(s.keyed(key), func(tx *school.Tx, u *Call) (changed bool, err error) {
		was := u.State
		if err := check(tx, u); err != nil {
			return false, err
		}
		if was == to {
			return false, nil
		}
		if !slices.Contains(urgentMoves[was], to) {
			return false, ErrMove
		}
		u.State = to
		switch to {
		case Accepted:
			if u.Answered.IsZero() {
				u.Answered = tx.Now
			}
		case Asked:
			giveBack(tx, u)
		case Met:
			u.Ended = tx.Now
		}
		return true, nil
	})
}

// giveBack lets the call ask from the first again.
func giveBack(tx *school.Tx, u *Call) {
	u.State, u.By, u.ByDevice, u.Answer = Asked, "", "", ""
	u.Back = append(u.Back, tx.Now)
}

// CallsOf lists the calls of some days, the latest first, for whoever looks after this room.
func (s *Room) CallsOf(actor school.Actor, first, last school.Day) (all []Alarm, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleCounselor, school.RoleHead); err != nil {
			return err
		}
		all = nil
		err := urgentRows.Each(tx, kv.Range{From: string(first), To: string(last.Add(1))}, func(_ string, u Call) error {
			a, err := alarm(tx, u)
			all = append(all, a)
			return err
		})
		slices.Reverse(all)
		return err
	})
	return all, err
}

// Returned reports that somebody had said to go, and could not after all.
func (a Alarm) Returned() bool { return a.State == Asked && len(a.Back) > 0 }

// EachCall calls fn for every call since a day, the oldest first.
func EachCall(tx *school.Tx, since school.Day, fn func(Call) error) error {
	return urgentRows.Each(tx, kv.Range{From: string(since)}, func(_ string, u Call) error { return fn(u) })
}
