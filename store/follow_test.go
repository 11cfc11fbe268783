package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"zhixinwu/store/heart"
	"zhixinwu/store/mail"
	"zhixinwu/store/phone"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
	"zhixinwu/store/urgent"
)

// One fact, followed by every room that it concerns. Each test is one fact.

func noon(s *storetest.School, day school.Day) string {
	return heart.Slot{Day: day, Clock: 12 * 60, Counselor: s.Counselor.ID()}.Key()
}

// TestLeavingFromTheLine: a child in the waiting line that leaves the school is not given the very slot it has just lost.
func TestLeavingFromTheLine(t *testing.T) {
	s := storetest.Open(t, 4)
	s.Plan(s.Counselor, "知心屋", 20, 12*60, 12*60+20) // one talk a day, so that the next child waits in line
	s.Set(func(sc *school.Settings) {
		sc.Rules = map[school.Rule]int{school.RuleBookingDays: 2, school.RuleBookingOpen: 2}
	})
	for i, day := range []school.Day{"2026-11-23", "2026-11-24"} {
		if _, err := s.Heart.Book(s.Visit(i), noon(s, day), ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Heart.Wait(s.Visit(0), "", ""); err != nil { // holds one of two, and waits for the second
		t.Fatal(err)
	}
	if err := s.Heart.Wait(s.Visit(2), "", ""); err != nil {
		t.Fatal(err)
	}
	if err := s.Roster.DepartChild(s.Office, s.Children[0].ID, "2026-11-23"); err != nil {
		t.Fatal(err)
	}
	if h, err := s.Heart.HeldBy(s.Children[0].ID); err != nil || len(h.Bookings) > 0 || h.Waiting != nil {
		t.Errorf("the child that left holds %+v, %v", h, err)
	}
	if h, err := s.Heart.HeldBy(s.Children[2].ID); err != nil || len(h.Bookings) != 1 || h.Bookings[0].Day != "2026-11-23" {
		t.Errorf("the next in line holds %+v, %v", h, err)
	}
}

// TestLeavingAhead: until the day of its departure a child is here in every room, and from that day on in none.
func TestLeavingAhead(t *testing.T) {
	s := storetest.Open(t, 4)
	c := s.Children[0]
	s.Edit(s.Office, c.ID, 0, "care", "父母都外出") // owed a greeting whatever else there was
	if err := s.Roster.DepartChild(s.Office, c.ID, "2026-11-25"); err != nil {
		t.Fatal(err)
	}
	here := func(want bool) {
		t.Helper()
		b, err := s.Store.Dorm.BuildingToday(s.Dorm, "01")
		if err != nil {
			t.Fatal(err)
		}
		in := func(children []roster.Child) bool {
			return slices.ContainsFunc(children, func(o roster.Child) bool { return o.ID == c.ID })
		}
		var beds, ledger, greeted []roster.Child
		for _, r := range b.Rooms {
			for _, cd := range r.Children {
				beds = append(beds, cd.Child)
			}
		}
		l, err := s.Phone.Contacts(s.Keeper, school.Class{})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range l.Rows {
			ledger = append(ledger, r.Child)
		}
		unmet, _, err := s.Greetings(s.Counselor)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range unmet {
			greeted = append(greeted, u.Child)
		}
		page, err := s.Heart.ReferPage(s.Teacher)
		if err != nil {
			t.Fatal(err)
		}
		found, err := s.Heart.FindChildren(s.Counselor, c.Name)
		if err != nil {
			t.Fatal(err)
		}
		called, _, err := s.Phone.FindForCallIn(s.Keeper, c.Name)
		if err != nil {
			t.Fatal(err)
		}
		figures, err := s.Heart.Figures(s.Counselor)
		if err != nil {
			t.Fatal(err)
		}
		listed, err := s.Store.Roster.Children(s.Office)
		if err != nil {
			t.Fatal(err)
		}
		_, scanned := s.Scan(s.Kiosk, s.Code(c))
		_, referred := s.Heart.Refer(s.Teacher, c.ID, []string{"quiet"}, "")
		for what, is := range map[string]bool{
			"the bed": in(beds), "the contact ledger": in(ledger), "the greetings": in(greeted), "the referrals": in(page.Children),
			"the counselor's search": in(found), "the keeper's search": in(called), "the roster": in(listed),
			"the figures": figures.Children == 4, "the card": scanned == nil, "a referral": referred == nil} {
			if is != want {
				t.Errorf("on %s: %s says here = %v", s.Heart.Today(), what, is)
			}
		}
		if !want && len(l.Rows) != 3 {
			t.Errorf("the ledger has %d rows", len(l.Rows))
		}
	}
	here(true)
	if _, err := s.Heart.Book(s.Visit(0), noon(s, "2026-11-25"), ""); !errors.Is(err, roster.ErrCardLeft) {
		t.Errorf("booked for a day after the departure: %v", err)
	}
	b, err := s.Heart.Book(s.Visit(0), noon(s, "2026-11-24"), "")
	if err != nil {
		t.Fatalf("booked for the last day: %v", err)
	}
	if _, err := s.Heart.ChangeBooking(s.Visit(0), b.Key(), noon(s, "2026-11-26")); !errors.Is(err, roster.ErrCardLeft) {
		t.Errorf("moved to a day after the departure: %v", err)
	}
	s.Clock.Pass(24 * time.Hour)
	here(true)
	s.Clock.Pass(24 * time.Hour)
	here(false)
	// The step into a new year passes by who has left, and takes along who leaves later.
	if err := s.Roster.DepartChild(s.Office, s.Children[2].ID, "2026-12-31"); err != nil {
		t.Fatal(err)
	}
	if r, err := s.Roster.PlanRollover(s.Office); err != nil || r.Children != 3 {
		t.Errorf("the rollover counts %d, %v", r.Children, err)
	}
}

// TestLeavingAheadWaits: whoever waits in line may be given a time before the departure, and none after it.
func TestLeavingAheadWaits(t *testing.T) {
	s := storetest.Open(t, 4)
	s.Plan(s.Counselor, "知心屋", 20, 12*60, 12*60+20) // one talk a day, so that the next child waits in line
	s.Set(func(sc *school.Settings) { sc.Rules = map[school.Rule]int{school.RuleBookingDays: 3} })
	for i, day := range []school.Day{"2026-11-23", "2026-11-24", "2026-11-25"} {
		if _, err := s.Heart.Book(s.Visit(i), noon(s, day), ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Heart.Wait(s.Visit(3), "", ""); err != nil {
		t.Fatal(err)
	}
	if err := s.Roster.DepartChild(s.Office, s.Children[3].ID, "2026-11-25"); err != nil {
		t.Fatal(err)
	}
	if err := s.Heart.CancelBooking(s.Visit(2), ""); err != nil {
		t.Fatal(err)
	}
	if h, err := s.Heart.HeldBy(s.Children[3].ID); err != nil || len(h.Bookings) > 0 || h.Waiting == nil {
		t.Fatalf("given a day after the departure: %+v, %v", h, err)
	}
	if err := s.Heart.CancelBooking(s.Visit(1), ""); err != nil {
		t.Fatal(err)
	}
	if h, err := s.Heart.HeldBy(s.Children[3].ID); err != nil || len(h.Bookings) != 1 || h.Bookings[0].Day != "2026-11-24" {
		t.Errorf("not given the day before the departure: %+v, %v", h, err)
	}
}

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

// TestColleagueLeaves: an account that ends is no rung of the ladder, no reader of letters and no mentor any more.
func TestColleagueLeaves(t *testing.T) {
	s := storetest.Open(t, 3)
	if err := s.Urgent.SetDuty(s.Head, urgent.DutyList{Staff: []string{s.Teacher.ID(), s.Dorm.ID()}, Place: "德育处"}); err != nil {
		t.Fatal(err)
	}
	s.Edit(s.Office, s.Children[0].ID, 0, "mentors", "班主任、校长")
	before, err := s.Urgent.AskNow(s.Visit(0), 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Access.EndStaff(s.Admin, s.Teacher.ID()); err != nil {
		t.Fatal(err)
	}
	if d, err := s.Urgent.Duty(s.Head); err != nil || len(d.List) != 1 || d.List[0].ID != s.Dorm.ID() {
		t.Errorf("the duty list: %+v, %v", d.List, err)
	}
	u, err := s.Urgent.AskNow(s.Visit(2), 1)
	if err != nil || !slices.Equal(u.Ladder, []string{s.Dorm.ID()}) {
		t.Errorf("the ladder of a new call: %v, %v", u.Ladder, err)
	}
	if before, err = s.Urgent.At(s.Kiosk, before.Screen); err != nil || !slices.Equal(before.Ladder, []string{s.Dorm.ID()}) {
		t.Errorf("the ladder of a call under way: %v, %v", before.Ladder, err)
	}
	f, err := s.Roster.OpenFile(s.Office, s.Children[0].ID)
	if err != nil || !slices.Equal(f.Child.Mentors, []string{s.Head.ID()}) {
		t.Errorf("the mentors: %v, %v", f.Child.Mentors, err)
	}
	want := school.FieldChange{Field: "mentors", From: "班主任、校长", To: "校长"}
	if len(f.Changes) != 2 || len(f.Changes[0].Fields) != 1 || f.Changes[0].Fields[0] != want {
		t.Errorf("the trace: %+v", f.Changes)
	}
	// Who was on the way is not coming.
	u, err = s.Urgent.Accept(s.Colleague, u.Key())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Access.EndStaff(s.Admin, s.Colleague.ID()); err != nil {
		t.Fatal(err)
	}
	if u, err = s.Urgent.At(s.Kiosk, u.Screen); err != nil || u.State != urgent.Asked || u.Answer != "" {
		t.Errorf("a call that somebody who left had accepted: %+v, %v", u, err)
	}
}

// TestKeeperLeaves: children read only the names of those who can still open their letter.
func TestKeeperLeaves(t *testing.T) {
	s := storetest.Open(t, 1)
	if err := s.Mail.KeepMailbox(s.Colleague, storetest.Password); err != nil {
		t.Fatal(err)
	}
	box, err := s.Mail.UnlockMailbox(s.Counselor, storetest.Password)
	if err != nil {
		t.Fatal(err)
	}
	if st, err := s.Mail.BoxState(s.Counselor); err != nil || len(st.Asking) != 1 {
		t.Fatalf("who asks: %+v, %v", st, err)
	}
	if err := s.Mail.AdmitKeeper(s.Counselor, box, s.Colleague.ID()); err != nil {
		t.Fatal(err)
	}
	if err := s.Access.EndStaff(s.Admin, s.Counselor.ID()); err != nil {
		t.Fatal(err)
	}
	if readers, err := s.Mail.MailboxOpen(); err != nil || !slices.Equal(readers, []string{"李老师"}) {
		t.Errorf("the readers: %v, %v", readers, err)
	}
	if st, err := s.Mail.BoxState(s.Colleague); err != nil || !slices.Equal(st.Keepers, []string{"李老师"}) {
		t.Errorf("the keepers: %v, %v", st.Keepers, err)
	}
	if err := s.Access.EndStaff(s.Admin, s.Colleague.ID()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Mail.MailboxOpen(); !errors.Is(err, mail.ErrMailboxClosed) {
		t.Errorf("a box that nobody can open: %v", err)
	}
	if _, err := s.Mail.SendLetter(s.Kiosk, mail.LetterText{Kind: "text", Text: "在吗"}, false, ""); !errors.Is(err, mail.ErrMailboxClosed) {
		t.Errorf("a letter that nobody can open: %v", err)
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

// TestBellGone: a call that was accepted at a bell that is taken away asks again.
func TestBellGone(t *testing.T) {
	s := storetest.Open(t, 1)
	u, err := s.Urgent.AskNow(s.Visit(0), 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Urgent.AcceptOnDuty(s.Bell, u.Key()); err != nil {
		t.Fatal(err)
	}
	if err := s.Access.RemoveDevice(s.Admin, s.Bell.ID); err != nil {
		t.Fatal(err)
	}
	if u, err = s.Urgent.At(s.Kiosk, u.Screen); err != nil || u.State != urgent.Asked {
		t.Errorf("the call: %+v, %v", u, err)
	}
}

// TestLeftBehind: a list that says 是 and not who is away means a left-behind child everywhere.
func TestLeftBehind(t *testing.T) {
	s := storetest.Open(t, 1)
	s.Edit(s.Office, s.Children[0].ID, 0, "care", "是")
	if f, err := s.Heart.Figures(s.Counselor); err != nil || f.Left != 1 {
		t.Errorf("the figures count %d, %v", f.Left, err)
	}
	r, err := s.Roster.Listing(s.Office, roster.Query{Care: "away"})
	if err != nil || len(r.Rows) != 1 {
		t.Errorf("the roster: %d, %v", len(r.Rows), err)
	}
	s.Clock.Pass(40 * 24 * time.Hour)
	if _, err := s.Phone.TakeTicket(s.Visit(0)); err != nil {
		t.Fatal(err)
	}
	ticket, err := s.Phone.CallNext(s.Keeper, "1")
	if err == nil {
		err = s.Phone.MoveTicket(s.Keeper, ticket.Key(), phone.Talking)
	}
	if err == nil {
		err = s.Phone.EndTalk(s.Keeper, ticket.Key(), phone.Spoke)
	}
	if err != nil {
		t.Fatal(err)
	}
	if g, _, err := s.Greetings(s.Counselor); err != nil || len(g) != 1 || g[0].Quiet {
		t.Errorf("the greetings: %+v, %v", g, err)
	}
}

// TestErasedReferral: of a deleted file no sentence of a referral is left.
func TestErasedReferral(t *testing.T) {
	s := storetest.Open(t, 2)
	id := s.Children[0].ID
	if _, err := s.Heart.Refer(s.Teacher, id, []string{"quiet"}, "禾小一这几天不说话"); err != nil {
		t.Fatal(err)
	}
	if err := s.Roster.DepartChild(s.Office, id, "2026-11-23"); err != nil {
		t.Fatal(err)
	}
	if err := s.Roster.EraseFile(s.Office, id, "妈妈"); err != nil {
		t.Fatal(err)
	}
	all, err := storetest.Dump[heart.Referral](s.Store, "referral")
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	for _, r := range all {
		if r.Words != "" || len(r.Reasons) > 0 || r.State == heart.ReferralOpen {
			t.Errorf("what is left: %+v", r)
		}
	}
}
