package roster_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"zhixinwu/store/heart"
	"zhixinwu/store/kv"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// TestDepartureComes: a departure that lies ahead leaves the child in the indexes of beds and classes, and nobody touches
// the file when its day comes. From that day on the child is in none of the lists all the same, and its bed is free.
func TestDepartureComes(t *testing.T) {
	s := storetest.Open(t, 4)
	leaves, next := s.Children[0], s.Children[2] // both in building 01
	if err := s.Roster.DepartChild(s.Office, leaves.ID, "2026-11-24"); err != nil {
		t.Fatal(err)
	}
	listed := func(want bool) {
		t.Helper()
		var boards, learns bool
		if err := s.View(func(tx *school.Tx) error {
			boarders, err := roster.Boarders(tx, leaves.Bed.Building)
			if err != nil {
				return err
			}
			boards = slices.ContainsFunc(boarders, func(c roster.Child) bool { return c.ID == leaves.ID })
			return roster.EachChild(tx, kv.Range{}, func(c roster.Child) error {
				learns = learns || c.ID == leaves.ID
				return nil
			})
		}); err != nil {
			t.Fatal(err)
		}
		if boards != want || learns != want {
			t.Errorf("on %s: in its building %v, in its class %v", s.Today(), boards, learns)
		}
	}
	move := func() (wrong []roster.FieldError) {
		t.Helper()
		return s.Edit(s.Office, next.ID, 0, "room", leaves.Bed.Room, "bed", leaves.Bed.Bed).Wrong
	}
	listed(true)
	if wrong := move(); len(wrong) != 1 || !errors.Is(wrong[0].Err, roster.ErrBedTaken) {
		t.Errorf("into its bed on its last day: %+v", wrong)
	}
	s.Clock.Pass(24 * time.Hour)
	listed(false)
	if wrong := move(); len(wrong) > 0 {
		t.Errorf("into the bed of one who left: %+v", wrong)
	}
}

// TestDepartureMoved: a departure that is moved forward frees what the first one had still left to the child.
func TestDepartureMoved(t *testing.T) {
	s := storetest.Open(t, 2)
	id := s.Children[0].ID
	slot := heart.Slot{Day: "2026-11-25", Clock: 12 * 60, Counselor: s.Counselor.ID()}
	if _, err := s.Heart.Book(s.Visit(0), slot.Key(), ""); err != nil {
		t.Fatal(err)
	}
	s.Take(0)
	for _, c := range []struct {
		from          school.Day
		talks, queued int
	}{{"2026-11-27", 1, 1}, {"2026-11-25", 0, 1}, {"2026-11-23", 0, 0}} {
		if err := s.Roster.DepartChild(s.Office, id, c.from); err != nil {
			t.Fatal(err)
		}
		h, err := s.Heart.HeldBy(id)
		if err != nil {
			t.Fatal(err)
		}
		room, err := s.Phone.Desk(s.Keeper)
		if err != nil {
			t.Fatal(err)
		}
		if len(h.Bookings) != c.talks || len(room.Waiting) != c.queued {
			t.Errorf("leaving on %s: %d talks ahead and %d in the queue, want %d and %d",
				c.from, len(h.Bookings), len(room.Waiting), c.talks, c.queued)
		}
	}
}
