package phone

import (
	"slices"
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

// Place is a ticket as its child sees it.
type Place struct {
	Ticket   Ticket
	Ahead    int           // waiting before it; in the fair order, waiting beside it
	Wait     time.Duration // estimate from today's talks; negative when there were none yet
	Fair     bool
	Late     bool      // the wait is longer than the room is open
	Siblings []string  // ids of those on the same ticket, without the child itself
	Summons  [2]string // the pictures that stand for the child on the board
}

// Refusal is why a child gets no number now: ErrClosed, ErrHoliday, ErrLast, ErrLines, ErrCooldown, ErrWeek, ErrFull, or
// ErrTalkUnasked with the talk that the screen asks about first. It says when to come again wherever that is known.
type Refusal struct {
	Why     *school.Error
	Next    time.Time // when it may come again; zero where nobody knows
	Holiday string
	Talk    string // key of the talk of which nobody has said how it went
}

// Error is that of why; Unwrap leads handlers to its sentence and status.
func (r *Refusal) Error() string { return r.Why.Error() }
func (r *Refusal) Unwrap() error { return r.Why }

// TakeTicket gives the child a place in the phone room. A child that has one keeps it, and one that missed its call
// or paused comes back to its old place: children scan twice. Otherwise a Refusal says why there is none now. The
// number is one above the highest of the day, given out in this transaction, so no two children have the same.
func (s *Room) TakeTicket(v visit.Visit) (p Place, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		if !v.Device.Has(school.OfferPhone) {
			return school.ErrDeviceOffer
		}
		t, found, err := openTicket(tx, v.Child)
		if err != nil {
			return err
		}
		if found {
			if t.State == Missed || t.State == Paused {
				if err := moveTicket(tx, &t, Waiting); err != nil {
					return err
				}
				if err := advance(tx); err != nil {
					return err
				}
			}
			p, err = placeOf(tx, t.Key(), v.Child)
			return err
		}
		lines, err := linesOf(tx)
		if err != nil {
			return err
		}
		sum, _, err := sums.Get(tx, v.Child)
		if err != nil {
			return err
		}
		day, _, err := days.Get(tx, string(tx.Day))
		if err != nil {
			return err
		}
		if r := refusal(tx, lines, sum, day.Waiting); r != nil {
			return r
		}
		t = Ticket{Day: tx.Day, No: day.Issued + 1, Child: v.Child, State: Waiting, Device: v.Device.ID, Last: sum.Spoke, Taken: tx.Now}
		if err := putTicket(tx, t, ""); err != nil {
			return err
		}
		if tx.Settings.Rule(school.RulePhoneSelf) == 1 {
			if err := advance(tx); err != nil {
				return err
			}
			p, err = placeOf(tx, t.Key(), v.Child)
			return err
		}
		// All that wait have lower numbers, so the counter is the answer and the queue need not be walked.
		p = estimate(tx, lines, t, day, day.Waiting)
		p.Summons = visit.SummonsOf(v.Child)
		return nil
	})
	return p, err
}

// full reports that no more may wait. Whoever comes back to its number has had its place all along.
func full(set school.Settings, waiting int) bool {
	most := set.Rule(school.RulePhoneCapacity)
	return most > 0 && waiting >= most
}

// refusal is why the child may not take a number now, beside so many that wait; nil if it may. The order is the order
// in which it helps: what holds for everybody first, then the question still open, then the child's own limits, and
// last that the room is full, which a call ends.
func refusal(tx *school.Tx, lines []Line, sum ContactSum, waiting int) *Refusal {
	if o := OpeningAt(tx.Settings, tx.Now); o.Why != nil {
		return &Refusal{Why: o.Why, Next: o.Next, Holiday: o.Holiday}
	}
	if !slices.ContainsFunc(lines, func(l Line) bool { return !l.Out }) {
		return &Refusal{Why: ErrLines}
	}
	if sum.Ask != "" {
		return &Refusal{Why: ErrTalkUnasked, Talk: sum.Ask}
	}
	if again := sum.Spoke.Add(time.Duration(tx.Settings.Rule(school.RulePhoneCooldown)) * time.Hour); tx.Now.Before(again) {
		return &Refusal{Why: ErrCooldown, Next: again}
	}
	week := tx.Settings.WeekOf(tx.Day)
	if limit := tx.Settings.Rule(school.RulePhoneWeek); limit > 0 && sum.Week == week && sum.Talks >= limit {
		return &Refusal{Why: ErrWeek, Next: week.Add(7).At(0, tx.Now.Location())}
	}
	if full(tx.Settings, waiting) {
		return &Refusal{Why: ErrFull}
	}
	return nil
}

// TicketOf returns the child's open ticket, if any.
func (s *Room) TicketOf(child string) (p Place, found bool, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		p, found, err = PlaceOf(tx, child)
		return err
	})
	return p, found, err
}

// PlaceOf joins the caller's transaction.
func PlaceOf(tx *school.Tx, child string) (p Place, found bool, err error) {
	t, found, err := openTicket(tx, child)
	if err != nil || !found {
		return p, false, err
	}
	p, err = placeOf(tx, t.Key(), child)
	return p, true, err
}

// placeOf is the ticket as one of its children sees it. In order of arrival those before it are counted in the index;
// in the fair order nobody can know, so all that wait stand beside it.
func placeOf(tx *school.Tx, key, child string) (Place, error) {
	t, err := tickets.Must(tx, key)
	if err != nil {
		return Place{}, err
	}
	day, _, err := days.Get(tx, string(t.Day))
	if err != nil {
		return Place{}, err
	}
	p := Place{Ticket: t}
	if t.State == Waiting {
		ahead := day.Waiting - 1
		if tx.Settings.Rule(school.RulePhoneFair) == 0 {
			ahead = 0
			before := kv.Range{From: queueKey(t.Day, Waiting, 0), To: queueKey(t.Day, Waiting, t.No)}
			if err := queue.Keys(tx, before, func(string) error { ahead++; return nil }); err != nil {
				return p, err
			}
		}
		lines, err := linesOf(tx)
		if err != nil {
			return p, err
		}
		p = estimate(tx, lines, t, day, ahead)
	}
	p.Summons = visit.SummonsOf(child)
	p.Siblings = slices.DeleteFunc(t.children(), func(id string) bool { return id == child })
	return p, nil
}

// estimate: the lines work through those ahead in rounds of today's mean talk, plus the round now on the lines.
// Before the first talk of the day there is none, rather than a made-up one.
func estimate(tx *school.Tx, lines []Line, t Ticket, day DayCount, ahead int) Place {
	p := Place{Ticket: t, Ahead: ahead, Wait: -1, Fair: tx.Settings.Rule(school.RulePhoneFair) == 1}
	usable, busy := 0, 0
	for _, l := range lines {
		if l.Out {
			continue
		}
		usable++
		if l.Ticket != "" {
			busy++
		}
	}
	if usable > 0 && day.Talks > 0 {
		p.Wait = time.Duration(ahead+busy) * day.MeanTalk() / time.Duration(usable)
		o := OpeningAt(tx.Settings, tx.Now)
		p.Late = o.Open() && tx.Now.Add(p.Wait).After(o.Until)
	}
	return p
}
