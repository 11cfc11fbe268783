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

const tuesday = school.Day("2026-11-24")

// TestStandIn: with a stand-in every child keeps its time and its door, and when the stand-in is not needed after all,
// everything goes back. Each child has one message each time.
func TestStandIn(t *testing.T) {
	s := storetest.Open(t, 6)
	twoCounselors(s)
	mine, other := s.Counselor.ID(), s.Colleague.ID()
	for i, clock := range []school.Clock{12 * 60, 12*60 + 40, 13 * 60} {
		if _, err := s.Heart.Book(s.Visit(i), heart.Slot{Day: tuesday, Clock: clock, Counselor: mine}.Key(), ""); err != nil {
			t.Fatal(err)
		}
	}
	sick := heart.Exception{Counselor: mine, First: tuesday, Last: tuesday, Span: school.Span{From: 0, To: 24 * 60},
		Why: "sick", StandIn: other}
	moved, err := s.Heart.AddException(s.Counselor, sick, storetest.Sure)
	if err != nil || len(moved) != 3 {
		t.Fatalf("%+v, %v", moved, err)
	}
	for i, want := range []struct {
		clock     school.Clock
		counselor string
		room      string
	}{
		{12 * 60, other, "知心屋"},
		{12*60 + 40, other, "知心屋"},
		{13 * 60, other, "知心屋 2"}, // the stand-in has hours of her own then, behind her own door
	} {
		h, err := s.Heart.HeldBy(s.Children[i].ID)
		if err != nil || len(h.Bookings) != 1 {
			t.Fatalf("child %d: %+v, %v", i, h, err)
		}
		b := h.Bookings[0]
		if b.Clock != want.clock || b.Counselor != want.counselor || b.Room != want.room {
			t.Errorf("child %d is at %s in %s, want %s with %s", i, b.Key(), b.Room, want.clock, want.counselor)
		}
		told, found, err := s.OpenNews(s.Visit(i))
		if err != nil || !found || told.Kind != visit.NewsMoved || told.Booking.Slot != b.Slot || told.More != 0 {
			t.Errorf("child %d is told %+v, %v", i, told, err)
		}
	}
	page, err := s.Heart.PlanPage(s.Counselor)
	if err != nil || len(page.Away) != 1 || page.Away[0].StandInName != "李老师" {
		t.Fatalf("%+v, %v", page.Away, err)
	}
	if _, err := s.Heart.RemoveException(s.Keeper, page.Away[0].Key()); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("the keeper opens the counselor's door: %v", err)
	}
	for range 2 { // the second time changes nothing
		if _, err := s.Heart.RemoveException(s.Counselor, page.Away[0].Key()); err != nil {
			t.Fatal(err)
		}
	}
	h, _ := s.Heart.HeldBy(s.Children[1].ID)
	if b := h.Bookings[0]; b.Counselor != mine || b.Clock != 12*60+40 || b.Day != tuesday {
		t.Errorf("the stand-in is gone, and the child waits for her: %s", b.Key())
	}
}

