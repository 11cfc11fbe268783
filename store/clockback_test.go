package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"zhixinwu/store/access"
	"zhixinwu/store/heart"
	"zhixinwu/store/phone"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

const ahead = 40 * 24 * time.Hour // a leap that is believed, as after a holiday

// TestClockBack: what each room wrote in days that were none, after the administrator has taken the time back.
func TestClockBack(t *testing.T) {
	var s *storetest.School
	for _, c := range []struct {
		name        string
		then, after func(t *testing.T)
	}{
		{"what was planned", func(t *testing.T) { // an edit of that time takes the child out of the lists
			s.Edit(s.Office, s.Children[2].ID, 1, "care", "父母都外出")
		}, func(t *testing.T) {
			index, err := storetest.IndexOf(s.Store, "class")
			if err != nil || !slices.Contains(index, s.Children[2].Class.Key()+"/"+s.Children[2].ID) {
				t.Errorf("who leaves next week is in no list: %v, %v", index, err)
			}
		}},
		{"a talk in 知心屋", func(t *testing.T) {
			b, err := s.Heart.WalkIn(s.Counselor, s.Children[1].ID)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Heart.MoveBooking(s.Counselor, b.Key(), heart.Seen); err != nil {
				t.Fatal(err)
			}
		}, func(t *testing.T) {
			met, err := storetest.Dump[school.Day](s.Store, "met")
			if day := met[s.Children[1].ID]; err != nil || day != "2026-11-23" {
				t.Errorf("met on %s, %v", day, err)
			}
		}},
		{"a booking", func(t *testing.T) {
			if _, err := s.Heart.Book(s.Visit(1), noon(s, "2027-01-04"), ""); err != nil {
				t.Fatal(err)
			}
		}, func(t *testing.T) {
			h, err := s.Heart.HeldBy(s.Children[1].ID)
			if err != nil || len(h.Bookings) != 1 || h.Bookings[0].Day > "2026-11-24" {
				t.Errorf("the child holds %+v, %v", h.Bookings, err)
			}
		}},
		{"a talk with home", func(t *testing.T) {
			s.Take(1)
			s.Talk("1", time.Minute)
		}, func(t *testing.T) {
			if _, err := s.Phone.TakeTicket(s.Visit(1)); !errors.Is(err, phone.ErrWeek) {
				t.Errorf("a second talk this week: %v", err)
			}
			all, err := storetest.Dump[phone.ContactSum](s.Store, "contact-sum")
			if at := all[s.Children[1].ID].Spoke; err != nil || at.After(s.Now()) || s.Now().Sub(at) > time.Minute {
				t.Errorf("at %v it spoke with home at %v, %v", s.Now(), at, err)
			}
		}},
		{"a talk under way", func(t *testing.T) {
			s.Take(3)
			k := s.Call("2")
			if err := s.Phone.MoveTicket(s.Keeper, k.Key(), phone.Talking); err != nil {
				t.Fatal(err)
			}
		}, func(t *testing.T) {
			all, err := storetest.Dump[phone.Ticket](s.Store, "ticket")
			if err != nil {
				t.Fatal(err)
			}
			for _, k := range all {
				if k.State == phone.Talking && k.Until.Sub(s.Now()) > 10*time.Minute {
					t.Errorf("the talk has until %v", k.Until)
				}
			}
		}},
		{"a call for an adult", func(t *testing.T) {
			u, err := s.Urgent.AskNow(s.Visit(1), 0)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.Urgent.Accept(s.Counselor, u.Key()); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Urgent.Return(s.Counselor, u.Key()); err != nil {
				t.Fatal(err)
			}
			s.Clock.Pass(10 * time.Minute)
		}, func(t *testing.T) {
			alarms, err := s.Urgent.Alarms(s.Head)
			if err != nil || len(alarms) != 1 {
				t.Fatalf("the head hears %d calls, ten minutes later: %v", len(alarms), err)
			}
			if waited := s.Now().Sub(alarms[0].Call.Asked); waited != 10*time.Minute {
				t.Errorf("the child has waited for %v", waited)
			}
		}},
		{"a device", func(t *testing.T) {
			if err := s.Access.SeeDevice(s.Kiosk); err != nil {
				t.Fatal(err)
			}
		}, func(t *testing.T) {
			devices, err := s.Access.Devices(s.Admin)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range devices {
				if d.Seen.After(s.Now()) {
					t.Errorf("%s was seen at %v", d.Name, d.Seen)
				}
			}
		}},
		{"a link", func(t *testing.T) {
			if _, err := s.Access.OfferEnrolment(s.Admin, s.Kiosk.ID, ""); err != nil {
				t.Fatal(err)
			}
		}, func(t *testing.T) {
			links, err := storetest.Dump[access.Enrolment](s.Store, "enrolment")
			if err != nil || len(links) != 1 {
				t.Fatal(links, err)
			}
			for _, e := range links {
				if e.Expires.Sub(s.Now()) > time.Hour {
					t.Errorf("a link is worth something until %v", e.Expires)
				}
			}
		}},
		{"the step into a new year", func(t *testing.T) {
			p, err := s.Roster.PlanRollover(s.Office)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.Roster.RollOver(s.Office, p.Children, false); err != nil {
				t.Fatal(err)
			}
			s.Write("undo", "import", `{"At":"2027-01-02T00:00:00Z"}`)
		}, func(t *testing.T) {
			if p, err := s.Roster.PlanRollover(s.Office); err != nil || p.Done != "2026-11-23" || !p.Undo {
				t.Errorf("done on %s, with a way back %v: %v", p.Done, p.Undo, err)
			}
			if _, found, err := s.Roster.LastImport(s.Office); found || err != nil {
				t.Errorf("an import can be undone, whatever happened on it since: %v", err)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s = storetest.Open(t, 4)
			s.Set(func(sc *school.Settings) {
				sc.Rules, sc.PhoneHours = map[school.Rule]int{school.RulePhoneWeek: 1}, storetest.RoundTheClock
			})
			if err := s.Roster.DepartChild(s.Office, s.Children[2].ID, "2026-11-30"); err != nil {
				t.Fatal(err)
			}
			s.Clock.Turn(ahead)
			c.then(t)
			s.SetBack(ahead)
			c.after(t)
		})
	}
}
