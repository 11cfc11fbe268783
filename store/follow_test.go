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
				t.Errorf("on %s: %s says here = %v", s.Today(), what, is)
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

// TestRoleLost: a colleague who stays, but is no counselor any more, is one in no room: her talks and whoever waits for her
// go to another, no child is told that she reads the letters, her calendar link and her pairing end. On the duty list she
// stands as a person, and stays.
func TestRoleLost(t *testing.T) {
	s := storetest.Open(t, 4)
	s.Plan(s.Colleague, "知心屋 2", 20, 12*60, 14*60)
	if err := s.Mail.KeepMailbox(s.Colleague, storetest.Password); err != nil {
		t.Fatal(err)
	}
	if err := s.Urgent.SetDuty(s.Head, urgent.DutyList{Staff: []string{s.Counselor.ID()}, Place: "德育处"}); err != nil {
		t.Fatal(err)
	}
	s.Edit(s.Office, s.Children[3].ID, 0, "mentors", "王老师")
	link, err := s.Heart.OfferFeed(s.Counselor)
	if err != nil {
		t.Fatal(err)
	}
	s.Set(func(sc *school.Settings) { sc.Rules = map[school.Rule]int{school.RuleBookingDays: 2} })
	s.Plan(s.Counselor, "知心屋", 20, 12*60, 12*60+20) // one talk a day
	for i, day := range []school.Day{"2026-11-23", "2026-11-24"} {
		if _, err := s.Heart.Book(s.Visit(i), noon(s, day), ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Heart.Wait(s.Visit(2), s.Counselor.ID(), ""); err != nil {
		t.Fatal(err)
	}
	lost := s.Counselor.Staff
	lost.Roles = []school.Role{school.RoleGate}
	if err := s.Access.EditStaff(s.Admin, lost); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		h, err := s.Heart.HeldBy(s.Children[i].ID)
		if err != nil || h.Waiting != nil || len(h.Bookings) != 1 || h.Bookings[0].Counselor != s.Colleague.ID() {
			t.Errorf("child %d holds %+v, waits in %+v: %v", i, h.Bookings, h.Waiting, err)
		}
	}
	if err := s.Heart.Wait(s.Visit(3), s.Counselor.ID(), ""); !errors.Is(err, heart.ErrSlotNone) {
		t.Errorf("a child waits for her: %v", err)
	}
	if _, err := s.Heart.Feed(link); !errors.Is(err, heart.ErrFeed) {
		t.Errorf("her calendar link: %v", err)
	}
	if readers, err := s.Mail.MailboxOpen(); !errors.Is(err, mail.ErrMailboxClosed) { // the colleague was never admitted
		t.Errorf("children read that %v read the letters, %v", readers, err)
	}
	if f, err := s.Roster.OpenFile(s.Office, s.Children[3].ID); err != nil || len(f.Child.Mentors) > 0 {
		t.Errorf("the mentors: %v, %v", f.Child.Mentors, err)
	}
	if d, err := s.Urgent.Duty(s.Head); err != nil || len(d.List) != 1 {
		t.Errorf("the duty list: %+v, %v", d.List, err)
	}
}

// TestScopeGoesWithItsRole: rooms of a house and classes are nobody's who has not the duty, and do not come back with it.
func TestScopeGoesWithItsRole(t *testing.T) {
	s := storetest.Open(t, 2)
	for who, back := range map[*school.Actor]school.Role{&s.Dorm: school.RoleDorm, &s.Teacher: school.RoleTeacher} {
		st := who.Staff
		for _, roles := range [][]school.Role{{school.RoleGate}, {school.RoleGate, back}} {
			st.Roles = roles
			if err := s.Access.EditStaff(s.Admin, st); err != nil {
				t.Fatal(err)
			}
			all, err := s.Access.AllStaff(s.Admin)
			if err != nil {
				t.Fatal(err)
			}
			st = all[slices.IndexFunc(all, func(o school.Staff) bool { return o.ID == st.ID })]
			if len(st.Classes) > 0 || len(st.Buildings) > 0 {
				t.Errorf("as %v, %s has %v and %v", roles, st.Name, st.Classes, st.Buildings)
			}
		}
	}
}

// TestPairedByAnotherRole: a class teacher who was also of the office stays paired with the child.
func TestPairedByAnotherRole(t *testing.T) {
	s := storetest.Open(t, 1)
	st := s.Teacher.Staff
	roles := st.Roles
	st.Roles = append(slices.Clone(roles), school.RoleOffice)
	if err := s.Access.EditStaff(s.Admin, st); err != nil {
		t.Fatal(err)
	}
	s.Edit(s.Office, s.Children[0].ID, 0, "mentors", "班主任")
	st.Roles, st.Revision = roles, 1
	if err := s.Access.EditStaff(s.Admin, st); err != nil {
		t.Fatal(err)
	}
	if f, err := s.Roster.OpenFile(s.Office, s.Children[0].ID); err != nil || !slices.Equal(f.Child.Mentors, []string{st.ID}) {
		t.Errorf("the mentors: %v, %v", f.Child.Mentors, err)
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
