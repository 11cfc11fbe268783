package store

import (
	"testing"
	"time"

	"zhixinwu/store/school"
)

// TestDue: a batch of letters is due once, at its hour, also when the computer slept over it; without hours it never is.
func TestDue(t *testing.T) {
	s, err := Found(t.TempDir(), school.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	letters := -1
	for i, j := range jobs {
		if j.name == "letters" {
			letters = i
		}
	}
	at := func(hour, minute int) time.Time {
		return time.Date(2026, 11, 23, hour, minute, 0, 0, s.Now().Location())
	}
	for _, c := range []struct {
		since, now time.Time
		want       bool
	}{
		{at(11, 58), at(11, 59), false}, {at(11, 59), at(12, 0), true}, {at(12, 0), at(12, 1), false},
		{at(9, 0), at(16, 0), true}, {at(18, 0), at(23, 59), false},
	} {
		if got := s.due(letters, c.since, c.now); got != c.want {
			t.Errorf("from %s to %s: %v", c.since.Format("15:04"), c.now.Format("15:04"), got)
		}
	}
	if next := s.done.states[letters].Next; !next.Equal(at(12, 0).AddDate(0, 0, 1)) {
		t.Errorf("the next is %s", next)
	}
	if err := s.Update(func(tx *school.Tx) error {
		settings := tx.Settings
		settings.LetterHours = nil
		return school.PutSettings(tx, settings)
	}); err != nil {
		t.Fatal(err)
	}
	if s.due(letters, at(9, 0), at(16, 0)) || !s.done.states[letters].Next.IsZero() {
		t.Error("letters that do not wait are handed over at once")
	}
}
