package heart_test

import (
	"errors"
	"testing"
	"time"

	"zhixinwu/store/heart"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
	"zhixinwu/store/visit"
)

var allDay = school.Span{From: 0, To: 24 * 60}

func unsure([]heart.Displaced) bool { return false }

// held is where the i-th child's only talk is; empty without one.
func held(t *testing.T, s *storetest.School, i int) string {
	t.Helper()
	h, err := s.Heart.HeldBy(s.Children[i].ID)
	if err != nil || len(h.Bookings) > 1 {
		t.Fatalf("child %d holds %+v, %v", i, h.Bookings, err)
	}
	if len(h.Bookings) == 0 {
		return ""
	}
	return h.Bookings[0].Key()
}

// TestPlanShortened: a week that ends earlier leaves nobody before a closed door. The counselor sees first who would be
// moved, and nothing is stored before she is sure; then each child has another time, or waits, and is told. A talk that the
// door is still open for stays, however the hours are divided.
func TestPlanShortened(t *testing.T) {
	s := storetest.Open(t, 6)
	me := s.Counselor.ID()
	at := func(clock school.Clock) string { return heart.Slot{Day: tuesday, Clock: clock, Counselor: me}.Key() }
	for i, clock := range []school.Clock{12*60 + 20, 13*60 + 40, 16 * 60} {
		if _, err := s.Heart.Book(s.Visit(i), at(clock), "study"); err != nil {
			t.Fatal(err)
		}
	}
	short := heart.Plan{Counselor: me, Room: "知心屋", Face: "sun", Minutes: 30} // was 20, until 14:00 and from 16:00
	for d := time.Sunday; d <= time.Saturday; d++ {
		short.Hours = append(short.Hours, school.Hours{Weekday: d, From: 12 * 60, To: 13*60 + 30})
	}
	moved, err := s.SetPlan(s.Counselor, short, unsure)
	if !errors.Is(err, heart.ErrUnsure) || len(moved) != 2 || moved[0].From.Key() != at(13*60+40) || moved[0].Name != s.Children[1].Name {
		t.Fatalf("before she is sure: %+v, %v", moved, err)
	}
	if page, err := s.Heart.PlanPage(s.Counselor); err != nil || page.Minutes != 20 || held(t, s, 1) != at(13*60+40) {
		t.Fatalf("stored before she is sure: %+v, %v", page.Plan, err)
	}
	moved, err = s.SetPlan(s.Counselor, short, storetest.Sure)
	if err != nil || len(moved) != 2 || moved[1].To.Day != "2026-11-25" || moved[1].With != "王老师" {
		t.Fatalf("%+v, %v", moved, err)
	}
	for i, want := range []string{at(12*60 + 20), "2026-11-25/1200/" + me, "2026-11-25/1230/" + me} {
		if got := held(t, s, i); got != want {
			t.Errorf("child %d has %s, want %s", i, got, want)
		}
		told, found, err := s.OpenNews(s.Visit(i))
		if err != nil || found != (i > 0) ||
			found && (told.Kind != visit.NewsMoved || told.Booking.Key() != want || told.Booking.Topic != "study") {
			t.Errorf("child %d is told %+v, %v", i, told, err)
		}
	}
	if moved, err := s.SetPlan(s.Counselor, short, unsure); err != nil || len(moved) != 0 {
		t.Errorf("the same week again: %+v, %v", moved, err)
	}
	short.Hours = nil // the door stays shut, and there is no other
	if moved, err := s.SetPlan(s.Counselor, short, storetest.Sure); err != nil || len(moved) != 3 || moved[0].To != (heart.Slot{}) {
		t.Errorf("%+v, %v", moved, err)
	}
	if h, err := s.Heart.HeldBy(s.Children[0].ID); err != nil || len(h.Bookings) > 0 || h.Waiting == nil {
		t.Errorf("%+v, %v", h, err)
	}
}

