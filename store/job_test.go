package store_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"zhixinwu/store"
	"zhixinwu/store/kv"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// stateOf is what the administrator's page says of one job.
func stateOf(t *testing.T, s *storetest.School, name string) store.JobState {
	t.Helper()
	all, err := s.Jobs(s.Admin)
	if err != nil {
		t.Fatal(err)
	}
	for _, st := range all {
		if st.Name == name {
			return st
		}
	}
	t.Fatalf("no job %s in %+v", name, all)
	return store.JobState{}
}

// TestWork: whatever is due at a start is done, says when it is done next, and stops with the program; a letter's hour that has
// not come is only awaited.
func TestWork(t *testing.T) {
	s := storetest.Open(t, 2)
	s.Set(func(sc *school.Settings) { sc.LetterHours = []school.Clock{18 * 60} })
	ctx, cancel := context.WithCancel(t.Context())
	log := &strings.Builder{}
	var ended sync.WaitGroup
	ended.Go(func() { s.Work(ctx, slog.New(slog.NewTextHandler(log, nil))) })
	deadline := time.Now().Add(time.Minute)
	done := func() bool {
		for _, name := range []string{"check", "tidy", "promote", "phone"} {
			if st := stateOf(t, s, name); st.Last.IsZero() || st.Running || st.Next.IsZero() != (name == "check") {
				return false
			}
		}
		return !stateOf(t, s, "letters").Next.IsZero()
	}
	for !done() && time.Now().Before(deadline) {
		time.Sleep(10 * time.Millisecond)
	}
	cancel()
	ended.Wait()
	all, err := s.Jobs(s.Admin)
	if err != nil || !done() || log.Len() > 0 {
		t.Fatalf("%+v, %v, the log says %s", all, err, log)
	}
	for _, st := range all {
		if st.Err != nil {
			t.Errorf("%s: %v", st.Name, st.Err)
		}
	}
	letters := stateOf(t, s, "letters")
	if !letters.Last.IsZero() || letters.Next.Hour() != 18 || school.DayOf(letters.Next) != school.DayOf(s.Now()) {
		t.Errorf("the letters: %+v", letters)
	}
	if _, err := s.Jobs(s.Head); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("the head: %v", err)
	}
}

// TestJobFails: one job's failure is its own, is counted with its beginning, and is over with the first run that succeeds.
func TestJobFails(t *testing.T) {
	s := storetest.Open(t, 2)
	row := func(change func(tx *school.Tx) error) {
		t.Helper()
		if err := s.Update(change); err != nil {
			t.Fatal(err)
		}
	}
	row(func(tx *school.Tx) error { return tx.Put("session", "broken", []byte("{")) })
	began := s.Now()
	for i := range 2 {
		if st, err := s.Do("tidy"); err != nil || !errors.Is(st.Err, kv.ErrCorrupt) || st.Failed != i+1 || !st.Since.Equal(began) {
			t.Errorf("%+v, %v", st, err)
		}
		s.Clock.Pass(time.Hour)
	}
	if st, err := s.Do("promote"); err != nil || st.Err != nil {
		t.Errorf("another job: %+v, %v", st, err)
	}
	row(func(tx *school.Tx) error { return tx.Delete("session", "broken") })
	if st, err := s.Do("tidy"); err != nil || st.Err != nil || st.Failed != 0 || !st.Since.IsZero() || !st.Last.Equal(s.Now()) {
		t.Errorf("mended: %+v, %v", st, err)
	}
	before := s.Version(school.TopicLetter)
	if st, err := s.Do("letters"); err != nil || st.Err != nil || s.Version(school.TopicLetter) != before+1 {
		t.Errorf("a batch: %+v, %v", st, err)
	}
	if _, err := s.Do("nothing"); !errors.Is(err, school.ErrNotFound) {
		t.Errorf("an unknown job: %v", err)
	}
}
