package store

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"zhixinwu/store/mail"
	"zhixinwu/store/school"
)

// job is one thing that the school does by itself. One with neither every nor at is done once, when the program starts.
type job struct {
	name  string
	every time.Duration
	at    func(school.Settings, time.Time) time.Time // the next time of day after a moment; zero: none is set
	run   func(*Store) error
}

// jobs is all that the school does by itself.
var jobs = []job{
	{name: "check", run: (*Store).Check}, // beside the first children; damage is said and not acted on: restoring is a person's decision
	{name: "refused", every: time.Minute, run: func(s *Store) error { return s.Access.TellRefused() }},
	{name: "tidy", every: time.Hour, run: (*Store).Tidy},
	{name: "promote", every: time.Hour, run: (*Store).Promote},
	{name: "letters", at: mail.NextBatch, run: func(s *Store) error { return s.Mail.HandOver() }},
	{name: "wipe", every: time.Second, run: func(s *Store) error { return s.Wipe() }},
	{name: "phone", every: time.Second, run: func(s *Store) error { return s.Phone.Tick() }},
}

// JobState is what became of one job. It is kept in memory: each is done again soon after a start, or says when.
type JobState struct {
	Name    string
	Last    time.Time // its last run began; zero: not since the start
	Running bool
	Next    time.Time // zero: at the next start, or never by the settings
	Err     error     // of the last run that ended
	Failed  int       // runs in a row that failed
	Since   time.Time // the first of them
}

// ledger is what became of the jobs, in their order.
type ledger struct {
	mu     sync.Mutex
	states []JobState
}

func newLedger() *ledger {
	l := &ledger{}
	for _, j := range jobs {
		l.states = append(l.states, JobState{Name: j.name})
	}
	return l
}

// note changes one state, and returns it.
func (l *ledger) note(i int, change func(*JobState)) JobState {
	l.mu.Lock()
	defer l.mu.Unlock()
	change(&l.states[i])
	return l.states[i]
}

// Jobs says what the school does by itself: when last, when next, and what came of it.
func (s *Store) Jobs(actor school.Actor) ([]JobState, error) {
	if err := actor.May(school.RoleAdmin); err != nil {
		return nil, err
	}
	s.done.mu.Lock()
	defer s.done.mu.Unlock()
	return slices.Clone(s.done.states), nil
}

// Do does a job now, and notes what came of it.
func (s *Store) Do(name string) (JobState, error) {
	i := slices.IndexFunc(jobs, func(j job) bool { return j.name == name })
	if i < 0 {
		return JobState{}, school.ErrNotFound
	}
	began := s.Now()
	s.done.note(i, func(st *JobState) { st.Last, st.Running = began, true })
	err := jobs[i].run(s)
	return s.done.note(i, func(st *JobState) { st.ended(began, err) }), nil
}

// ended notes what came of a run.
func (st *JobState) ended(began time.Time, err error) {
	st.Running, st.Err = false, err
	if err == nil {
		st.Failed, st.Since = 0, time.Time{}
		return
	}
	if st.Failed == 0 {
		st.Since = began
	}
	st.Failed++
}

// Work does every job when it is due until ctx ends, and returns when all have stopped.
func (s *Store) Work(ctx context.Context, log *slog.Logger) {
	var all sync.WaitGroup
	for i := range jobs {
		all.Go(func() { s.work(ctx, log, i) })
	}
	all.Wait()
}

// work is one job's time. One that is due at a time of day looks once a minute, so that other settings, or a clock that was
// set, are followed; a time that passed while the computer slept is made up for once, and one that failed is tried again.
func (s *Store) work(ctx context.Context, log *slog.Logger, i int) {
	j, looked, failed := jobs[i], s.Now(), false
	pause := j.every
	if j.at != nil {
		pause = time.Minute
	}
	for ctx.Err() == nil {
		now := s.Now()
		if s.due(i, looked, now) || failed {
			st, _ := s.Do(j.name) // the job is in the table
			failed = st.Err != nil
			if st.Err != nil && st.Failed == 1 && ctx.Err() == nil { // the page counts those that follow
				log.Error("what the school does by itself failed", "job", j.name, "error", st.Err)
			}
		}
		looked = now
		if pause == 0 {
			return
		}
		if j.every > 0 {
			s.done.note(i, func(st *JobState) { st.Next = s.Now().Add(j.every) })
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

// due reports whether a job's time of day has come since a moment, and notes which comes next; a job without one is always due.
// Where the settings cannot be read the job is, too: it fails for the same reason, and says so.
func (s *Store) due(i int, since, now time.Time) bool {
	if jobs[i].at == nil {
		return true
	}
	settings, err := s.Settings()
	if err != nil {
		return true
	}
	s.done.note(i, func(st *JobState) { st.Next = jobs[i].at(settings, now) })
	at := jobs[i].at(settings, since)
	return !at.IsZero() && !at.After(now)
}
