package phone_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhixinwu/store/phone"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
	"zhixinwu/store/visit"
)

func lineAt(t testing.TB, s *storetest.School, d school.Device) phone.LineTablet {
	t.Helper()
	lt, found, err := s.Phone.LineAt(d)
	if err != nil || !found {
		t.Fatalf("no line: %v", err)
	}
	return lt
}

// TestSelfService: the free line calls by itself, a scan begins, the next one asks, the answer ends and calls the next;
// whoever does not come is missed and comes back by a scan; time ends a talk and its outcome is asked before the next.
func TestSelfService(t *testing.T) {
	s := storetest.Open(t, 6)
	tablet := s.SelfService()[0]
	pass := func(d time.Duration) {
		t.Helper()
		s.Clock.Pass(d)
		if err := s.Phone.Tick(); err != nil {
			t.Fatal(err)
		}
	}
	scan := func(i int) error { return s.Phone.ScanLine(tablet, s.Code(s.Children[i])) }
	for i := range 4 {
		s.Take(i)
	}
	if lt := lineAt(t, s, tablet); lt.Talk == nil || lt.Talk.No != 1 || lt.Talk.State != phone.Called {
		t.Fatalf("the line did not call: %+v", lt.Talk)
	}
	if err := scan(3); !errors.Is(err, phone.ErrLineOther) {
		t.Errorf("another child's scan: %v", err)
	}
	pass(59 * time.Second)
	if err := scan(0); err != nil {
		t.Fatal(err)
	}
	pass(time.Second)
	if err := scan(0); err != nil { // twice at once is once
		t.Fatal(err)
	}
	lt := lineAt(t, s, tablet)
	if lt.Talk.State != phone.Talking || !lt.Talk.Asked.IsZero() || len(lt.Family) != 1 {
		t.Fatalf("after the first scan: %+v", lt)
	}
	// The second line called number 2, who did not come: a minute later number 3 was called there.
	if b, err := s.Phone.Board(); err != nil || b.Lines[1].No != 3 || b.Waiting != 1 {
		t.Errorf("the board shows %+v: %v", b.Lines[1], err)
	}
	if p := s.Take(1); p.Ticket.No != 2 || p.Ticket.State != phone.Waiting {
		t.Errorf("came back as %+v", p.Ticket)
	}
	pass(5 * time.Minute)
	if err := scan(0); err != nil {
		t.Fatal(err)
	}
	key := lt.Talk.Key()
	if err := s.Phone.AtLine(tablet, key, phone.LineAct{Do: "back"}); err != nil {
		t.Fatal(err)
	}
	pass(time.Minute)
	if lt = lineAt(t, s, tablet); lt.Talk.Key() != key || lt.Talk.State != phone.Talking {
		t.Fatalf("a talk that goes on was ended: %+v", lt.Talk)
	}
	for i := 1; i < 4; i++ { // back from wherever they were
		s.Take(i)
	}
	if err := errors.Join(scan(0), s.Phone.AtLine(tablet, key, phone.LineAct{Do: "end", Outcome: phone.Spoke})); err != nil {
		t.Fatal(err)
	}
	lt = lineAt(t, s, tablet)
	if lt.Talk == nil || lt.Talk.State != phone.Called || lt.Talk.Key() == key {
		t.Fatalf("the line did not call the next: %+v", lt.Talk)
	}
	if err := s.Phone.AtLine(tablet, key, phone.LineAct{Do: "end", Outcome: phone.Spoke}); !errors.Is(err, phone.ErrTicketMove) {
		t.Errorf("the screen of the child before ended a talk: %v", err)
	}

	// Time ends the next talk; nobody said how it went, so the child is asked before its next number.
	who := -1
	for i, c := range s.Children {
		if lt.Talk.Of(c.ID) {
			who = i
		}
	}
	if err := scan(who); err != nil {
		t.Fatal(err)
	}
	key = lt.Talk.Key()
	pass(10*time.Minute - time.Second)
	if lt = lineAt(t, s, tablet); lt.Talk.Key() != key {
		t.Fatal("ended too soon")
	}
	pass(time.Second)
	if lt = lineAt(t, s, tablet); lt.Talk != nil && lt.Talk.Key() == key {
		t.Fatal("time did not end the talk")
	}
	var r *phone.Refusal
	if _, err := s.Phone.TakeTicket(s.Visit(who)); !errors.Is(err, phone.ErrTalkUnasked) || !errors.As(err, &r) || r.Talk != key {
		t.Fatalf("not asked: %v", err)
	}
	if room, err := s.Phone.Desk(s.Keeper); err != nil || len(room.Unasked) != 1 || room.Day.Talks != 1 {
		t.Errorf("%d unasked, %d spoken: %v", len(room.Unasked), room.Day.Talks, err)
	}
	if err := s.Phone.AnswerTalk(s.Visit((who+1)%4), key, phone.Spoke); !errors.Is(err, phone.ErrTicketNone) {
		t.Errorf("another child answered: %v", err)
	}
	for range 2 {
		if err := s.Phone.AnswerTalk(s.Visit(who), key, phone.Spoke); err != nil {
			t.Fatal(err)
		}
	}
	if room, err := s.Phone.Desk(s.Keeper); err != nil || len(room.Unasked) != 0 || room.Day.Talks != 2 {
		t.Errorf("%d unasked, %d spoken: %v", len(room.Unasked), room.Day.Talks, err)
	}
	s.Take(who)
}