// TestAway: without a stand-in a booking goes to the next free time; when there is none, the child goes to the line and is
// the first to get what becomes free.
func TestAway(t *testing.T) {
	s := storetest.Open(t, 6)
	scarce(s) // 12:00 and 12:20 with one, 12:00 with the other, two days ahead
	id := func(i int) string { return s.Children[i].ID }
	for i, slot := range []heart.Slot{
		{Day: "2026-11-23", Clock: 12 * 60, Counselor: s.Counselor.ID()},
		{Day: "2026-11-23", Clock: 12*60 + 20, Counselor: s.Counselor.ID()},
		{Day: tuesday, Clock: 12 * 60, Counselor: s.Counselor.ID()},
	} {
		if _, err := s.Heart.Book(s.Visit(i), slot.Key(), "family"); err != nil {
			t.Fatal(err)
		}
	}
	all := school.Span{From: 0, To: 24 * 60}
	for _, bad := range []heart.Exception{
		{Counselor: s.Counselor.ID(), First: tuesday, Last: "2026-11-23", Span: all, Why: "exam"},
		{Counselor: s.Counselor.ID(), First: tuesday, Last: "2027-11-23", Span: all, Why: "exam"},
		{Counselor: s.Counselor.ID(), First: tuesday, Last: tuesday, Why: "exam"},
		{Counselor: s.Counselor.ID(), First: "2026-11-20", Last: "2026-11-20", Span: all, Why: "exam"},
		{Counselor: s.Counselor.ID(), First: tuesday, Last: tuesday, Span: all, Why: "exam", StandIn: s.Counselor.ID()},
		{Counselor: s.Counselor.ID(), First: tuesday, Last: tuesday, Span: all, Why: "exam", StandIn: s.Keeper.ID()},
		{Counselor: s.Counselor.ID(), First: tuesday, Last: tuesday, Span: all, Why: "lazy"},
	} {
		if _, err := s.Heart.AddException(s.Counselor, bad, storetest.Sure); err == nil {
			t.Errorf("%+v was accepted", bad)
		}
	}
	exam := heart.Exception{Counselor: s.Counselor.ID(), First: tuesday, Last: tuesday, Span: all, Why: "exam"}
	if _, err := s.Heart.AddException(s.Colleague, exam, storetest.Sure); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("one closes the other's door: %v", err)
	}
	exam.First = "2026-11-23"
	moved, err := s.Heart.AddException(s.Counselor, exam, storetest.Sure)
	if err != nil || len(moved) != 3 {
		t.Fatalf("%+v, %v", moved, err)
	}
	places := map[string]string{}
	for i := range 3 {
		h, err := s.Heart.HeldBy(id(i))
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case len(h.Bookings) == 1:
			places[id(i)] = h.Bookings[0].Key()
		case h.Waiting != nil:
			places[id(i)] = "line"
			if told, found, _ := s.OpenNews(s.Visit(i)); !found || told.Kind != visit.NewsCancelled || told.Was.Clock == 0 {
				t.Errorf("child %d is told %+v", i, told)
			}
		}
	}
	today := heart.Slot{Day: "2026-11-23", Clock: 12 * 60, Counselor: s.Colleague.ID()}.Key()
	tomorrow := heart.Slot{Day: tuesday, Clock: 12 * 60, Counselor: s.Colleague.ID()}.Key()
	if places[id(0)] != today || places[id(1)] != tomorrow || places[id(2)] != "line" {
		t.Fatalf("%v", places)
	}
	// The first of the line gets what another gives up, with what it wanted to talk about.
	if err := s.Heart.CancelBooking(s.Visit(1), ""); err != nil {
		t.Fatal(err)
	}
	h, err := s.Heart.HeldBy(id(2))
	if err != nil || len(h.Bookings) != 1 || h.Bookings[0].Key() != tomorrow || h.Bookings[0].Topic != "family" || h.Waiting != nil {
		t.Errorf("%+v, %v", h, err)
	}
	if told, found, err := s.OpenNews(s.Visit(2)); !found || told.Kind != visit.NewsPromoted || err != nil {
		t.Errorf("%+v, %v", told, err)
	}
	if _, again, _ := s.OpenNews(s.Visit(2)); again {
		t.Error("what was opened is told again")
	}
}

// TestCounselorLeaves: whoever had booked with a counselor who leaves the school is with another.
func TestCounselorLeaves(t *testing.T) {
	s := storetest.Open(t, 2)
	twoCounselors(s)
	if _, err := s.Heart.Book(s.Visit(0), heart.Slot{Day: tuesday, Clock: 13 * 60, Counselor: s.Counselor.ID()}.Key(), ""); err != nil {
		t.Fatal(err)
	}
	if err := s.Access.EndStaff(s.Admin, s.Counselor.ID()); err != nil {
		t.Fatal(err)
	}
	h, err := s.Heart.HeldBy(s.Children[0].ID)
	if err != nil || len(h.Bookings) != 1 || h.Bookings[0].Counselor != s.Colleague.ID() || h.Bookings[0].Clock != 13*60 {
		t.Errorf("%+v, %v", h, err)
	}
}

// TestFollowUp: one tap after a talk invites the child a week later at the same time, or as soon after as there is a place.
func TestFollowUp(t *testing.T) {
	s := storetest.Open(t, 4)
	for i, want := range []school.Clock{12 * 60, 12*60 + 20} {
		slot := heart.Slot{Day: "2026-11-23", Clock: 12 * 60, Counselor: s.Counselor.ID()}
		if i == 0 {
			if _, err := s.Heart.Book(s.Visit(0), slot.Key(), ""); err != nil {
				t.Fatal(err)
			}
			s.Clock.Pass(2 * time.Hour)
		} else if b, err := s.Heart.WalkIn(s.Counselor, s.Children[i].ID); err != nil {
			t.Fatal(err)
		} else {
			slot = b.Slot
		}
		for _, to := range []heart.BookingState{heart.Started, heart.Seen} {
			if err := s.Heart.MoveBooking(s.Counselor, slot.Key(), to); err != nil {
				t.Fatal(err)
			}
		}
		b, err := s.Heart.FollowUp(s.Counselor, slot.Key())
		if err != nil || b.State != heart.Invited || b.Day != "2026-11-30" || b.Clock != want {
			t.Errorf("child %d: %+v, %v", i, b, err)
		}
		if _, err := s.Heart.FollowUp(s.Counselor, slot.Key()); !errors.Is(err, heart.ErrChildBusy) {
			t.Errorf("a second tap: %v", err)
		}
	}
}

