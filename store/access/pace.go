package access

import (
	"sync"
	"time"
)

// Pace slows down whoever tries a secret again and again: so many tries at once, and then one each interval. It never
// shuts anybody out, and it lives in memory alone: a stranger's try must not cost a commit, and whoever can restart the
// program needs no try. A try is counted before its secret is checked, so that a hundred at once are not all the first.
type Pace struct {
	burst int
	every time.Duration
	mu    sync.Mutex
	by    map[string]paced
}

// paced is one who tries.
type paced struct {
	next  time.Time // when all tries would be free again
	wrong int
	last  time.Time // of a wrong try
	from  string    // where
	told  time.Time // what is not later was told, see untold
}

// pacedMost bounds the table. Whoever fills it to have a count forgotten pays a password check a row, and that takes
// longer than the count would have.
const pacedMost = 10_000

// NewPace allows burst tries at once and then one each interval.
func NewPace(burst int, every time.Duration) *Pace {
	return &Pace{burst: burst, every: every, by: map[string]paced{}}
}

// Take counts a try, or refuses it. Times that come from time.Now are compared by the machine's steady clock: a clock
// that is set neither opens nor closes anything.
func (p *Pace) Take(whom string, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	t, known := p.by[whom]
	if t.next.Before(now) {
		t.next = now
	}
	if t.next.Sub(now) > time.Duration(p.burst-1)*p.every {
		return false
	}
	if !known {
		p.makeRoom(now)
	}
	t.next = t.next.Add(p.every)
	p.by[whom] = t
	return true
}

// makeRoom forgets who has waited long enough, and if there is none, who is the next to be.
func (p *Pace) makeRoom(now time.Time) {
	if len(p.by) < pacedMost {
		return
	}
	first := ""
	for whom, t := range p.by {
		if !t.next.After(now) {
			delete(p.by, whom)
		} else if first == "" || t.next.Before(p.by[first].next) {
			first = whom
		}
	}
	if len(p.by) >= pacedMost {
		delete(p.by, first)
	}
}

// Wrong notes that the try which was taken failed.
func (p *Pace) Wrong(whom, from string, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if t, known := p.by[whom]; known {
		t.wrong, t.last, t.from = t.wrong+1, now, from
		p.by[whom] = t
	}
}

// Right gives a try back that was no guess.
func (p *Pace) Right(whom string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if t, known := p.by[whom]; known {
		t.next = t.next.Add(-p.every)
		p.by[whom] = t
	}
}

// Forget begins the count anew.
func (p *Pace) Forget(whom string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.by, whom)
}

// wrongSince is how often and when last somebody failed.
func (p *Pace) wrongSince(whom string, since time.Time) (n int, last time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if t := p.by[whom]; t.last.After(since) {
		return t.wrong, t.last
	}
	return 0, time.Time{}
}

// untold is where somebody failed last since this was asked before.
func (p *Pace) untold(whom string) (from string, anew bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := p.by[whom]
	if !t.last.After(t.told) {
		return "", false
	}
	from, t.told = t.from, t.last
	p.by[whom] = t
	return from, true
}

// lobby is where strangers wait for a password check, one at a time and only a few: a check takes 19 MB and a twentieth of
// a second, of which the house has two at once, see seal. So one is always left for a child's letter and for who belongs
// here, however many strangers knock.
type lobby struct{ seats, door chan struct{} }

func newLobby() lobby { return lobby{seats: make(chan struct{}, 8), door: make(chan struct{}, 1)} }

// enter runs check when its turn has come, or returns ErrBusy at once when all seats are taken.
func (l lobby) enter(check func()) error {
	select {
	case l.seats <- struct{}{}:
	default:
		return ErrBusy
	}
	defer func() { <-l.seats }()
	l.door <- struct{}{}
	defer func() { <-l.door }()
	check()
	return nil
}
