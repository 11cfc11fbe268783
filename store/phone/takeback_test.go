package phone_test

import (
	"errors"
	"testing"
	"time"

	"zhixinwu/store/phone"
	"zhixinwu/store/storetest"
)

// TestTakeBack: a child that tapped 不打了 by mistake gets its old place again, ahead of those behind it; for a moment, its
// own, and only while it has no other number.
func TestTakeBack(t *testing.T) {
	s := storetest.Open(t, 4)
	byArrival(s) // in the fair order nobody could say who is ahead
	for i := range 3 {
		s.Take(i)
	}
	left, err := s.Phone.GiveUpTicket(s.Visit(0))
	if err != nil || left.State != phone.Left {
		t.Fatalf("%+v, %v", left, err)
	}
	if _, err := s.Phone.TakeBack(s.Visit(1), left.Key()); !errors.Is(err, phone.ErrTicketNone) {
		t.Errorf("another child's: %v", err)
	}
	s.Clock.Pass(phone.Undo)
	p, err := s.Phone.TakeBack(s.Visit(0), left.Key())
	if err != nil || p.Ahead != 0 || p.Ticket.No != 1 || !p.Ticket.Ended.IsZero() {
		t.Fatalf("%+v, %v", p, err)
	}
	if p, err = s.Phone.TakeBack(s.Visit(0), left.Key()); err != nil || p.Ticket.No != 1 {
		t.Errorf("a second tap: %+v, %v", p, err)
	}
	if desk, err := s.Phone.Desk(s.Keeper); err != nil || desk.Day.Waiting != 3 {
		t.Errorf("%d wait, %v", desk.Day.Waiting, err)
	}

	late, err := s.Phone.GiveUpTicket(s.Visit(0))
	if err != nil {
		t.Fatal(err)
	}
	s.Clock.Pass(phone.Undo + time.Nanosecond)
	if _, err := s.Phone.TakeBack(s.Visit(0), late.Key()); !errors.Is(err, phone.ErrTicketMove) {
		t.Errorf("too late: %v", err)
	}
	if p := s.Take(0); p.Ticket.No != 4 {
		t.Fatalf("a new number: %+v", p)
	}
	second, err := s.Phone.GiveUpTicket(s.Visit(1))
	if err != nil {
		t.Fatal(err)
	}
	s.Take(1)
	if _, err := s.Phone.TakeBack(s.Visit(1), second.Key()); !errors.Is(err, phone.ErrTicketMove) {
		t.Errorf("with a new number: %v", err)
	}
}