// TestPowerCut: after a restart in the middle of talks each waits for an answer, however long; none is ended by time.
func TestPowerCut(t *testing.T) {
	s := storetest.Open(t, 6)
	tablets := s.SelfService()
	for i := range 3 {
		s.Take(i)
	}
	for i := range 2 {
		if err := s.Phone.ScanLine(tablets[i], s.Code(s.Children[i])); err != nil {
			t.Fatal(err)
		}
	}
	keys := []string{lineAt(t, s, tablets[0]).Talk.Key(), lineAt(t, s, tablets[1]).Talk.Key()}
	if err := s.Phone.EndTalk(s.Keeper, keys[0], phone.Interrupted); !errors.Is(err, phone.ErrOutcome) {
		t.Errorf("interrupted without a cut: %v", err)
	}
	s.Clock.Pass(4 * time.Minute)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s.Clock.Pass(30 * time.Minute)
	s.Start()
	if err := s.Phone.Tick(); err != nil {
		t.Fatal(err)
	}
	for i, d := range tablets {
		if lt := lineAt(t, s, d); lt.Talk == nil || lt.Talk.Key() != keys[i] || lt.Talk.Cut.IsZero() {
			t.Fatalf("after the restart line %d has %+v", i+1, lt.Talk)
		}
	}
	if err := s.Phone.AtLine(tablets[0], keys[0], phone.LineAct{Do: "resume"}); err != nil {
		t.Fatal(err)
	}
	if lt := lineAt(t, s, tablets[0]); !lt.Talk.Cut.IsZero() || lt.Talk.Until.Sub(s.Now()) != 2*time.Minute {
		t.Errorf("resumed as %+v", lt.Talk)
	}
	if err := s.Phone.EndTalk(s.Keeper, keys[1], phone.Interrupted); err != nil {
		t.Fatal(err)
	}
	if lt := lineAt(t, s, tablets[1]); lt.Talk == nil || lt.Talk.No != 3 {
		t.Errorf("the second line did not go on: %+v", lt.Talk)
	}
	s.Take(1) // an interrupted talk was none
	l, err := s.Phone.Contacts(s.Keeper, school.Class{})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range l.Rows {
		if row.Days >= 0 {
			t.Errorf("%s has a contact", row.Child.Name)
		}
	}
}

