package store_test

import (
	"testing"
	"time"

	"zhixinwu/store"
	"zhixinwu/store/storetest"
)

// TestLineOfYesterday: a call that lapsed at midnight is closed the day after, and the child that is on its line by then
// keeps it.
func TestLineOfYesterday(t *testing.T) {
	s := storetest.Open(t, 2)
	s.Set(func(school *store.School) { school.PhoneHours = storetest.RoundTheClock })
	s.Take(0)
	lapsed := s.Call("1")
	s.Clock.Pass(24 * time.Hour)
	s.Take(1)
	today := s.Call("1")
	if err := s.MoveTicket(s.Keeper, lapsed.Key(), store.Missed); err != nil {
		t.Fatal(err)
	}
	if r, err := s.PhoneRoom(s.Keeper); err != nil || r.Lines[0].Talk == nil || r.Lines[0].Talk.Key() != today.Key() {
		t.Errorf("line 1 has %+v: %v", r.Lines[0].Talk, err)
	}
}
