package heart_test

import (
	"errors"
	"testing"

	"zhixinwu/store/heart"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// TestClash: a child that holds several bookings is never in two rooms at once, whichever talk begins first; one that
// begins as the other ends is no clash.
func TestClash(t *testing.T) {
	s := storetest.Open(t, 2)
	s.Set(func(settings *school.Settings) { settings.Rules = map[school.Rule]int{school.RuleBookingOpen: 2} })
	s.Plan(s.Colleague, "知心屋 2", 30, 12*60+10, 12*60+40)
	key := func(clock school.Clock, with school.Actor) string {
		return heart.Slot{Day: "2026-11-24", Clock: clock, Counselor: with.ID()}.Key()
	}
	book := func(clock school.Clock, with school.Actor) error {
		_, err := s.Heart.Book(s.Visit(0), key(clock, with), "")
		return err
	}
	if err := book(12*60+10, s.Colleague); err != nil { // until 12:40
		t.Fatal(err)
	}
	for _, c := range []struct {
		clock school.Clock
		want  error
	}{{12 * 60, heart.ErrBookingClash}, {12*60 + 20, heart.ErrBookingClash}, {12*60 + 40, nil}} {
		if err := book(c.clock, s.Counselor); !errors.Is(err, c.want) {
			t.Errorf("twenty minutes from %v: %v, want %v", c.clock, err, c.want)
		}
	}
	late := key(12*60+40, s.Counselor)
	if _, err := s.Heart.ChangeBooking(s.Visit(0), late, key(12*60+20, s.Counselor)); !errors.Is(err, heart.ErrBookingClash) {
		t.Errorf("moved across the other talk: %v", err)
	}
	if _, err := s.Heart.ChangeBooking(s.Visit(0), late, key(13*60, s.Counselor)); err != nil {
		t.Errorf("moved behind it: %v", err)
	}
}
