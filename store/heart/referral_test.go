package heart_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"zhixinwu/store/heart"
	"zhixinwu/store/phone"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
	"zhixinwu/store/visit"
)

// TestReferral: who may propose whom; an invitation holds its slot, waits as a message until it is answered, and whoever
// proposed the child does not learn of a no.
func TestReferral(t *testing.T) {
	s := storetest.Open(t, 4)
	mine, others := s.Children[0], s.Children[1] // class 1(1) and building 01; class 5(2) and building 02
	for _, c := range []struct {
		name  string
		actor school.Actor
		child roster.Child
		want  error
	}{
		{"own class", s.Teacher, mine, nil}, {"another class", s.Teacher, others, school.ErrForbidden},
		{"own building", s.Dorm, mine, nil}, {"another building", s.Dorm, others, school.ErrForbidden},
		{"head", s.Head, others, nil}, {"keeper", s.Keeper, mine, school.ErrForbidden},
		{"nobody", s.Teacher, roster.Child{ID: "999999"}, school.ErrForbidden},
	} {
		if _, err := s.Heart.Refer(c.actor, c.child.ID, []string{"quiet"}, "三天没有说话"); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	for _, bad := range [][]string{nil, {"guilty"}, {"sad", "sad"}} {
		if _, err := s.Heart.Refer(s.Teacher, mine.ID, bad, ""); !errors.Is(err, heart.ErrReferral) {
			t.Errorf("%v: %v", bad, err)
		}
	}
	// Again: the same proposal, in better words.
	if _, err := s.Heart.Refer(s.Teacher, mine.ID, []string{"sad", "home"}, "妈妈走了"); err != nil {
		t.Fatal(err)
	}
	open, err := s.Heart.Referrals(s.Counselor)
	if err != nil || len(open) != 3 || open[0].Words != "妈妈走了" || open[0].Who != "班主任" {
		t.Fatalf("%+v, %v", open, err)
	}
	if _, err := s.Heart.Referrals(s.Head); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("the head reads what a teacher saw: %v", err)
	}
	slot := heart.Slot{Day: tuesday, Clock: 12 * 60, Counselor: s.Counselor.ID()}.Key()
	b, err := s.Heart.Invite(s.Counselor, mine.ID, slot, open[0].N)
	if err != nil || b.State != heart.Invited {
		t.Fatalf("%+v, %v", b, err)
	}
	later := heart.Slot{Day: tuesday, Clock: 12*60 + 20, Counselor: s.Counselor.ID()}.Key()
	if _, err := s.Heart.Invite(s.Counselor, mine.ID, later, 0); !errors.Is(err, heart.ErrChildBusy) {
		t.Errorf("invited twice: %v", err)
	}
	if _, err := s.Heart.Book(s.Visit(2), slot, ""); !errors.Is(err, heart.ErrSlotTaken) {
		t.Errorf("the invitation does not hold its slot: %v", err)
	}
	hall := visit.Visit{Device: s.Hall, Child: mine.ID} // a kiosk of another room
	for range 2 {                                       // looked at, and not answered: it stays
		if told, found, err := s.OpenNews(hall); err != nil || !found || told.Kind != visit.NewsInvited || told.Booking.Name != "王老师" {
			t.Fatalf("%+v, %v", told, err)
		}
	}
	if _, err := s.Heart.AnswerInvitation(visit.Visit{Device: s.Hall, Child: others.ID}, slot, true); !errors.Is(err, heart.ErrSlotNone) {
		t.Errorf("another child answers: %v", err)
	}
	for range 2 {
		if _, err := s.Heart.AnswerInvitation(hall, slot, false); err != nil {
			t.Fatal(err)
		}
	}
	if m, err := s.Menu(hall); err != nil || m.News != 0 {
		t.Errorf("after the no: %d news, %v", m.News, err)
	}
	if _, err := s.Heart.Book(s.Visit(2), slot, ""); err != nil {
		t.Errorf("the slot is not free again: %v", err)
	}
	page, err := s.Heart.ReferPage(s.Teacher)
	if err != nil || len(page.Mine) != 1 ||
		page.Mine[0].State != heart.ReferralOpen || page.Mine[0].Back.IsZero() || page.Mine[0].Taker != "" {
		t.Errorf("%+v, %v", page.Mine, err)
	}
	shows := func(id string) bool {
		return slices.ContainsFunc(page.Children, func(c roster.Child) bool { return c.ID == id })
	}
	if !shows(mine.ID) || shows(others.ID) {
		t.Error("the page shows other children than one's own")
	}
	last := heart.Slot{Day: tuesday, Clock: 13 * 60, Counselor: s.Counselor.ID()}.Key()
	if b, err := s.Heart.Invite(s.Counselor, mine.ID, last, 0); err != nil {
		t.Error(err)
	} else if b, err = s.Heart.AnswerInvitation(hall, b.Key(), true); err != nil || b.State != heart.Booked {
		t.Errorf("yes: %+v, %v", b, err)
	}
}