// TestFollowUpBesideCircle: where a circle meets a week later, the child is invited to a talk of its own after it.
func TestFollowUpBesideCircle(t *testing.T) {
	s := storetest.Open(t, 2)
	slot := heart.Slot{Day: "2026-11-23", Clock: 12 * 60, Counselor: s.Counselor.ID()}
	if _, err := s.Heart.Book(s.Visit(0), slot.Key(), ""); err != nil {
		t.Fatal(err)
	}
	s.Clock.Pass(2 * time.Hour)
	for _, to := range []heart.BookingState{heart.Started, heart.Seen} {
		if err := s.Heart.MoveBooking(s.Counselor, slot.Key(), to); err != nil {
			t.Fatal(err)
		}
	}
	page, err := s.Heart.PlanPage(s.Counselor)
	if err != nil {
		t.Fatal(err)
	}
	p := page.Plan
	p.Hours = []school.Hours{{Weekday: time.Monday, From: 13 * 60, To: 14 * 60}}
	p.Groups = []heart.Group{{Name: "新生", Hours: school.Hours{Weekday: time.Monday, From: 12 * 60, To: 13 * 60}, Seats: 6}}
	if _, err := s.SetPlan(s.Counselor, p, storetest.Sure); err != nil {
		t.Fatal(err)
	}
	b, err := s.Heart.FollowUp(s.Counselor, slot.Key())
	if err != nil || b.Group != "" || b.Day != "2026-11-30" || b.Clock != 13*60 {
		t.Errorf("invited to %+v, %v", b, err)
	}
}

// TestGroup: a circle has so many seats, each child one; whoever asks for a seat that was just taken gets the next.
func TestGroup(t *testing.T) {
	s := storetest.Open(t, 6)
	p := heart.Plan{Counselor: s.Counselor.ID(), Room: "知心屋", Face: "sun", Minutes: 20,
		Hours:  []school.Hours{{Weekday: time.Tuesday, From: 12 * 60, To: 13 * 60}},
		Groups: []heart.Group{{Name: "一班圆圈", Hours: school.Hours{Weekday: time.Tuesday, From: 16 * 60, To: 16*60 + 40}, Seats: 3}}}
	overlapping := p
	overlapping.Hours = append(overlapping.Hours, school.Hours{Weekday: time.Tuesday, From: 16*60 + 30, To: 17 * 60})
	if _, err := s.SetPlan(s.Counselor, overlapping, storetest.Sure); !errors.Is(err, heart.ErrPlanOverlap) {
		t.Errorf("a circle in the middle of a talk: %v", err)
	}
	if _, err := s.SetPlan(s.Counselor, p, storetest.Sure); err != nil {
		t.Fatal(err)
	}
	first := heart.Slot{Day: tuesday, Clock: 16 * 60, Counselor: s.Counselor.ID(), Seat: 1}
	for i := range 4 {
		b, err := s.Heart.Book(s.Visit(i), first.Key(), "")
		if i < 3 && (err != nil || b.Seat != i+1 || b.Group != "一班圆圈" || b.Minutes != 40) || i == 3 && !errors.Is(err, heart.ErrSlotTaken) {
			t.Errorf("child %d: %+v, %v", i, b, err)
		}
	}
	if err := s.Heart.CancelBooking(s.Visit(1), ""); err != nil {
		t.Fatal(err)
	}
	if b, err := s.Heart.Book(s.Visit(3), first.Key(), ""); err != nil || b.Seat != 2 {
		t.Errorf("the seat that became free: %+v, %v", b, err)
	}
}

