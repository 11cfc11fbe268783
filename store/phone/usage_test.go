package phone_test

import (
	"errors"
	"testing"
	"time"

	"zhixinwu/store/phone"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// TestPhoneUsage: the numbers of a Sunday that is too full for one line, counted by hand.
func TestPhoneUsage(t *testing.T) {
	s := storetest.Open(t, 8)
	s.Set(func(settings *school.Settings) {
		settings.PhoneHours = []school.Hours{{Weekday: time.Sunday, From: 18 * 60, To: 20 * 60}}
	})
	for _, line := range []string{"2", "3"} {
		if err := s.Phone.SetLine(s.Keeper, line, true, ""); err != nil {
			t.Fatal(err)
		}
	}
	s.Clock.Pass(time.Date(2026, 11, 29, 18, 0, 0, 0, s.Now().Location()).Sub(s.Now()))
	for i := range 8 {
		s.Take(i)
	}
	for range 4 { // 25 minutes each, one after the other: they wait 0, 25, 50 and 75 minutes
		s.Talk("1", 25*time.Minute)
	}
	tk, err := s.Phone.CallNext(s.Keeper, "1") // after 100 minutes, and does not come
	if err != nil {
		t.Fatal(err)
	}
	s.Clock.Pass(time.Minute)
	if err := s.Phone.MoveTicket(s.Keeper, tk.Key(), phone.Missed); err != nil {
		t.Fatal(err)
	}
	if err := s.Phone.MoveTicket(s.Keeper, tk.Key(), phone.Waiting); err != nil {
		t.Fatal(err)
	}
	if tk, err = s.Phone.CallNext(s.Keeper, "1"); err != nil { // called twice, waited once
		t.Fatal(err)
	}
	s.Clock.Pass(4 * time.Minute)
	if err := s.Phone.MoveTicket(s.Keeper, tk.Key(), phone.Left); err != nil {
		t.Fatal(err)
	}
	s.Clock.Pass(24 * time.Hour)
	u, err := s.Phone.Usage(s.Head)
	if err != nil {
		t.Fatal(err)
	}
	w := u.Weekdays[time.Sunday]
	if w.Talks != 4 || w.Missed != 1 || w.Unserved != 3 || w.Wait != 50*time.Minute {
		t.Errorf("%d talks, %d missed, %d never called, %v mean wait", w.Talks, w.Missed, w.Unserved, w.Wait)
	}
	// 105 of 120 minutes on the one line that is in order: another one would help.
	if w.Lines["1"] != 87 || w.Use != 87 || !w.Full() || w.Lines["2"] != 0 {
		t.Errorf("use %d%%, by line %v", w.Use, w.Lines)
	}
	if h := w.Hours[18]; h.Calls != 3 || h.Wait != 25*time.Minute {
		t.Errorf("at 18: %+v", h)
	}
	if h := w.Hours[19]; h.Calls != 2 || h.Wait != 87*time.Minute+30*time.Second {
		t.Errorf("at 19: %+v", h)
	}
	if len(u.Days) != 28 || u.Days[26].Issued != 8 || u.Days[26].Talks != 4 || u.Days[26].Missed != 1 {
		t.Errorf("days: %+v", u.Days[24:])
	}
	if monday := u.Weekdays[time.Monday]; monday.Days != 0 || monday.Use != 0 {
		t.Errorf("Monday: %+v", monday)
	}
	if _, err := s.Phone.Usage(s.Teacher); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("a teacher: %v", err)
	}
}
