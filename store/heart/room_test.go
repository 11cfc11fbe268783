package heart_test

import (
	"errors"
	"testing"

	"zhixinwu/store/heart"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

func noon(s *storetest.School, day school.Day) string {
	return heart.Slot{Day: day, Clock: 12 * 60, Counselor: s.Counselor.ID()}.Key()
}

// TestLeavingFromTheLine: a child in the waiting line that leaves the school is not given the very slot it has just lost.
func TestLeavingFromTheLine(t *testing.T) {
	s := storetest.Open(t, 4)
	s.Plan(s.Counselor, "知心屋", 20, 12*60, 12*60+20) // one talk a day, so that the next child waits in line
	s.Set(func(sc *school.Settings) {
		sc.Rules = map[school.Rule]int{school.RuleBookingDays: 2, school.RuleBookingOpen: 2}
	})
	for i, day := range []school.Day{"2026-11-23", "2026-11-24"} {
		if _, err := s.Heart.Book(s.Visit(i), noon(s, day), ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Heart.Wait(s.Visit(0), "", ""); err != nil { // holds one of two, and waits for the second
		t.Fatal(err)
	}
	if err := s.Heart.Wait(s.Visit(2), "", ""); err != nil {
		t.Fatal(err)
	}
	if err := s.Roster.DepartChild(s.Office, s.Children[0].ID, "2026-11-23"); err != nil {
		t.Fatal(err)
	}
	if h, err := s.Heart.HeldBy(s.Children[0].ID); err != nil || len(h.Bookings) > 0 || h.Waiting != nil {
		t.Errorf("the child that left holds %+v, %v", h, err)
	}
	if h, err := s.Heart.HeldBy(s.Children[2].ID); err != nil || len(h.Bookings) != 1 || h.Bookings[0].Day != "2026-11-23" {
		t.Errorf("the next in line holds %+v, %v", h, err)
	}
}

// TestLeavingAheadWaits: whoever waits in line may be given a time before the departure, and none after it.
func TestLeavingAheadWaits(t *testing.T) {
	s := storetest.Open(t, 4)
	s.Plan(s.Counselor, "知心屋", 20, 12*60, 12*60+20) // one talk a day, so that the next child waits in line
	s.Set(func(sc *school.Settings) { sc.Rules = map[school.Rule]int{school.RuleBookingDays: 3} })
	for i, day := range []school.Day{"2026-11-23", "2026-11-24", "2026-11-25"} {
		if _, err := s.Heart.Book(s.Visit(i), noon(s, day), ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Heart.Wait(s.Visit(3), "", ""); err != nil {
		t.Fatal(err)
	}
	if err := s.Roster.DepartChild(s.Office, s.Children[3].ID, "2026-11-25"); err != nil {
		t.Fatal(err)
	}
	if err := s.Heart.CancelBooking(s.Visit(2), ""); err != nil {
		t.Fatal(err)
	}
	if h, err := s.Heart.HeldBy(s.Children[3].ID); err != nil || len(h.Bookings) > 0 || h.Waiting == nil {
		t.Fatalf("given a day after the departure: %+v, %v", h, err)
	}
	if err := s.Heart.CancelBooking(s.Visit(1), ""); err != nil {
		t.Fatal(err)
	}
	if h, err := s.Heart.HeldBy(s.Children[3].ID); err != nil || len(h.Bookings) != 1 || h.Bookings[0].Day != "2026-11-24" {
		t.Errorf("not given the day before the departure: %+v, %v", h, err)
	}
}

// TestGraduatesFromTheLine: all who graduate have left before what one of them leaves free is given away: it goes to a child
// who stays, and none of them is told of a talk that it will not have.
func TestGraduatesFromTheLine(t *testing.T) {
	s := storetest.Open(t, 4) // those with odd numbers are in the fifth grade
	s.Set(func(sc *school.Settings) {
		sc.Rules = map[school.Rule]int{school.RuleTopGrade: 5, school.RuleBookingDays: 1}
	})
	s.Plan(s.Counselor, "知心屋", 20, 12*60, 12*60+20)
	bookNoon(t, s, 1, s.Counselor)
	wait(t, s, 3, 0)
	plan, err := s.Roster.PlanRollover(s.Office)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Roster.RollOver(s.Office, plan.Children, true); err != nil {
		t.Fatal(err)
	}
	holds(t, s, 0, false, s.Counselor)
	for _, i := range []int{1, 3} {
		holds(t, s, i, false)
	}
	if told := s.Rows("news"); len(told) != 1 {
		t.Errorf("told is %v", told)
	}
}

// TestErasedReferral: of a deleted file no sentence of a referral is left.
func TestErasedReferral(t *testing.T) {
	s := storetest.Open(t, 2)
	id := s.Children[0].ID
	if _, err := s.Heart.Refer(s.Teacher, id, []string{"quiet"}, "禾小一这几天不说话"); err != nil {
		t.Fatal(err)
	}
	if err := s.Roster.DepartChild(s.Office, id, "2026-11-23"); err != nil {
		t.Fatal(err)
	}
	if err := s.Roster.EraseFile(s.Office, id, "妈妈"); err != nil {
		t.Fatal(err)
	}
	all, err := storetest.Dump[heart.Referral](s.Store, "referral")
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	for _, r := range all {
		if r.Words != "" || len(r.Reasons) > 0 || r.State == heart.ReferralOpen {
			t.Errorf("what is left: %+v", r)
		}
	}
}

// TestLeavingWaiting: a child that holds nothing and leaves does not stand in the line any more.
func TestLeavingWaiting(t *testing.T) {
	s := oneSlot(t)
	bookNoon(t, s, 0, s.Counselor)
	wait(t, s, 1)
	if err := s.Roster.DepartChild(s.Office, s.Children[1].ID, s.Today()); err != nil {
		t.Fatal(err)
	}
	holds(t, s, 1, false)
	holds(t, s, 0, false, s.Counselor)
}

// TestLeavingAheadBehind: a child for which there is nothing free before its departure does not close the line for those
// behind it, who stay for longer.
func TestLeavingAheadBehind(t *testing.T) {
	s := storetest.Open(t, 3)
	s.Plan(s.Counselor, "知心屋", 20, 12*60, 12*60+20) // one talk a day
	s.Set(func(sc *school.Settings) {
		sc.Rules = map[school.Rule]int{school.RuleBookingDays: 2, school.RuleBookingOpen: 2}
	})
	for _, day := range []school.Day{"2026-11-23", "2026-11-24"} {
		if _, err := s.Heart.Book(s.Visit(0), noon(s, day), ""); err != nil {
			t.Fatal(err)
		}
	}
	wait(t, s, 1, 2)
	if err := s.Roster.DepartChild(s.Office, s.Children[1].ID, "2026-11-24"); err != nil {
		t.Fatal(err)
	}
	if err := s.Heart.CancelBooking(s.Visit(0), noon(s, "2026-11-24")); err != nil {
		t.Fatal(err)
	}
	holds(t, s, 1, true)
	holds(t, s, 2, false, s.Counselor)
}

// TestLeavingAheadBooks: a child whose departure lies ahead books, and moves its talk, up to the day before it.
func TestLeavingAheadBooks(t *testing.T) {
	s := storetest.Open(t, 1)
	if err := s.Roster.DepartChild(s.Office, s.Children[0].ID, "2026-11-25"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Heart.Book(s.Visit(0), noon(s, "2026-11-25"), ""); !errors.Is(err, roster.ErrCardLeft) {
		t.Errorf("booked for the day of the departure: %v", err)
	}
	b, err := s.Heart.Book(s.Visit(0), noon(s, "2026-11-23"), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Heart.ChangeBooking(s.Visit(0), b.Key(), noon(s, "2026-11-25")); !errors.Is(err, roster.ErrCardLeft) {
		t.Errorf("moved to the day of the departure: %v", err)
	}
	if _, err := s.Heart.ChangeBooking(s.Visit(0), b.Key(), noon(s, "2026-11-24")); err != nil {
		t.Errorf("moved to the last day: %v", err)
	}
}
