package storetest

import (
	"sync"
	"time"
)

// Clock is a settable clock: time passes only when a test says so, and then at once for all goroutines.
type Clock struct {
	mu     sync.Mutex
	now    time.Time
	passed time.Duration
}

// Now is the school's clock, see school.Options.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Ticks is what has passed on the clock that nobody can set, see school.Options.
func (c *Clock) Ticks() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.passed
}

// Pass lets time pass.
func (c *Clock) Pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now, c.passed = c.now.Add(d), c.passed+d
}

// Turn sets the computer's clock ahead or back; no time passes.
func (c *Clock) Turn(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// SetBack turns the clock back, and the administrator says that it is right now.
func (s *School) SetBack(d time.Duration) {
	s.t.Helper()
	s.Now() // the program reads its clock all the time
	s.Clock.Turn(-d)
	s.must(s.TrustClock(s.Admin))
}

// Begin is when a test's clock starts: Monday 2026-11-23, 10:00 in Shanghai.
var Begin = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
