package visit_test

import (
	"errors"
	"testing"
	"time"

	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// TestScanWakes: whoever watches the sign-ins, as the dormitory's page does, looks again after a scan.
func TestScanWakes(t *testing.T) {
	s := storetest.Open(t, 2)
	look, cancel := s.Subscribe(school.TopicSignin)
	defer cancel()
	select {
	case <-look:
		t.Fatal("woken before the scan")
	default:
	}
	if _, err := s.Scan(s.Hall, s.Code(s.Children[0])); err != nil {
		t.Fatal(err)
	}
	select {
	case <-look:
	case <-time.After(20 * time.Second):
		t.Error("the scan woke nobody")
	}
}

// TestRescan: a second scan within three seconds is the same scan; afterwards, and elsewhere, it is another.
func TestRescan(t *testing.T) {
	s := storetest.Open(t, 4)
	code := s.Code(s.Children[0])
	rows := func() int {
		t.Helper()
		b, err := s.Store.Dorm.BuildingToday(s.Dorm, "01")
		if err != nil {
			t.Fatal(err)
		}
		return len(b.Rooms[0].Children[0].Signins)
	}
	for _, step := range []struct {
		pass time.Duration
		at   school.Device
		want int
	}{{0, s.Kiosk, 1}, {time.Second, s.Kiosk, 1}, {time.Second, s.Hall, 2}, {3 * time.Second, s.Hall, 3}, {0, s.Hall, 3}} {
		s.Clock.Pass(step.pass)
		if _, err := s.Scan(step.at, code); err != nil {
			t.Fatal(err)
		}
		if got := rows(); got != step.want {
			t.Fatalf("%d rows, want %d", got, step.want)
		}
	}
	b, _ := s.Store.Dorm.BuildingToday(s.Dorm, "01")
	if b.Expected != 2 || b.Rolled != 1 || b.Unseen != 1 || b.Seen != 0 {
		t.Errorf("the building's day: %+v", b)
	}
	if _, err := s.Store.Dorm.BuildingToday(s.Dorm, "02"); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("another's building: %v", err)
	}
	// Whoever looks after a floor sees its rooms alone.
	floor := s.Dorm
	for rooms, want := range map[string]int{"1": 2, "101": 2, "2": 0, "1015": 0} {
		floor.Staff.Rooms = []string{rooms}
		if b, err := s.Store.Dorm.BuildingToday(floor, "01"); err != nil || b.Expected != want {
			t.Errorf("with the rooms %s: %d children, %v", rooms, b.Expected, err)
		}
	}
	s.Clock.Pass(14 * time.Hour)
	if rows() != 0 {
		t.Error("yesterday's scans are today's")
	}
}