// TestReferralComesBack: a proposal waits again when the talk that it led to is called off, whoever does so; a talk that only
// moves keeps it, and a child that has left is proposed to nobody.
func TestReferralComesBack(t *testing.T) {
	s := storetest.Open(t, 8)
	id := s.Counselor.ID()
	at := func(i int) string {
		return heart.Slot{Day: tuesday, Clock: school.Clock(12*60 + 20*i), Counselor: id}.Key()
	}
	for i, c := range []struct {
		what string
		back bool
		do   func(v visit.Visit, slot string) error
	}{
		{"moved", false, func(_ visit.Visit, slot string) error {
			_, err := s.Heart.Reschedule(s.Counselor, slot, "2026-11-25/1600/"+id)
			return err
		}},
		{"moved, and then no", true, func(v visit.Visit, slot string) error {
			b, err := s.Heart.Reschedule(s.Counselor, slot, "2026-11-25/1620/"+id)
			if err == nil {
				_, err = s.Heart.AnswerInvitation(v, b.Key(), false)
			}
			return err
		}},
		{"yes, and then no", true, func(v visit.Visit, slot string) error {
			_, err := s.Heart.AnswerInvitation(v, slot, true)
			return errors.Join(err, s.Heart.CancelBooking(v, slot))
		}},
		{"called off", true, func(_ visit.Visit, slot string) error { return s.Heart.CallOff(s.Counselor, slot) }},
		{"left", false, func(v visit.Visit, _ string) error { return s.Roster.DepartChild(s.Office, v.Child, "2026-11-23") }},
		{"proposed again", false, func(v visit.Visit, slot string) error {
			_, err := s.Heart.Refer(s.Head, v.Child, []string{"sad"}, "")
			if err == nil {
				_, err = s.Heart.AnswerInvitation(v, slot, false)
			}
			return err
		}},
	} {
		v := s.Visit(i)
		r, err := s.Heart.Refer(s.Head, v.Child, []string{"quiet"}, "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Heart.Invite(s.Counselor, v.Child, at(i), r.N); err != nil {
			t.Fatal(err)
		}
		if err := c.do(v, at(i)); err != nil {
			t.Fatal(c.what, err)
		}
		page, err := s.Heart.ReferPage(s.Head)
		if err != nil {
			t.Fatal(err)
		}
		j := slices.IndexFunc(page.Mine, func(m heart.NamedReferral) bool { return m.N == r.N })
		if back := page.Mine[j].State == heart.ReferralOpen; back != c.back || back == page.Mine[j].Back.IsZero() {
			t.Errorf("%s: the colleague reads %+v", c.what, page.Mine[j].Referral)
		}
	}
	open, err := s.Heart.Referrals(s.Counselor)
	if err != nil || len(open) != 4 { // three that came back, and the one proposed again
		t.Errorf("the counselors read %+v, %v", open, err)
	}
	if _, err := s.Heart.Invite(s.Counselor, open[0].Child, at(12), open[0].N); err != nil {
		t.Errorf("invited again: %v", err)
	}
}

