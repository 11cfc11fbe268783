package urgent_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
	"zhixinwu/store/urgent"
	"zhixinwu/store/visit"
)

// TestUrgent: one call for a child however often it taps, one winner however many go, and the answer time is kept.
func TestUrgent(t *testing.T) {
	s := storetest.Open(t, 4)
	at := func(d school.Device, child string) visit.Visit { return visit.Visit{Device: d, Child: child} }
	u, err := s.Urgent.AskNow(s.Visit(0), 0)
	if err != nil || u.State != urgent.Asked || u.Place != "试验角" || u.Go == "" {
		t.Fatalf("%+v, %v", u, err)
	}
	if again, err := s.Urgent.AskNow(at(s.Hall, s.Children[0].ID), 1); err != nil || again.Key() != u.Key() {
		t.Errorf("the same child at another kiosk: %+v, %v", again, err)
	}
	nobody, err := s.Urgent.AskNow(at(s.Hall, ""), 0)
	if err != nil || nobody.Key() == u.Key() {
		t.Errorf("without a card: %+v, %v", nobody, err)
	}
	if again, _ := s.Urgent.AskNow(at(s.Hall, ""), 0); again.Key() != nobody.Key() {
		t.Error("a second tap without a card is a second call")
	}
	if _, err := s.Phone.TakeTicket(s.Visit(1)); err != nil {
		t.Fatal(err)
	}
	ticket, err := s.Phone.CallNext(s.Keeper, "2")
	if err != nil {
		t.Fatal(err)
	}
	handed, err := s.Phone.HandOver(s.Keeper, ticket.Key())
	if err != nil || handed.From != s.Keeper.ID() || handed.Child != s.Children[1].ID || handed.Place != "亲情室 2 号" {
		t.Errorf("a child handed over: %+v, %v", handed, err)
	}
	if _, err := s.Phone.HandOver(school.Actor{}, ticket.Key()); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("handed over by nobody: %v", err)
	}
	if room, err := s.Phone.Desk(s.Keeper); err != nil || room.Lines[0].Handed != nil ||
		room.Lines[1].Handed == nil || room.Lines[1].Handed.State != urgent.Asked {
		t.Errorf("the keeper is not told: %+v, %v", room.Lines, err)
	}
	if alarms, err := s.Urgent.Alarms(s.Counselor); err != nil || len(alarms) != 3 ||
		alarms[0].Of.Name != "禾小一" || alarms[1].Of.Name != "" || alarms[2].Froms != "赵老师" {
		t.Errorf("%+v, %v", alarms, err)
	}
	if alarms, _ := s.Urgent.Alarms(s.Teacher); len(alarms) != 0 {
		t.Errorf("it sounds for a teacher who is not on duty: %+v", alarms)
	}

	s.Clock.Pass(40 * time.Second)
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wg.Go(func() {
			switch i % 3 {
			case 0:
				_, errs[i] = s.Urgent.Accept(s.Counselor, u.Key())
			case 1:
				_, errs[i] = s.Urgent.Accept(s.Colleague, u.Key())
			default:
				_, errs[i] = s.Urgent.AcceptOnDuty(s.Bell, u.Key())
			}
		})
	}
	wg.Wait()
	now, err := s.Urgent.At(s.Kiosk, u.Screen)
	if err != nil || now.State != urgent.Accepted || now.Answer == "" || now.AnswerTime() != 40*time.Second {
		t.Fatalf("%+v, %v", now, err)
	}
	for i, err := range errs {
		mine := []bool{now.By == s.Counselor.ID(), now.By == s.Colleague.ID(), now.ByDevice == s.Bell.ID}[i%3]
		if mine != (err == nil) || err != nil && !errors.Is(err, urgent.ErrTaken) {
			t.Errorf("%d: %v; %s goes", i, err, now.Answer)
		}
	}
	if _, err := s.Urgent.Withdraw(s.Kiosk, u.Screen); err != nil {
		t.Error(err)
	}
	if now, _ := s.Urgent.At(s.Kiosk, u.Screen); now.State != urgent.Accepted {
		t.Errorf("withdrawn while somebody is on the way: %s", now.State)
	}
	if _, err := s.Urgent.At(s.Hall, u.Screen); !errors.Is(err, school.ErrNotFound) {
		t.Errorf("another kiosk reads who is coming: %v", err)
	}
	if _, err := s.Urgent.End(s.Head, u.Key()); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("ended by somebody who did not go: %v", err)
	}
	if _, err := s.Urgent.Withdraw(s.Hall, nobody.Screen); err != nil {
		t.Error(err)
	}
	if _, err := s.Urgent.Accept(s.Counselor, nobody.Key()); !errors.Is(err, urgent.ErrMove) {
		t.Errorf("accepted after the child had withdrawn: %v", err)
	}
}