// TestPlanOfTwo: who would be moved is told by the week as it becomes, with what another has changed in it meanwhile, not by a
// form that knew nothing of that. Where both have changed the same day, that is said first, and nobody is moved.
func TestPlanOfTwo(t *testing.T) {
	s := storetest.Open(t, 2)
	read := func() heart.Plan {
		page, err := s.Heart.PlanPage(s.Counselor)
		if err != nil {
			t.Fatal(err)
		}
		return page.Plan
	}
	first, second, third := read(), read(), read()
	first.Hours = append(first.Hours, school.Hours{Weekday: time.Tuesday, From: 18 * 60, To: 19 * 60})
	if _, err := s.Heart.SetPlan(s.Admin, first, unsure); err != nil {
		t.Fatal(err)
	}
	evening := heart.Slot{Day: tuesday, Clock: 18 * 60, Counselor: s.Counselor.ID()}.Key()
	if _, err := s.Heart.Book(s.Visit(0), evening, ""); err != nil {
		t.Fatal(err)
	}
	second.Room = "知心屋 2"
	if moved, err := s.Heart.SetPlan(s.Counselor, second, unsure); err != nil || len(moved) != 0 {
		t.Errorf("the other hours were open: %+v, %v", moved, err)
	}
	third.Hours = nil
	if moved, err := s.Heart.SetPlan(s.Counselor, third, storetest.Sure); !errors.Is(err, school.ErrStale) || len(moved) != 0 {
		t.Errorf("both have changed Tuesday: %+v, %v", moved, err)
	}
	if got := held(t, s, 0); got != evening || len(read().Hours) != len(first.Hours) {
		t.Errorf("the child has %s, and the week %d hours", got, len(read().Hours))
	}
}

// TestPlanUnderStandIn: the hours in which a stand-in works are the plan of the one who is away, and whom the stand-in was to
// see goes with them.
func TestPlanUnderStandIn(t *testing.T) {
	s := storetest.Open(t, 6)
	twoCounselors(s) // the colleague has 13:00 to 14:00
	me, other := s.Counselor.ID(), s.Colleague.ID()
	e := heart.Exception{Counselor: me, First: tuesday, Last: tuesday, Span: allDay, Why: "sick", StandIn: other}
	if _, err := s.Heart.AddException(s.Counselor, e, unsure); err != nil {
		t.Fatal(err)
	}
	for i, clock := range []school.Clock{12 * 60, 13 * 60} {
		if _, err := s.Heart.Book(s.Visit(i), heart.Slot{Day: tuesday, Clock: clock, Counselor: other}.Key(), ""); err != nil {
			t.Fatal(err)
		}
	}
	short := heart.Plan{Counselor: me, Room: "知心屋", Face: "sun", Minutes: 20,
		Hours: []school.Hours{{Weekday: time.Wednesday, From: 12 * 60, To: 13 * 60}}}
	moved, err := s.SetPlan(s.Counselor, short, storetest.Sure)
	if err != nil || len(moved) != 1 || moved[0].Child != s.Children[0].ID {
		t.Fatalf("%+v, %v", moved, err)
	}
	if got := held(t, s, 1); got != "2026-11-24/1300/"+other {
		t.Errorf("a talk in the stand-in's own hours was moved to %s", got)
	}
}

// TestStandInBusy: a stand-in who has somebody else at that minute sees the child later the same day, and nobody loses an
// hour that could be kept: the first to be placed takes no hour that another child had.
func TestStandInBusy(t *testing.T) {
	s := storetest.Open(t, 6)
	me, other := s.Counselor.ID(), s.Colleague.ID()
	s.Plan(s.Colleague, "知心屋 2", 20, 12*60, 12*60+20)
	slots := []heart.Slot{{Clock: 12 * 60, Counselor: other}, {Clock: 12 * 60, Counselor: me}, {Clock: 12*60 + 20, Counselor: me}}
	for i, slot := range slots {
		slot.Day = tuesday
		if _, err := s.Heart.Book(s.Visit(i), slot.Key(), ""); err != nil {
			t.Fatal(err)
		}
	}
	e := heart.Exception{Counselor: me, First: tuesday, Last: tuesday, Span: allDay, Why: "sick", StandIn: other}
	if moved, err := s.Heart.AddException(s.Counselor, e, unsure); !errors.Is(err, heart.ErrUnsure) || len(moved) != 2 {
		t.Fatalf("before she is sure: %+v, %v", moved, err)
	}
	if _, err := s.Heart.AddException(s.Counselor, e, storetest.Sure); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"2026-11-24/1200/", "2026-11-24/1240/", "2026-11-24/1220/"} {
		if got := held(t, s, i); got != want+other {
			t.Errorf("child %d has %s, want %s", i, got, want+other)
		}
	}
}