// TestBookingClock: lead time, horizon, holiday, midnight, and a clock that is moved back.
func TestBookingClock(t *testing.T) {
	s := storetest.Open(t, 6)
	settings, err := s.Settings()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Heart.Book(s.Visit(5), "2026-11-24/1200/"+s.Counselor.ID(), ""); err != nil {
		t.Fatal(err)
	}
	settings.Rules = map[school.Rule]int{school.RuleBookingLead: 60, school.RuleBookingDays: 3, school.RuleBookingOpen: 2}
	settings.Holidays = []school.Holiday{{Name: "秋假", First: tuesday, Last: tuesday}}
	if err := s.SetSettings(s.Admin, settings); err != nil {
		t.Fatal(err)
	}
	if h, err := s.Heart.HeldBy(s.Children[5].ID); err != nil || len(h.Bookings) != 1 || h.Bookings[0].Day != "2026-11-25" {
		t.Errorf("booked on what is a holiday now: %+v, %v", h, err)
	}
	if err := s.Heart.CancelBooking(s.Visit(5), ""); err != nil {
		t.Fatal(err)
	}
	id := s.Counselor.ID()
	book := func(i int, slot string) error { _, err := s.Heart.Book(s.Visit(i), slot, ""); return err }
	s.Clock.Pass(time.Hour) // 11:00
	for _, c := range []struct {
		slot string
		want error
	}{
		{"2026-11-23/1200/", heart.ErrSlotPast}, // an hour before is too late
		{"2026-11-24/1200/", heart.ErrSlotNone}, // holiday
		{"2026-11-26/1200/", heart.ErrSlotNone}, // beyond the horizon
		{"2026-11-23/1220/", nil},
		{"2026-11-25/1200/", nil},
		{"2026-11-25/1220/", heart.ErrBookingOpen}, // a third one
	} {
		if err := book(0, c.slot+id); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.slot, err, c.want)
		}
	}
	if err := book(1, "2026-11-23/1240/"+id); err != nil {
		t.Fatal(err)
	}
	s.Clock.Pass(12*time.Hour + 59*time.Minute) // 23:59
	if err := book(2, "2026-11-26/1200/"+id); !errors.Is(err, heart.ErrSlotNone) {
		t.Errorf("a minute before midnight: %v", err)
	}
	s.Clock.Pass(2 * time.Minute) // 00:01: the horizon has moved with the day
	if err := book(2, "2026-11-26/1200/"+id); err != nil {
		t.Errorf("after midnight: %v", err)
	}
	s.Clock.Turn(-14 * time.Hour) // somebody sets the clock back to 10:01 of Monday
	if err := book(3, "2026-11-23/1340/"+id); !errors.Is(err, heart.ErrSlotPast) {
		t.Errorf("the clock was moved back, and what was past is not: %v", err)
	}
	s.SetBack(0) // which the administrator says is right
	if err := book(3, "2026-11-23/1220/"+id); !errors.Is(err, heart.ErrSlotTaken) {
		t.Errorf("the clock was moved back, and a slot was given twice: %v", err)
	}
	if err := book(1, "2026-11-23/1240/"+id); err != nil {
		t.Errorf("one's own slot again: %v", err)
	}
}

// TestClockSetBack: a booking that went by, and on whose end another was given, stays closed when the clock is set back. No
// way of changing it gives the child a second one.
func TestClockSetBack(t *testing.T) {
	s := storetest.Open(t, 2)
	id := s.Counselor.ID()
	old, fresh := "2026-11-23/1200/"+id, "2026-11-25/1200/"+id
	if _, err := s.Heart.Book(s.Visit(0), old, ""); err != nil {
		t.Fatal(err)
	}
	s.Clock.Pass(26 * time.Hour) // Tuesday noon
	if _, err := s.Heart.Book(s.Visit(0), fresh, ""); err != nil {
		t.Fatal(err)
	}
	s.SetBack(25 * time.Hour) // Monday, 11:00
	if _, err := s.Heart.Reschedule(s.Counselor, old, "2026-11-24/1220/"+id); !errors.Is(err, heart.ErrBookingMove) {
		t.Errorf("the counselor moves what is over: %v", err)
	}
	if err := s.Heart.CallOff(s.Counselor, old); !errors.Is(err, heart.ErrBookingMove) {
		t.Errorf("the counselor calls off what is over: %v", err)
	}
	monday := s.Today()
	away := heart.Exception{Counselor: id, First: monday, Last: monday, Span: school.Span{From: 0, To: 24 * 60}, Why: "exam"}
	if moved, err := s.Heart.AddException(s.Counselor, away, storetest.Sure); err != nil || len(moved) != 0 {
		t.Errorf("an exception finds another time for what is over: %+v, %v", moved, err)
	}
	if b, err := s.Heart.ChangeBooking(s.Visit(0), "", "2026-11-24/1240/"+id); err != nil || b.Steps[len(b.Steps)-1].From != fresh {
		t.Errorf("the child changes %+v, %v", b, err)
	}
	if h, err := s.Heart.HeldBy(s.Children[0].ID); err != nil || len(h.Bookings) != 1 {
		t.Errorf("the child holds %+v, %v", h.Bookings, err)
	}
}