// TestUrgentLadder: each next is asked after its minutes, the heads at the end; who gives a call back starts it again; a
// restart forgets nothing, and a clock moved back silences nobody.
func TestUrgentLadder(t *testing.T) {
	s := storetest.Open(t, 2)
	if err := s.Urgent.SetDuty(s.Teacher, urgent.DutyList{Place: "x"}); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("a teacher sets the duty list: %v", err)
	}
	twice := urgent.DutyList{Staff: []string{s.Dorm.ID(), s.Dorm.ID()}, Place: "值班室"}
	if err := s.Urgent.SetDuty(s.Head, twice); !errors.Is(err, school.ErrInvalid) {
		t.Errorf("one person twice: %v", err)
	}
	if err := s.Urgent.SetDuty(s.Head, urgent.DutyList{Staff: []string{s.Dorm.ID(), s.Office.ID()}, Place: "值班室"}); err != nil {
		t.Fatal(err)
	}
	u, err := s.Urgent.AskNow(s.Visit(0), 0)
	if err != nil || u.Go != "值班室" {
		t.Fatalf("%+v, %v", u, err)
	}
	check := func(what string, want ...school.Actor) {
		t.Helper()
		for _, a := range []school.Actor{s.Counselor, s.Dorm, s.Office, s.Head, s.Keeper} {
			alarms, err := s.Urgent.Alarms(a)
			if err != nil {
				t.Fatal(err)
			}
			asked := false
			for _, w := range want {
				asked = asked || w.ID() == a.ID()
			}
			if asked != (len(alarms) == 1) {
				t.Errorf("%s: %s hears %d calls", what, a.Staff.Login, len(alarms))
			}
		}
	}
	check("at once", s.Counselor)
	s.Clock.Pass(3 * time.Minute)
	check("after three minutes", s.Counselor, s.Dorm)
	s.Close()
	s.Start()
	s.Clock.Pass(3 * time.Minute)
	check("after six, and a restart", s.Counselor, s.Dorm, s.Office)
	s.Clock.Pass(3 * time.Minute)
	check("after nine", s.Counselor, s.Dorm, s.Office, s.Head)
	s.Clock.Pass(-time.Hour)
	check("the clock moved back", s.Counselor)
	s.Clock.Pass(time.Hour)
	if _, err := s.Urgent.Accept(s.Keeper, u.Key()); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("somebody goes who was not asked: %v", err)
	}
	if _, err := s.Urgent.Accept(s.Dorm, u.Key()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Urgent.Return(s.Dorm, u.Key()); err != nil {
		t.Fatal(err)
	}
	check("given back", s.Counselor)
	s.Clock.Pass(3 * time.Minute)
	check("three minutes after it", s.Counselor, s.Dorm)
	if _, err := s.Urgent.Accept(s.Dorm, u.Key()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Urgent.Return(s.Dorm, u.Key()); err != nil {
		t.Fatal(err)
	}
	check("given back once more", s.Counselor)
	if _, err := s.Urgent.Accept(s.Counselor, u.Key()); err != nil {
		t.Error(err)
	}
	if u, err := s.Urgent.End(s.Counselor, u.Key()); err != nil || u.State != urgent.Met || u.AnswerTime() != 9*time.Minute {
		t.Errorf("%+v, %v", u, err)
	}
	today := s.Today()
	if all, err := s.Urgent.CallsOf(s.Head, today, today); err != nil || len(all) != 1 || all[0].Answer != "王老师" {
		t.Errorf("%+v, %v", all, err)
	}
	if _, err := s.Urgent.CallsOf(s.Admin, today, today); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("the administrator reads who cried: %v", err)
	}
}

// TestChildSaysSafe: the last answer counts while the call is open, whoever goes reads it, and the call comes back to the
// kiosk where it was made, and to no other, until it has ended.
func TestChildSaysSafe(t *testing.T) {
	s := storetest.Open(t, 1)
	u, err := s.Urgent.AskNow(visit.Visit{Device: s.Kiosk}, 1)
	if err != nil || u.Screen == "" {
		t.Fatalf("%+v, %v", u, err)
	}
	for _, say := range []urgent.Safety{urgent.Safe, urgent.Unsafe} {
		if u, err = s.Urgent.SaySafe(s.Kiosk, u.Screen, say); err != nil || u.Safe != say {
			t.Errorf("%s: %+v, %v", say, u, err)
		}
	}
	if alarms, err := s.Urgent.Alarms(s.Counselor); err != nil || len(alarms) != 1 || alarms[0].Safe != urgent.Unsafe {
		t.Errorf("the counselor reads %+v, %v", alarms, err)
	}
	if _, err := s.Urgent.SaySafe(s.Kiosk, u.Screen, "rubbish"); !errors.Is(err, school.ErrInvalid) {
		t.Errorf("rubbish: %v", err)
	}
	for _, screen := range []string{"", u.Key(), "rubbish"} {
		if _, err := s.Urgent.SaySafe(s.Kiosk, screen, urgent.Safe); !errors.Is(err, school.ErrNotFound) {
			t.Errorf("by %q: %v", screen, err)
		}
	}
	if here, asked, err := s.Urgent.AskedAt(s.Kiosk); err != nil || !asked || here.Screen != u.Screen {
		t.Errorf("at its kiosk: %v, %v", asked, err)
	}
	if _, asked, err := s.Urgent.AskedAt(s.Hall); err != nil || asked {
		t.Errorf("at another: %v, %v", asked, err)
	}
	if _, err := s.Urgent.Accept(s.Counselor, u.Key()); err != nil {
		t.Fatal(err)
	}
	if _, asked, _ := s.Urgent.AskedAt(s.Kiosk); !asked {
		t.Error("gone while somebody is on the way")
	}
	if _, err := s.Urgent.End(s.Counselor, u.Key()); err != nil {
		t.Fatal(err)
	}
	if _, asked, _ := s.Urgent.AskedAt(s.Kiosk); asked {
		t.Error("still there after the child was met")
	}
	if after, err := s.Urgent.SaySafe(s.Kiosk, u.Screen, urgent.Safe); err != nil || after.Safe != urgent.Unsafe {
		t.Errorf("said afterwards: %+v, %v", after, err)
	}
}