// TestCallOverRestart: a child that was called when the server stopped has its whole time to come again.
func TestCallOverRestart(t *testing.T) {
	s := storetest.Open(t, 2)
	tablet := s.SelfService()[0]
	s.Take(0)
	s.Clock.Pass(50 * time.Second)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s.Clock.Pass(30 * time.Minute)
	s.Start()
	for _, c := range []struct {
		pass time.Duration
		on   bool
	}{{0, true}, {59 * time.Second, true}, {time.Second, false}} {
		s.Clock.Pass(c.pass)
		if err := s.Phone.Tick(); err != nil {
			t.Fatal(err)
		}
		if lt := lineAt(t, s, tablet); (lt.Talk != nil) != c.on {
			t.Errorf("%v later the line has %+v", c.pass, lt.Talk)
		}
	}
}

// TestSelfServiceCloses: after closing time a line that becomes free calls nobody; the talk under way has its whole time.
func TestSelfServiceCloses(t *testing.T) {
	s := storetest.Open(t, 3)
	s.Set(func(settings *school.Settings) { settings.Rules = map[school.Rule]int{school.RulePhoneLast: 0} })
	tablets := s.SelfService()
	s.Clock.Pass(11*time.Hour + 29*time.Minute + 30*time.Second) // open until 21:30
	for i := range 3 {
		s.Take(i)
	}
	if err := s.Phone.ScanLine(tablets[0], s.Code(s.Children[0])); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		pass   time.Duration
		first  int // number on the first line
		second int
	}{{59 * time.Second, 1, 2}, {time.Second, 1, 0}, {8*time.Minute + 59*time.Second, 1, 0}, {time.Second, 0, 0}} {
		s.Clock.Pass(c.pass)
		if err := s.Phone.Tick(); err != nil {
			t.Fatal(err)
		}
		if b, err := s.Phone.Board(); err != nil || b.Lines[0].No != c.first || b.Lines[1].No != c.second || b.Waiting != 1 {
			t.Errorf("at %s the board shows %+v and %d waiting: %v", s.Now().Format("15:04:05"), b.Lines, b.Waiting, err)
		}
	}
}

