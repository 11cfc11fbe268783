package urgent_test

import (
	"testing"

	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
	"zhixinwu/store/urgent"
)

// TestBellGone: a call that was accepted at a bell that is taken away, or is a bell no longer, asks again. A bell that has
// only moved keeps it.
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
		"another place": {func(s *storetest.School) error {
			d := s.Bell
			d.Place = "门卫室"
			return s.Access.EditDevice(s.Admin, d)
		}, urgent.Accepted},
	} {
		t.Run(name, func(t *testing.T) {
			s := storetest.Open(t, 1)
			u, err := s.Urgent.AskNow(s.Visit(0), 1)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.Urgent.AcceptOnDuty(s.Bell, u.Key()); err != nil {
				t.Fatal(err)
			}
			if err := c.take(s); err != nil {
				t.Fatal(err)
			}
			if u, err = s.Urgent.At(s.Visit(0), u.Key()); err != nil || u.State != c.want {
				t.Errorf("the call: %+v, %v", u, err)
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
		if u, err = s.Urgent.At(s.Visit(0), u.Key()); err != nil || len(u.Ladder) != left.ladder || u.State != left.state {
			t.Errorf("after %s left: %+v, %v", left.who, u, err)
		}
	}
}
