package phone_test

import (
	"errors"
	"testing"
	"time"

	"zhixinwu/store/phone"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
	"zhixinwu/store/visit"
)

// TestSiblings: two children with a number in common go on one ticket, the lower one, are called once and talk together to
// the end; strangers are refused.
func TestSiblings(t *testing.T) {
	s := storetest.Open(t, 4)
	family := []roster.Relative{{Relation: "妈妈", Phones: []roster.Phone{{Number: "19900009999"}}}}
	added, err := s.Roster.AddChildren(s.Office, []roster.Child{
		{Name: "竹大月", Class: school.Class{Grade: 4, Number: 1}, Family: family},
		{Name: "竹小月", Class: school.Class{Grade: 1, Number: 1}, Family: family},
	})
	if err != nil {
		t.Fatal(err)
	}
	elder, younger := visit.Visit{Device: s.Kiosk, Child: added[0].ID}, visit.Visit{Device: s.Kiosk, Child: added[1].ID}
	if _, err := s.Phone.TakeTicket(younger); err != nil {
		t.Fatal(err)
	}
	s.Take(0)
	if _, err := s.Phone.TakeTicket(elder); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Phone.JoinTicket(elder, s.Code(s.Children[1])); !errors.Is(err, phone.ErrNotSiblings) {
		t.Errorf("a stranger joined: %v", err)
	}
	for range 2 { // the second scan of the card changes nothing
		p, err := s.Phone.JoinTicket(elder, s.Code(added[1]))
		if err != nil || p.Ticket.No != 1 || len(p.Siblings) != 1 {
			t.Fatalf("together on %+v: %v", p, err)
		}
	}
	for _, v := range []visit.Visit{elder, younger} {
		if p, on, err := s.Phone.TicketOf(v.Child); !on || p.Ticket.No != 1 || err != nil {
			t.Errorf("%s has %+v: %v", v.Child, p.Ticket, err)
		}
	}
	if r, err := s.Phone.Desk(s.Keeper); err != nil || len(r.Waiting) != 2 || r.Day.Waiting != 2 {
		t.Errorf("%d wait: %v", len(r.Waiting), err)
	}

	// While they talk neither of them drops out: the talk is a contact of both.
	talk := s.Call("1").Key()
	if err := s.Phone.MoveTicket(s.Keeper, talk, phone.Talking); err != nil {
		t.Fatal(err)
	}
	for _, v := range []visit.Visit{elder, younger} {
		if _, err := s.Phone.GiveUpTicket(v); !errors.Is(err, phone.ErrTicketMove) {
			t.Errorf("%s leaves the talk: %v", v.Child, err)
		}
	}
	s.Clock.Pass(3 * time.Minute)
	if err := s.Phone.EndTalk(s.Keeper, talk, phone.Spoke); err != nil {
		t.Fatal(err)
	}
	l, err := s.Phone.Contacts(s.Office, school.Class{})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range l.Rows {
		if want := row.Child.ID == elder.Child || row.Child.ID == younger.Child; (row.Calls == 1) != want {
			t.Errorf("%s has %d calls", row.Child.Name, row.Calls)
		}
	}

	// One of two may leave; the other keeps the place.
	if _, err := s.Phone.TakeTicket(elder); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Phone.JoinTicket(elder, s.Code(added[1])); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Phone.GiveUpTicket(elder); err != nil {
		t.Fatal(err)
	}
	if _, on, _ := s.Phone.TicketOf(elder.Child); on {
		t.Error("left but still on the ticket")
	}
	if p, on, err := s.Phone.TicketOf(younger.Child); !on || p.Ticket.State != phone.Waiting || len(p.Siblings) != 0 || err != nil {
		t.Errorf("the other has %+v: %v", p.Ticket, err)
	}
}