// TestSelfServiceRules runs random evenings without a keeper, with restarts: a line has one ticket and a ticket one line, a
// child one place, no call and no talk is older than its time once the program has ticked, and no cut talk ends unasked.
func TestSelfServiceRules(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := storetest.Open(t, 8)
		s.Set(func(settings *school.Settings) { settings.PhoneHours = storetest.RoundTheClock })
		tablets := s.SelfService()
		cut := map[string]bool{}
		tablet := func(rt *rapid.T) school.Device { return rapid.SampledFrom(tablets).Draw(rt, "tablet") }
		child := func(rt *rapid.T) int { return rapid.IntRange(0, 7).Draw(rt, "child") }
		rt.Repeat(map[string]func(*rapid.T){
			"take": func(rt *rapid.T) {
				i := child(rt)
				_, err := s.Phone.TakeTicket(s.Visit(i))
				var r *phone.Refusal
				if errors.As(err, &r) && r.Talk != "" {
					err = s.Phone.AnswerTalk(s.Visit(i), r.Talk, phone.Spoke)
				}
				if err != nil {
					rt.Fatal(err)
				}
			},
			"scan": func(rt *rapid.T) {
				d := tablet(rt)
				was := lineAt(t, s, d).Talk
				if err := s.Phone.ScanLine(d, s.Code(s.Children[child(rt)])); err != nil && !errors.Is(err, phone.ErrLineOther) {
					rt.Fatal(err)
				}
				if now := lineAt(t, s, d).Talk; was != nil && now != nil && was.State == phone.Talking && now.Cut.IsZero() {
					delete(cut, now.Key())
				}
			},
			"tap": func(rt *rapid.T) {
				d := tablet(rt)
				if t := lineAt(t, s, d).Talk; t != nil && t.State == phone.Talking {
					act := phone.LineAct{Do: rapid.SampledFrom([]string{"back", "resume", "end"}).Draw(rt, "do"), Outcome: phone.Spoke}
					if err := s.Phone.AtLine(d, t.Key(), act); err != nil {
						rt.Fatal(err)
					}
					if act.Do != "back" {
						delete(cut, t.Key())
					}
				}
			},
			"leave": func(rt *rapid.T) {
				if _, err := s.Phone.GiveUpTicket(s.Visit(child(rt))); err != nil && !errors.Is(err, phone.ErrTicketMove) {
					rt.Fatal(err)
				}
			},
			"wait": func(rt *rapid.T) {
				s.Clock.Pass(time.Duration(rapid.IntRange(1, 700).Draw(rt, "seconds")) * time.Second)
			},
			"restart": func(rt *rapid.T) {
				for _, d := range tablets {
					if t := lineAt(t, s, d).Talk; t != nil && t.State == phone.Talking {
						cut[t.Key()] = true
					}
				}
				if err := s.Close(); err != nil {
					rt.Fatal(err)
				}
				s.Start()
			},
			"": func(rt *rapid.T) {
				if err := s.Phone.Tick(); err != nil {
					rt.Fatal(err)
				}
				on := map[string]bool{}
				holders := map[string]bool{}
				for _, d := range tablets {
					lt := lineAt(t, s, d)
					tk := lt.Talk
					if tk == nil {
						if lt.Waiting > 0 {
							rt.Fatal("a line is free while children wait")
						}
						continue
					}
					if on[tk.Key()] || holders[tk.Child] {
						rt.Fatal("one ticket or child on two lines")
					}
					on[tk.Key()], holders[tk.Child] = true, true
					if p, open, err := s.Phone.TicketOf(tk.Child); err != nil || !open || p.Ticket.Key() != tk.Key() {
						rt.Fatalf("the child on the line has %+v", p.Ticket)
					}
					switch {
					case tk.State == phone.Called && !s.Now().Before(lt.ComeBy):
						rt.Fatal("a call is older than its time")
					case tk.State == phone.Talking && tk.Cut.IsZero() && !s.Now().Before(tk.Until):
						rt.Fatal("a talk is longer than its time")
					}
					if cut[tk.Key()] && tk.Cut.IsZero() {
						rt.Fatal("a cut talk went on unasked")
					}
				}
				for key := range cut {
					if !on[key] {
						rt.Fatal("a cut talk ended unasked")
					}
				}
			},
		})
	})
}

// TestBestHours: whoever has a good time for a call now stands first, and nobody without a number stands there at all.
func TestBestHours(t *testing.T) {
	s := storetest.Open(t, 2)
	tablet := s.SelfService()[0]
	class := school.Class{Grade: 2, Number: 1}
	added, err := s.Roster.AddChildren(s.Office, []roster.Child{{Name: "竹小月", Class: class, Family: []roster.Relative{
		{Relation: "爸爸", Phones: []roster.Phone{{Number: "19900008881"}}, Best: []school.Span{{From: 12 * 60, To: 13 * 60}}},
		{Relation: "爷爷"},
		{Relation: "奶奶", Phones: []roster.Phone{{Number: "19900008882"}}, Best: []school.Span{{From: 6 * 60, To: 11 * 60}}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Phone.TakeTicket(visit.Visit{Device: s.Kiosk, Child: added[0].ID}); err != nil {
		t.Fatal(err)
	}
	if err := s.Phone.ScanLine(tablet, s.Code(added[0])); err != nil {
		t.Fatal(err)
	}
	family := func(first string) {
		t.Helper()
		f := lineAt(t, s, tablet).Family
		if len(f) != 2 || f[0].Relation != first || !f[0].Now || f[1].Now {
			t.Errorf("at %v: %+v", s.Now(), f)
		}
	}
	family("奶奶") // 10:00
	s.Clock.Pass(2*time.Hour + 30*time.Minute)
	family("爸爸")
}
