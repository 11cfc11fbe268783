package urgent_test

import (
	"testing"

	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
	"zhixinwu/store/urgent"
)

// TestBellGone: a call that was accepted at a bell that is taken away, or is a bell no longer, asks again. A bell that only
// shows no board any more keeps it, and so does somebody who goes to another child.
func TestBellGone(t *testing.T) {
	for name, c := range map[string]struct {
		take func(*storetest.School) error
		want urgent.State
	}{
		"removed": {func(s *storetest.School) error { return s.Access.RemoveDevice(s.Admin, s.Bell.ID) }, urgent.Asked},
		"another offer": {func(s *storetest.School) error {
			d := s.Bell
			d.Offers = []school.Offer{school.OfferBoard}
			return s.Access.EditDevice(s.Admin, d)
		}, urgent.Asked},
		"without a board": {func(s *storetest.School) error {
			d := s.Bell
			d.Offers = []school.Offer{school.OfferDuty, school.OfferBoard}
			if err := s.Access.EditDevice(s.Admin, d); err != nil {
				return err
			}
			return s.Access.EditDevice(s.Admin, s.Bell)
		}, urgent.Accepted},
	} {
		t.Run(name, func(t *testing.T) {
			s := storetest.Open(t, 2)
			var calls [2]urgent.Call
			for i := range calls {
				var err error
				if calls[i], err = s.Urgent.AskNow(s.Visit(i), 1); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := s.Urgent.AcceptOnDuty(s.Bell, calls[0].Key()); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Urgent.Accept(s.Counselor, calls[1].Key()); err != nil {
				t.Fatal(err)
			}
			if err := c.take(s); err != nil {
				t.Fatal(err)
			}
			for i, want := range []urgent.State{c.want, urgent.Accepted} {
				if u, err := s.Urgent.At(s.Kiosk, calls[i].Screen); err != nil || u.State != want {
					t.Errorf("call %d: %+v, %v", i+1, u, err)
				}
			}
		})
	}
}

// TestAnswererLeaves: a colleague whose account ends is asked no more, and who is on the way to a child is not coming: the
// call asks again.
func TestAnswererLeaves(t *testing.T) {
	s := storetest.Open(t, 1)
	if err := s.Urgent.SetDuty(s.Head, urgent.DutyList{Staff: []string{s.Teacher.ID(), s.Dorm.ID()}, Place: "德育处"}); err != nil {
		t.Fatal(err)
	}
	u, err := s.Urgent.AskNow(s.Visit(0), 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Urgent.Accept(s.Colleague, u.Key()); err != nil {
		t.Fatal(err)
	}
	for _, left := range []struct {
		who    string
		ladder int
		state  urgent.State
	}{{s.Teacher.ID(), 1, urgent.Accepted}, {s.Colleague.ID(), 1, urgent.Asked}, {s.Dorm.ID(), 0, urgent.Asked}} {
		if err := s.Access.EndStaff(s.Admin, left.who); err != nil {
			t.Fatal(err)
		}
		if u, err = s.Urgent.At(s.Kiosk, u.Screen); err != nil || len(u.Ladder) != left.ladder || u.State != left.state {
			t.Errorf("after %s left: %+v, %v", left.who, u, err)
		}
	}
}
