package store_test

import (
	"testing"
	"time"

	"zhixinwu/store/storetest"
)

// TestGreetingsOfSiblings: a call home that siblings share is each one's, also that of the one who did not take the number.
func TestGreetingsOfSiblings(t *testing.T) {
	s := storetest.Open(t, 3)
	for _, c := range s.Children[:2] {
		s.Edit(s.Office, c.ID, 0, "mother.phones", "19900000000")
	}
	s.Clock.Pass(40 * 24 * time.Hour)
	s.Take(0)
	if _, err := s.Phone.JoinTicket(s.Visit(0), s.Code(s.Children[1])); err != nil {
		t.Fatal(err)
	}
	s.Talk("1", time.Minute)
	all, _, err := s.Greetings(s.Counselor)
	if err != nil || len(all) != 1 || all[0].Child.ID != s.Children[2].ID {
		t.Errorf("to be greeted: %+v, %v", all, err)
	}
}
