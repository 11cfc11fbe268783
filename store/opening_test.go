package store_test

import (
	"errors"
	"testing"

	"zhixinwu/store"
	"zhixinwu/store/storetest"
)

// TestClash: a child that holds several bookings is never in two rooms at once, whichever talk begins first; one that
// begins as the other ends is no clash.
func TestClash(t *testing.T) {
	s := storetest.Open(t, 2)
	s.Set(func(school *store.School) { school.Rules = map[store.Rule]int{store.RuleBookingOpen: 2} })
	s.Plan(s.Colleague, "知心屋 2", 30, 12*60+10, 12*60+40)
	book := func(clock store.Clock, with store.Actor) error {
		_, err := s.Book(s.Visit(0), store.Slot{Day: "2026-11-24", Clock: clock, Counselor: with.ID()}.Key(), "")
		return err
	}
	if err := book(12*60+10, s.Colleague); err != nil { // until 12:40
		t.Fatal(err)
	}
	for _, c := range []struct {
		clock store.Clock
		want  error
	}{{12 * 60, store.ErrBookingClash}, {12*60 + 20, store.ErrBookingClash}, {12*60 + 40, nil}} {
		if err := book(c.clock, s.Counselor); !errors.Is(err, c.want) {
			t.Errorf("twenty minutes from %v: %v, want %v", c.clock, err, c.want)
		}
	}
}
