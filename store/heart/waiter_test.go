package heart_test

import (
	"errors"
	"testing"
	"time"

	"zhixinwu/store/heart"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// oneSlot is a school with a single talk to give, at noon of today; a child may hold two.
func oneSlot(t *testing.T) *storetest.School {
	s := storetest.Open(t, 3)
	s.Set(func(settings *school.Settings) {
		settings.Rules = map[school.Rule]int{school.RuleBookingDays: 1, school.RuleBookingOpen: 2}
	})
	s.Plan(s.Counselor, "知心屋", 20, 12*60, 12*60+20)
	return s
}

func bookNoon(t *testing.T, s *storetest.School, i int, with school.Actor) {
	t.Helper()
	if _, err := s.Heart.Book(s.Visit(i), heart.Slot{Day: s.Today(), Clock: 12 * 60, Counselor: with.ID()}.Key(), ""); err != nil {
		t.Fatal(err)
	}
}

func wait(t *testing.T, s *storetest.School, children ...int) {
	t.Helper()
	for _, i := range children {
		if err := s.Heart.Wait(s.Visit(i), "", ""); err != nil {
			t.Fatal(err)
		}
	}
}

// holds checks with whom the child has its talks, and whether it waits.
func holds(t *testing.T, s *storetest.School, i int, waits bool, with ...school.Actor) {
	t.Helper()
	h, err := s.Heart.HeldBy(s.Children[i].ID)
	if err != nil || (h.Waiting != nil) != waits || len(h.Bookings) != len(with) {
		t.Fatalf("child %d holds %+v and waits in %+v: %v", i, h.Bookings, h.Waiting, err)
	}
	for n, b := range h.Bookings {
		if b.Counselor != with[n].ID() {
			t.Errorf("child %d is with %s", i, b.Name)
		}
	}
}

// TestPromotedAhead: a slot that becomes free goes to the line only while the child can still be told.
func TestPromotedAhead(t *testing.T) {
	for name, c := range map[string]struct {
		pass     time.Duration
		promoted bool
	}{
		"more than half an hour before": {2*time.Hour - 30*time.Minute - time.Second, true},
		"half an hour before":           {2*time.Hour - 30*time.Minute, false},
		"a minute before":               {2*time.Hour - time.Minute, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := oneSlot(t)
			bookNoon(t, s, 0, s.Counselor)
			wait(t, s, 1)
			s.Clock.Pass(c.pass)
			if err := s.Heart.CancelBooking(s.Visit(0), ""); err != nil {
				t.Fatal(err)
			}
			if c.promoted {
				holds(t, s, 1, false, s.Counselor)
			} else {
				holds(t, s, 1, true)
			}
		})
	}
}

// TestPromotedBehind: the first in line cannot take what lies across a talk of its own; the next in line gets it.
func TestPromotedBehind(t *testing.T) {
	s := oneSlot(t)
	s.Plan(s.Colleague, "知心屋 2", 20, 12*60, 12*60+20)
	bookNoon(t, s, 0, s.Counselor)
	bookNoon(t, s, 2, s.Colleague)
	wait(t, s, 0, 1)
	if err := s.Heart.CancelBooking(s.Visit(2), ""); err != nil {
		t.Fatal(err)
	}
	holds(t, s, 0, true, s.Counselor)
	holds(t, s, 1, false, s.Colleague)
}

// TestWaitAfterLeaving: a child that has left since its scan is given nothing, and does not stand in the line.
func TestWaitAfterLeaving(t *testing.T) {
	s := oneSlot(t)
	if err := s.Roster.DepartChild(s.Office, s.Children[0].ID, s.Today()); err != nil {
		t.Fatal(err)
	}
	wait(t, s, 0)
	holds(t, s, 0, false)
}

// TestWaitForOneWhoLeaves: who waits for a counselor who leaves the school is given another's free time at once.
func TestWaitForOneWhoLeaves(t *testing.T) {
	s := oneSlot(t)
	s.Plan(s.Colleague, "知心屋 2", 20, 13*60, 14*60)
	bookNoon(t, s, 0, s.Counselor)
	if err := s.Heart.Wait(s.Visit(1), s.Counselor.ID(), ""); err != nil {
		t.Fatal(err)
	}
	holds(t, s, 1, true)
	if err := s.Access.EndStaff(s.Admin, s.Counselor.ID()); err != nil {
		t.Fatal(err)
	}
	holds(t, s, 0, false, s.Colleague)
	holds(t, s, 1, false, s.Colleague)
}

// TestBookFromTheLine: slots that became free with a new day are the line's, each in turn; a child in line that chooses for
// itself holds what it chose and no second one.
func TestBookFromTheLine(t *testing.T) {
	s := storetest.Open(t, 5)
	s.Set(func(settings *school.Settings) { settings.Rules = map[school.Rule]int{school.RuleBookingDays: 1} })
	s.Plan(s.Counselor, "知心屋", 20, 12*60, 13*60)
	slot := func(c school.Clock) string {
		return heart.Slot{Day: s.Today(), Clock: c, Counselor: s.Counselor.ID()}.Key()
	}
	for i, c := range []school.Clock{12 * 60, 12*60 + 20, 12*60 + 40} {
		if _, err := s.Heart.Book(s.Visit(i), slot(c), ""); err != nil {
			t.Fatal(err)
		}
	}
	wait(t, s, 3, 4)
	s.Clock.Pass(24 * time.Hour)
	if _, err := s.Heart.Book(s.Visit(4), slot(12*60), ""); !errors.Is(err, heart.ErrSlotTaken) {
		t.Errorf("the second in line took the slot of the first: %v", err)
	}
	if _, err := s.Heart.Book(s.Visit(3), slot(12*60+40), ""); err != nil {
		t.Fatal(err)
	}
	holds(t, s, 3, false, s.Counselor)
	if err := s.Promote(); err != nil {
		t.Fatal(err)
	}
	holds(t, s, 4, false, s.Counselor)
}