// meet lets a child have a talk now, of those booked at a kiosk so many days ago.
func meet(t *testing.T, s *storetest.School, i int, topic string) {
	t.Helper()
	b, err := s.Heart.WalkIn(s.Counselor, s.Children[i].ID)
	if err != nil {
		t.Fatal(err)
	}
	if topic != "" {
		if _, err := s.Heart.SayTopic(s.Visit(i), b.Key(), topic); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Heart.MoveBooking(s.Counselor, b.Key(), heart.Seen); err != nil {
		t.Fatal(err)
	}
}

// TestGreetings: who was talked with lately is not on the list, who lives at home and is not quiet neither; and it is the
// room's own.
func TestGreetings(t *testing.T) {
	s := storetest.Open(t, 4) // nobody of them is left behind
	list := func() (names []string) {
		all, days, err := s.Greetings(s.Counselor)
		if err != nil || days != 30 {
			t.Fatal(days, err)
		}
		for _, u := range all {
			names = append(names, fmt.Sprintf("%s quiet=%v open=%v", u.Child.Name, u.Quiet, u.Open))
		}
		return names
	}
	if got := list(); len(got) != 4 {
		t.Errorf("a new school greets everybody: %v", got)
	}
	meet(t, s, 0, "")
	if _, err := s.Heart.Book(s.Visit(1), heart.Slot{Day: tuesday, Clock: 12 * 60, Counselor: s.Counselor.ID()}.Key(), ""); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Phone.TakeTicket(s.Visit(2)); err != nil {
		t.Fatal(err)
	}
	tk, err := s.Phone.CallNext(s.Keeper, "1")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Phone.MoveTicket(s.Keeper, tk.Key(), phone.Talking); err != nil {
		t.Fatal(err)
	}
	if err := s.Phone.EndTalk(s.Keeper, tk.Key(), phone.Spoke); err != nil {
		t.Fatal(err)
	}
	if got := list(); len(got) != 1 || got[0] != "禾小七 quiet=true open=false" {
		t.Errorf("after a talk, a booking and a call: %v", got)
	}
	s.Clock.Pass(31 * 24 * time.Hour)
	if got := list(); len(got) != 4 {
		t.Errorf("a month later: %v", got)
	}
	for _, a := range []school.Actor{s.Head, s.Office, s.Admin, s.Teacher} {
		if _, _, err := s.Greetings(a); !errors.Is(err, school.ErrForbidden) {
			t.Errorf("%s sees who was not met: %v", a.Staff.Login, err)
		}
	}
}

// TestFigures: the room sees its numbers; outside it small ones are hidden, and cannot be reckoned from the others.
func TestFigures(t *testing.T) {
	s := storetest.Open(t, 8)
	for i := range 6 {
		meet(t, s, i, "family")
	}
	meet(t, s, 6, "body")
	if b, err := s.Heart.Book(s.Visit(7), heart.Slot{Day: tuesday, Clock: 12 * 60, Counselor: s.Counselor.ID()}.Key(), ""); err != nil {
		t.Fatal(err)
	} else {
		s.Clock.Pass(26 * time.Hour)
		for _, to := range []heart.BookingState{heart.Arrived, heart.Started, heart.Seen} {
			if err := s.Heart.MoveBooking(s.Counselor, b.Key(), to); err != nil {
				t.Fatal(err)
			}
		}
	}
	u, err := s.Urgent.AskNow(s.Visit(0), 1)
	if err != nil {
		t.Fatal(err)
	}
	s.Clock.Pass(30 * time.Second)
	if _, err := s.Urgent.Accept(s.Counselor, u.Key()); err != nil {
		t.Fatal(err)
	}
	in, err := s.Heart.Figures(s.Counselor)
	if err != nil {
		t.Fatal(err)
	}
	month := in.Months[len(in.Months)-1]
	if in.Weeks[len(in.Weeks)-1].Talks != 8 || month.Topics[0] != 6 || month.Topics[4] != 1 || month.Unsaid != 1 ||
		in.Met != 8 || in.Wait != 1 || in.Calls != 1 || in.Answer != 30*time.Second {
		t.Errorf("%+v", in)
	}
	out, err := s.Heart.Figures(s.Office)
	if err != nil {
		t.Fatal(err)
	}
	month = out.Months[len(out.Months)-1]
	if out.Weeks[len(out.Weeks)-1].Talks != 8 || month.Topics[0] != 6 || month.Topics[1] != 0 ||
		month.Topics[4] != heart.HiddenCount || out.Calls != heart.HiddenCount || out.Answer != 0 || out.Wait != heart.HiddenCount {
		t.Errorf("%+v", out)
	}
	if _, err := s.Heart.Figures(s.Teacher); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("a teacher sees the room's numbers: %v", err)
	}
}

