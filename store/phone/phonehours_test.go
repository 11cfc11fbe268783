package phone_test

import (
	"errors"
	"testing"
	"time"

	"zhixinwu/store/phone"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

func TestPhoneOpening(t *testing.T) {
	loc, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, loc) }
	span := func(d time.Weekday, from, to int) school.Hours {
		return school.Hours{Weekday: d, From: school.Clock(from * 60), To: school.Clock(to * 60)}
	}
	sc := school.Settings{
		Holidays: []school.Holiday{{Name: "运动会", First: "2026-11-27", Last: "2026-11-28"}},
		PhoneHours: []school.Hours{
			span(time.Wednesday, 18, 21), span(time.Wednesday, 12, 13), span(time.Friday, 18, 21),
			span(time.Saturday, 20, 24), span(time.Sunday, 0, 2), span(time.Sunday, 2, 4),
		},
	}
	for _, c := range []struct {
		now         time.Time
		why         *school.Error
		until, next time.Time
	}{
		{at(23, 19, 0), phone.ErrClosed, time.Time{}, at(25, 12, 0)},
		{at(25, 11, 59), phone.ErrClosed, time.Time{}, at(25, 12, 0)},
		{at(25, 12, 0), nil, at(25, 13, 0), time.Time{}},
		{at(25, 12, 49), nil, at(25, 13, 0), time.Time{}},
		{at(25, 12, 50), phone.ErrLast, at(25, 13, 0), at(25, 18, 0)},
		{at(25, 13, 0), phone.ErrClosed, time.Time{}, at(25, 18, 0)},
		{at(27, 19, 0), phone.ErrHoliday, time.Time{}, at(29, 0, 0)}, // Friday and Saturday are off; Sunday begins at midnight
		{at(29, 3, 0), nil, at(29, 4, 0), time.Time{}},
		{at(30, 3, 0), phone.ErrClosed, time.Time{}, time.Date(2026, 12, 2, 12, 0, 0, 0, loc)},
		{time.Date(2026, 12, 5, 23, 55, 0, 0, loc), nil, time.Date(2026, 12, 6, 4, 0, 0, 0, loc), time.Time{}}, // on over midnight
	} {
		o := phone.OpeningAt(sc, c.now)
		if o.Why != c.why || !o.Until.Equal(c.until) || !o.Next.Equal(c.next) {
			t.Errorf("%v: %v until %v, next %v", c.now, o.Why, o.Until, o.Next)
		}
	}
	if o := phone.OpeningAt(school.Settings{PhoneHours: storetest.RoundTheClock}, at(25, 23, 59)); o.Why != nil {
		t.Errorf("round the clock: %v", o.Why)
	}
	if o := phone.OpeningAt(school.Settings{}, at(25, 12, 0)); o.Why != phone.ErrClosed || !o.Next.IsZero() {
		t.Errorf("no hours: %+v", o)
	}
}

// TestClosed: outside the hours, with every line out of order, and after the last call no number is given; a child that has
// one keeps it.
func TestClosed(t *testing.T) {
	s := storetest.Open(t, 4) // open 7:00 to 21:30, now 10:00
	kept := s.Take(0)
	refused := func(why error) {
		t.Helper()
		if _, err := s.Phone.TakeTicket(s.Visit(1)); !errors.Is(err, why) {
			t.Errorf("%v, want %v", err, why)
		}
	}
	for _, line := range []string{"1", "2", "3"} {
		if err := s.Phone.SetLine(s.Keeper, line, true, ""); err != nil {
			t.Fatal(err)
		}
	}
	refused(phone.ErrLines)
	if _, err := s.Phone.CallNext(s.Keeper, "1"); !errors.Is(err, phone.ErrLineOut) {
		t.Errorf("a line out of order called: %v", err)
	}
	if err := s.Phone.SetLine(s.Keeper, "2", false, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Phone.CallNext(s.Keeper, "2"); err != nil {
		t.Fatal(err)
	}
	if err := s.Phone.SetLine(s.Keeper, "2", true, ""); !errors.Is(err, phone.ErrLineBusy) {
		t.Errorf("a line with a child on it was taken out: %v", err)
	}
	s.Clock.Pass(11*time.Hour + 25*time.Minute)
	refused(phone.ErrLast)
	if p := s.Take(0); p.Ticket.No != kept.Ticket.No {
		t.Errorf("number %d was %d", p.Ticket.No, kept.Ticket.No)
	}
	s.Clock.Pass(time.Hour)
	refused(phone.ErrClosed)
}
