package school

import (
	"sync"
	"time"
)

const clockMark Cell[time.Time] = "clock"

var actClockSet = NewAction("clock.set")

const (
	// farAhead is the longest leap ahead that is believed by itself: a program that is started again after the summer finds
	// one of ten weeks, a slip in the year makes one of a year.
	farAhead = 100 * 24 * time.Hour

	// slack is the part of its speed that the school's clock gives up while it waits for the computer's.
	slack = 10

	// clockGrain is how far apart the marks are. They say when something was written no closer than this, because a letter
	// must not be matched with its hour.
	clockGrain = 15 * time.Minute

	// apart is from when on the two clocks are worth a sentence: every computer is set right by seconds now and then.
	apart = 2 * time.Minute
)

// clock makes the school's time out of two clocks of the computer: the one that people and networks set, and the ticks
// since the start, which nobody can. See the comment of the package for what it promises.
type clock struct {
	computer func() time.Time
	ticks    func() time.Duration

	mu   sync.Mutex
	last time.Time     // the latest moment given out; zero before the first
	at   time.Duration // the ticks at that moment
	run  time.Duration // how far the moments have gone on, without the steps that were trusted
}

// read gives out the next moment, and what the computer shows.
func (c *clock) read() (now, computer time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	computer = c.computer().Round(0) // its own monotonic part would hide that it was set
	at := c.ticks()
	now = follow(c.last, at-c.at, computer)
	if !c.last.IsZero() {
		c.run += now.Sub(c.last)
	}
	c.last, c.at = now, at
	return now, computer
}

// set lets the school's time go on from a moment, earlier or later than the last.
func (c *clock) set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last, c.at = now, c.ticks()
}

// follow is the moment after last, when so much has passed and the computer shows what it shows. It is the computer's,
// but never earlier than the time that has passed makes it, less the slack that lets a computer catch up, and never
// later by more than farAhead.
func follow(last time.Time, passed time.Duration, computer time.Time) time.Time {
	soonest, unturned := last.Add(passed-passed/slack), last.Add(passed)
	switch {
	case last.IsZero():
		return computer
	case computer.Before(soonest):
		return soonest
	case computer.Sub(unturned) > farAhead:
		return unturned
	}
	return computer
}

// startClock takes up the school's time where the last program left it. A computer that stands in no time that can be
// right finds it at the mark, so that it has certainly not gone back; one that stands shortly before the mark is believed.
func (s *School) startClock(tx *Tx) error {
	mark, marked, err := clockMark.Get(tx)
	if err != nil || !marked {
		return err
	}
	s.clock.set(mark)
	if computer := s.clock.computer(); !computer.Before(mark.Add(-clockGrain)) && computer.Before(mark) {
		s.clock.set(computer.Round(0))
	}
	return nil
}

// keepMark writes the end of the quarter of an hour that the school's time is in, with the first commit in it: no commit
// is made for it.
func keepMark(tx *Tx) error {
	if !tx.wrote {
		return nil
	}
	mark, _, err := clockMark.Get(tx)
	if err != nil || tx.Now.Before(mark) {
		return err
	}
	return putMark(tx)
}

func putMark(tx *Tx) error {
	return clockMark.Put(tx, tx.Now.UTC().Truncate(clockGrain).Add(clockGrain))
}

// Now is the time in the school, which every rule and every screen goes by.
func (s *School) Now() time.Time {
	now, _ := s.clock.read()
	return now.In(s.loc)
}

// Steady is for what is kept in memory and measured alone: it is no time of any day, and goes on with the school's time,
// also over a night in which the computer slept, but never back.
func (s *School) Steady() time.Time {
	s.clock.read()
	s.clock.mu.Lock()
	defer s.clock.mu.Unlock()
	return time.Time{}.Add(s.clock.run)
}

// Clocks are the school's time and what the computer shows.
type Clocks struct{ School, Computer time.Time }

// Clocks returns both, in the school's zone.
func (s *School) Clocks() Clocks {
	now, computer := s.clock.read()
	return Clocks{now.In(s.loc), computer.In(s.loc)}
}

// Skew is how far the computer stands ahead of the school, less than nothing for behind, and zero while nobody need know.
func (c Clocks) Skew() time.Duration {
	if skew := c.Computer.Sub(c.School); skew.Abs() > apart {
		return skew
	}
	return 0
}

// TrustClock lets the school go by the computer's clock from now on, because the administrator says that it is right. If
// that takes the school's time back, the rooms mend what stands in a future that was none (Follower.ClockBack). While the
// clocks agree there is nothing to trust, and nothing is written.
//
// No other transaction is between reading the clock and its commit meanwhile: it would write a moment of the time before.
func (s *School) TrustClock(actor Actor) error {
	s.turning.Lock()
	defer s.turning.Unlock()
	clocks := s.Clocks()
	err := s.update(clocks.Computer, func(tx *Tx) error {
		if err := actor.May(RoleAdmin); err != nil {
			return err
		}
		if clocks.Skew() == 0 {
			return nil
		}
		if err := Record(tx, actor, actClockSet, ""); err != nil {
			return err
		}
		if err := putMark(tx); err != nil {
			return err
		}
		if clocks.Skew() > 0 {
			return nil
		}
		return tx.Tell(func(f Follower) error { return f.ClockBack(tx, actor, clocks.School) })
	})
	if err == nil && clocks.Skew() != 0 {
		s.clock.set(clocks.Computer)
	}
	return err
}

// MoveBack moves moments that lie ahead by as much as the school's time went back, from a moment to now: they were written
// in a time that was none, and what has passed since then stays what it was. It reports whether one has moved.
func (tx *Tx) MoveBack(from time.Time, moments ...*time.Time) (moved bool) {
	for _, t := range moments {
		if t.After(tx.Now) {
			*t, moved = t.Add(tx.Now.Sub(from)), true
		}
	}
	return moved
}
