package phone_test

import (
	"testing"
	"time"

	"zhixinwu/store/phone"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// TestLeavingSiblings: a child that leaves gives up its own place on a ticket, not that of its siblings.
func TestLeavingSiblings(t *testing.T) {
	s := storetest.Open(t, 2)
	s.Edit(s.Office, s.Children[1].ID, 0, "mother.phones", s.Children[0].Family[0].Phones[0].Number)
	if _, err := s.Phone.TakeTicket(s.Visit(0)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Phone.JoinTicket(s.Visit(0), s.Code(s.Children[1])); err != nil {
		t.Fatal(err)
	}
	if err := s.Roster.DepartChild(s.Office, s.Children[0].ID, "2026-11-23"); err != nil {
		t.Fatal(err)
	}
	if _, found, err := s.Phone.TicketOf(s.Children[0].ID); err != nil || found {
		t.Errorf("the child that left has a ticket: %v", err)
	}
	p, found, err := s.Phone.TicketOf(s.Children[1].ID)
	if err != nil || !found || p.Ticket.Child != s.Children[1].ID || len(p.Siblings) > 0 {
		t.Errorf("its sibling: %+v, %v, %v", p, found, err)
	}
}

// TestTabletGone: a line whose tablet is removed, or no longer offers the phone, calls nobody; whom it had called goes
// back to its old place.
func TestTabletGone(t *testing.T) {
	for name, take := range map[string]func(*storetest.School) error{
		"removed": func(s *storetest.School) error { return s.Access.RemoveDevice(s.Admin, s.Kiosk.ID) },
		"edited": func(s *storetest.School) error {
			d := s.Kiosk
			d.Offers = []school.Offer{school.OfferBooking}
			return s.Access.EditDevice(s.Admin, d)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := storetest.Open(t, 2)
			s.Set(func(sc *school.Settings) { sc.PhoneHours = storetest.RoundTheClock })
			if err := s.Phone.SetSelfService(s.Keeper, true); err != nil {
				t.Fatal(err)
			}
			if err := s.Phone.SetLine(s.Keeper, "1", false, s.Kiosk.ID); err != nil {
				t.Fatal(err)
			}
			if p, err := s.Phone.TakeTicket(s.Visit(0)); err != nil || p.Ticket.State != phone.Called {
				t.Fatalf("not called: %+v, %v", p, err)
			}
			if err := take(s); err != nil {
				t.Fatal(err)
			}
			if p, found, err := s.Phone.TicketOf(s.Children[0].ID); err != nil || !found || p.Ticket.State != phone.Waiting {
				t.Errorf("whom the line had called: %+v, %v", p, err)
			}
			s.Clock.Pass(10 * time.Minute)
			if err := s.Phone.Tick(); err != nil {
				t.Fatal(err)
			}
			room, err := s.Phone.Desk(s.Keeper)
			if err != nil || len(room.Waiting) != 1 || len(room.Missed) != 0 || room.Lines[0].Device != "" {
				t.Errorf("waiting %d, missed %d, tablet %q, %v", len(room.Waiting), len(room.Missed), room.Lines[0].Device, err)
			}
		})
	}
}

// TestTabletGoneBeside: whom a keeper called stays on the line whose tablet is taken away, and so does a talk under way.
func TestTabletGoneBeside(t *testing.T) {
	for name, begin := range map[string]func(*storetest.School, phone.Ticket) error{
		"called by a keeper": func(*storetest.School, phone.Ticket) error { return nil },
		"talking": func(s *storetest.School, called phone.Ticket) error {
			return s.Phone.MoveTicket(s.Keeper, called.Key(), phone.Talking)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := storetest.Open(t, 1)
			if err := s.Phone.SetLine(s.Keeper, "1", false, s.Kiosk.ID); err != nil {
				t.Fatal(err)
			}
			s.Take(0)
			called := s.Call("1")
			if err := begin(s, called); err != nil {
				t.Fatal(err)
			}
			if err := s.Access.RemoveDevice(s.Admin, s.Kiosk.ID); err != nil {
				t.Fatal(err)
			}
			room, err := s.Phone.Desk(s.Keeper)
			if l := room.Lines[0]; err != nil || l.Device != "" || l.Talk == nil || l.Talk.Key() != called.Key() {
				t.Errorf("the line has %+v beside the tablet %q, %v", l.Talk, l.Device, err)
			}
		})
	}
}

// TestTabletKept: a tablet that loses another offer than the phone stays beside its line, and so does whom it called.
func TestTabletKept(t *testing.T) {
	s := storetest.Open(t, 1)
	s.Set(func(sc *school.Settings) { sc.PhoneHours = storetest.RoundTheClock })
	if err := s.Phone.SetSelfService(s.Keeper, true); err != nil {
		t.Fatal(err)
	}
	if err := s.Phone.SetLine(s.Keeper, "1", false, s.Kiosk.ID); err != nil {
		t.Fatal(err)
	}
	s.Take(0)
	d := s.Kiosk
	d.Offers = []school.Offer{school.OfferPhone}
	if err := s.Access.EditDevice(s.Admin, d); err != nil {
		t.Fatal(err)
	}
	room, err := s.Phone.Desk(s.Keeper)
	if l := room.Lines[0]; err != nil || l.Device != d.ID || l.Talk == nil || l.Talk.State != phone.Called {
		t.Errorf("the line has %+v beside the tablet %q, %v", l.Talk, l.Device, err)
	}
}

// TestLeavingAheadQueues: until the day of its departure a child keeps its number, and a talk under way on that day is
// finished.
func TestLeavingAheadQueues(t *testing.T) {
	s := storetest.Open(t, 1)
	id := s.Children[0].ID
	s.Take(0)
	leaves := func(from school.Day) {
		t.Helper()
		if err := s.Roster.DepartChild(s.Office, id, from); err != nil {
			t.Fatal(err)
		}
	}
	leaves("2026-11-24")
	if p, found, err := s.Phone.TicketOf(id); err != nil || !found || p.Ticket.State != phone.Waiting {
		t.Errorf("leaving tomorrow: %+v, %v", p.Ticket, err)
	}
	talk := s.Call("1")
	if err := s.Phone.MoveTicket(s.Keeper, talk.Key(), phone.Talking); err != nil {
		t.Fatal(err)
	}
	leaves("2026-11-23")
	s.Clock.Pass(time.Minute)
	if err := s.Phone.EndTalk(s.Keeper, talk.Key(), phone.Spoke); err != nil {
		t.Errorf("leaving today, in a talk: %v", err)
	}
}
