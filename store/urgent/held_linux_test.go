package urgent_test

import (
	"errors"
	"testing"
	"time"

	"zhixinwu/store/kv/kvtest"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
	"zhixinwu/store/urgent"
	"zhixinwu/store/visit"
)

// TestHeldCall: while the disk takes nothing, a call rings from memory, moves by the same rules, and is stored as it stands
// once there is room. A call that was stored before moves on too.
func TestHeldCall(t *testing.T) {
	if !kvtest.Apart(t) {
		return
	}
	s := storetest.Open(t, 4)
	before, err := s.Urgent.AskNow(s.Visit(1), 1)
	if err != nil || before.Unsaved {
		t.Fatal(before, err)
	}
	free := kvtest.FillDisk(t, 0)
	look, cancel := s.Subscribe(school.TopicUrgent)
	defer cancel()
	held, err := s.Urgent.AskNow(s.Visit(0), 1)
	if err != nil || !held.Unsaved || held.State != urgent.Asked {
		t.Fatalf("%+v, %v", held, err)
	}
	select {
	case <-look:
	default:
		t.Error("nothing rang")
	}
	if again, err := s.Urgent.AskNow(s.Visit(0), 1); err != nil || again.Key() != held.Key() {
		t.Errorf("a second tap: %+v, %v", again, err)
	}
	other, err := s.Urgent.AskNow(visit.Visit{Device: s.Porch}, 1)
	if err != nil || other.Key() == held.Key() {
		t.Errorf("another kiosk in the same second: %+v, %v", other, err)
	}
	if list, err := s.Urgent.DutyAlarms(s.Bell); err != nil || len(list) != 3 {
		t.Errorf("%d calls ring, %v", len(list), err)
	}
	s.Clock.Pass(time.Minute)
	if _, err := s.Urgent.Accept(s.Gate, held.Key()); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("somebody who was not asked: %v", err)
	}
	for _, key := range []string{held.Key(), before.Key()} {
		if u, err := s.Urgent.Accept(s.Counselor, key); err != nil || u.State != urgent.Accepted {
			t.Errorf("accepting: %+v, %v", u, err)
		}
		if u, err := s.Urgent.Accept(s.Colleague, key); !errors.Is(err, urgent.ErrTaken) || u.Answer != s.Counselor.Staff.Name {
			t.Errorf("the second: %+v, %v", u, err)
		}
	}
	if u, err := s.Urgent.Withdraw(s.Porch, other.Screen); err != nil || u.State != urgent.Withdrawn {
		t.Errorf("withdrawn: %+v, %v", u, err)
	}
	if list, err := s.Urgent.DutyAlarms(s.Bell); err != nil || len(list) != 0 {
		t.Errorf("%d calls ring after all, %v", len(list), err)
	}
	if err := s.Urgent.Store(); err != nil { // it goes on holding them
		t.Error(err)
	}

	free()
	if err := s.Urgent.Store(); err != nil {
		t.Fatal(err)
	}
	s.Close()
	s.Start()
	day := s.Today()
	calls, err := s.Urgent.CallsOf(s.Head, day, day)
	if err != nil {
		t.Fatal(err)
	}
	states := map[string]urgent.State{}
	for _, c := range calls {
		states[c.Key()] = c.State
		if c.Key() == held.Key() && (c.Child != s.Children[0].ID || c.By != s.Counselor.ID() || c.Answered.Sub(c.Asked) != time.Minute) {
			t.Errorf("stored as %+v", c)
		}
	}
	if states[held.Key()] != urgent.Accepted || states[before.Key()] != urgent.Accepted || states[other.Key()] != urgent.Withdrawn {
		t.Errorf("stored: %v", states)
	}
}
