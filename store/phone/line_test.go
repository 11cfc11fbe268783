package phone_test

import (
	"testing"
	"time"

	"zhixinwu/store/phone"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// TestLineOfYesterday: a call that lapsed at midnight is closed the day after, and the child that is on its line by then
// keeps it.
func TestLineOfYesterday(t *testing.T) {
	s := storetest.Open(t, 2)
	s.Set(func(settings *school.Settings) { settings.PhoneHours = storetest.RoundTheClock })
	s.Take(0)
	lapsed := s.Call("1")
	s.Clock.Pass(24 * time.Hour)
	s.Take(1)
	today := s.Call("1")
	if err := s.Phone.MoveTicket(s.Keeper, lapsed.Key(), phone.Missed); err != nil {
		t.Fatal(err)
	}
	if r, err := s.Phone.Desk(s.Keeper); err != nil || r.Lines[0].Talk == nil || r.Lines[0].Talk.Key() != today.Key() {
		t.Errorf("line 1 has %+v: %v", r.Lines[0].Talk, err)
	}
}
