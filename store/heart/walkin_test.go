package heart_test

import (
	"errors"
	"testing"

	"zhixinwu/store/heart"
	"zhixinwu/store/storetest"
)

// TestOneTalk: a child is in one talk, with one counselor. Whoever would begin another is told who has it, and nothing is
// written; once that talk is over, the next may begin.
func TestOneTalk(t *testing.T) {
	s := storetest.Open(t, 3)
	twoCounselors(s)
	child := s.Children[0].ID
	booked, err := s.Heart.Book(s.Visit(0), heart.Slot{Day: s.Today(), Clock: 13 * 60, Counselor: s.Colleague.ID()}.Key(), "")
	if err != nil {
		t.Fatal(err)
	}
	first, err := s.Heart.WalkIn(s.Counselor, child)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := s.Heart.WalkIn(s.Counselor, child); err != nil || again.Slot != first.Slot {
		t.Errorf("a second tap: %+v, %v", again, err)
	}
	begun := func() map[string]error {
		_, walkIn := s.Heart.WalkIn(s.Colleague, child)
		return map[string]error{"a walk-in": walkIn, "a booked talk": s.Heart.MoveBooking(s.Colleague, booked.Key(), heart.Started)}
	}
	for what, err := range begun() {
		var in *heart.InTalk
		if !errors.Is(err, heart.ErrInTalk) || !errors.As(err, &in) || in.With != "王老师" {
			t.Errorf("%s beside a talk: %v", what, err)
		}
	}
	if _, err := s.Heart.WalkIn(s.Counselor, s.Children[1].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Heart.WalkIn(s.Colleague, s.Children[1].ID); !errors.Is(err, heart.ErrInTalk) {
		t.Errorf("a walk-in of a child that had not booked: %v", err)
	}
	if rows := s.Rows("booking"); len(rows) != 3 {
		t.Errorf("%d bookings: two talks, and one that lies ahead", len(rows))
	}
	if err := s.Heart.MoveBooking(s.Counselor, first.Key(), heart.Seen); err != nil {
		t.Fatal(err)
	}
	for what, err := range begun() {
		if err != nil {
			t.Errorf("%s after the talk: %v", what, err)
		}
	}
}