// TestDoorAndFeed: the display and the calendar say when, and never who; a link that was changed is dead.
func TestDoorAndFeed(t *testing.T) {
	s := storetest.Open(t, 4)
	slot := heart.Slot{Day: "2026-11-23", Clock: 12 * 60, Counselor: s.Counselor.ID()}
	if _, err := s.Heart.Book(s.Visit(0), slot.Key(), ""); err != nil {
		t.Fatal(err)
	}
	door := func() heart.DoorRoom {
		rooms, _, err := s.Heart.Door()
		if err != nil || len(rooms) != 1 {
			t.Fatalf("%+v, %v", rooms, err)
		}
		return rooms[0]
	}
	if r := door(); r.Open || r.Busy || r.Next.Clock != 12*60+20 {
		t.Errorf("at ten: %+v", r)
	}
	s.Clock.Pass(2 * time.Hour)
	porch := visit.Visit{Device: s.Porch, Child: s.Children[0].ID}
	if si, err := s.Scan(s.Porch, s.Code(s.Children[0])); err != nil || !si.Signin.Door {
		t.Errorf("a scan at the door: %+v, %v", si, err)
	}
	if b, _, err := s.Heart.Knock(porch); err != nil || b.Slot != slot {
		t.Errorf("a child with a booking knocks: %+v, %v", b, err)
	}
	if err := s.Heart.MoveBooking(s.Counselor, slot.Key(), heart.Started); err != nil {
		t.Fatal(err)
	}
	if r := door(); !r.Open || !r.Busy {
		t.Errorf("during a talk: %+v", r)
	}
	w, name, err := s.Heart.Knock(visit.Visit{Device: s.Porch, Child: s.Children[1].ID})
	if err != nil || name != "王老师" || w.State != heart.Arrived || !w.WalkIn() {
		t.Errorf("without a booking: %+v, %v", w, err)
	}
	if again, _, err := s.Heart.Knock(visit.Visit{Device: s.Porch, Child: s.Children[1].ID}); err != nil || again.Slot != w.Slot {
		t.Errorf("a second tap: %+v, %v", again, err)
	}
	if _, _, err := s.Heart.Knock(s.Visit(2)); !errors.Is(err, school.ErrDeviceOffer) {
		t.Errorf("far from the door: %v", err)
	}
	first, err := s.Heart.OfferFeed(s.Counselor)
	if err != nil {
		t.Fatal(err)
	}
	talks, err := s.Heart.Feed(first)
	if err != nil || len(talks) != 1 || talks[0].End.Sub(talks[0].Begin) != 20*time.Minute || talks[0].Begin.Hour() != 12 {
		t.Errorf("%+v, %v", talks, err)
	}
	second, err := s.Heart.OfferFeed(s.Counselor)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Heart.Feed(first); !errors.Is(err, heart.ErrFeed) {
		t.Errorf("the link before: %v", err)
	}
	if err := s.Heart.EndFeed(s.Counselor); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Heart.Feed(second); !errors.Is(err, heart.ErrFeed) {
		t.Errorf("an ended link: %v", err)
	}
	s.Clock.Pass(8 * time.Hour)
	if _, _, err := s.Heart.Knock(visit.Visit{Device: s.Porch, Child: s.Children[2].ID}); !errors.Is(err, heart.ErrDoorClosed) {
		t.Errorf("at night: %v", err)
	}
}
