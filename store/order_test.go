package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhixinwu/store"
	"zhixinwu/store/storetest"
)

// TestFairOrder: whoever has never talked comes before whoever has, but nobody is passed more than the allowed number of
// times.
func TestFairOrder(t *testing.T) {
	s := storetest.Open(t, 8)
	s.Set(func(school *store.School) {
		school.Rules = map[store.Rule]int{store.RulePhoneFair: 1, store.RulePhonePassed: 2}
	})
	for i := range 3 {
		s.Take(i)
		s.Talk("1", 5*time.Minute)
	}
	for _, i := range []int{0, 1, 2, 3, 4, 5, 6} { // 0, 1 and 2 have talked; 3 to 6 never
		s.Take(i)
	}
	b, err := s.Board()
	if err != nil || !slices.Equal(b.Next, []int{7, 8, 4, 5, 6}) {
		t.Errorf("the board shows %v next: %v", b.Next, err)
	}
	var called []int
	for range 7 {
		called = append(called, s.Talk("1", time.Minute).No)
	}
	if want := []int{7, 8, 4, 5, 6, 9, 10}; !slices.Equal(called, want) {
		t.Errorf("called %v, want %v", called, want)
	}
}

// TestFairOrderRules: in random evenings of the fair order, with pauses, no-shows and returns, nobody who waits is passed
// more than the setting says, nobody is called twice or stands in two queues, and whoever waits on is called after at most
// as many calls as there were before it, and came back before it, and the setting.
func TestFairOrderRules(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := storetest.Open(t, 12)
		k := rapid.IntRange(0, 4).Draw(rt, "k")
		s.Set(func(school *store.School) {
			school.Rules = map[store.Rule]int{store.RulePhoneFair: 1, store.RulePhonePassed: k}
		})
		type waiting struct{ child, no, passed, calls, bound int }
		var queue []*waiting // in order of numbers
		away := map[int]*waiting{}
		lines := map[string]*waiting{}
		put := func(w *waiting) {
			w.bound, w.calls = w.passed+len(queue), 0
			queue = append(queue, w)
			slices.SortFunc(queue, func(a, b *waiting) int { return a.no - b.no })
			for _, later := range queue {
				if later.no > w.no { // it came back before them
					later.bound++
				}
			}
		}
		inRoom := func(child int) bool {
			for _, w := range lines {
				if w.child == child {
					return true
				}
			}
			return slices.ContainsFunc(queue, func(w *waiting) bool { return w.child == child })
		}
		key := func(no int) string { return fmt.Sprintf("2026-11-23/%06d", no) }
		highest := 0
		rt.Repeat(map[string]func(*rapid.T){
			"take": func(rt *rapid.T) {
				i := rapid.IntRange(0, 11).Draw(rt, "child")
				p, err := s.TakeTicket(s.Visit(i))
				if err != nil {
					rt.Fatal(err)
				}
				switch w, left := away[i]; {
				case left:
					if p.Ticket.No != w.no || p.Ticket.State != store.Waiting {
						rt.Fatalf("came back as %+v, was %d", p.Ticket, w.no)
					}
					delete(away, i)
					put(w)
				case inRoom(i):
					if p.Ticket.No > highest {
						rt.Fatal("a second place")
					}
				default:
					if p.Ticket.No != highest+1 {
						rt.Fatalf("number %d after %d", p.Ticket.No, highest)
					}
					highest++
					put(&waiting{child: i, no: highest})
				}
			},
			"pause": func(rt *rapid.T) {
				i := rapid.IntRange(0, 11).Draw(rt, "child")
				at := slices.IndexFunc(queue, func(w *waiting) bool { return w.child == i })
				err := s.PauseTicket(s.Visit(i))
				_, paused := away[i]
				if legal := at >= 0 || paused && err == nil; legal != (err == nil) {
					rt.Fatalf("pause of child %d: %v", i, err)
				}
				if at >= 0 {
					away[i] = queue[at]
					queue = slices.Delete(queue, at, at+1)
				}
			},
			"call": func(rt *rapid.T) {
				line := rapid.SampledFrom([]string{"1", "2"}).Draw(rt, "line")
				if lines[line] != nil {
					return
				}
				got, err := s.CallNext(s.Keeper, line)
				if len(queue) == 0 {
					if !errors.Is(err, store.ErrQueueEmpty) {
						rt.Fatal(err)
					}
					return
				}
				at := slices.IndexFunc(queue, func(w *waiting) bool { return w.no == got.No })
				if err != nil || at < 0 {
					rt.Fatalf("called %d, which does not wait: %v", got.No, err)
				}
				lines[line] = queue[at]
				for _, passed := range queue[:at] {
					passed.passed++
				}
				queue = slices.Delete(queue, at, at+1)
				for _, w := range queue {
					w.calls++
					if w.passed > k {
						rt.Fatalf("number %d was passed %d times, the setting says %d", w.no, w.passed, k)
					}
					if w.calls > w.bound+k {
						rt.Fatalf("number %d still waits after %d calls, %d were before it", w.no, w.calls, w.bound)
					}
				}
			},
			"end": func(rt *rapid.T) {
				line := rapid.SampledFrom([]string{"1", "2"}).Draw(rt, "line")
				w := lines[line]
				if w == nil {
					return
				}
				if rapid.Bool().Draw(rt, "came") {
					s.Clock.Pass(time.Second)
					if err := errors.Join(s.MoveTicket(s.Keeper, key(w.no), store.Talking), s.EndTalk(s.Keeper, key(w.no), store.Spoke)); err != nil {
						rt.Fatal(err)
					}
				} else {
					if err := s.MoveTicket(s.Keeper, key(w.no), store.Missed); err != nil {
						rt.Fatal(err)
					}
					away[w.child] = w
				}
				delete(lines, line)
			},
			"": func(rt *rapid.T) {
				r, err := s.PhoneRoom(s.Keeper)
				if err != nil || len(r.Waiting) != len(queue) || len(r.Paused)+len(r.Missed) != len(away) || r.Day.Waiting != len(queue) {
					rt.Fatalf("%d wait, %d are away; the model says %d and %d: %v", len(r.Waiting), len(r.Paused)+len(r.Missed), len(queue), len(away), err)
				}
			},
		})
	})
}

// TestSiblings: two children with a number in common go on one ticket, the lower one, are called once and talk together;
// strangers are refused.
func TestSiblings(t *testing.T) {
	s := storetest.Open(t, 4)
	family := []store.Relative{{Relation: "妈妈", Phones: []store.Phone{{Number: "19900009999"}}}}
	added, err := s.AddChildren(s.Office, []store.Child{{Name: "竹大月", Class: store.Class{Grade: 4, Number: 1}, Family: family}, {Name: "竹小月", Class: store.Class{Grade: 1, Number: 1}, Family: family}})
	if err != nil {
		t.Fatal(err)
	}
	elder, younger := store.Visit{Device: s.Kiosk, Child: added[0].ID}, store.Visit{Device: s.Kiosk, Child: added[1].ID}
	if _, err := s.TakeTicket(younger); err != nil {
		t.Fatal(err)
	}
	s.Take(0)
	if _, err := s.TakeTicket(elder); err != nil {
		t.Fatal(err)
	}
	if _, err := s.JoinTicket(elder, s.Code(s.Children[1])); !errors.Is(err, store.ErrNotSiblings) {
		t.Errorf("a stranger joined: %v", err)
	}
	for range 2 { // the second scan of the card changes nothing
		p, err := s.JoinTicket(elder, s.Code(added[1]))
		if err != nil || p.Ticket.No != 1 || len(p.Siblings) != 1 {
			t.Fatalf("together on %+v: %v", p, err)
		}
	}
	for _, v := range []store.Visit{elder, younger} {
		if p, on, err := s.TicketOf(v.Child); !on || p.Ticket.No != 1 || err != nil {
			t.Errorf("%s has %+v: %v", v.Child, p.Ticket, err)
		}
	}
	if r, err := s.PhoneRoom(s.Keeper); err != nil || len(r.Waiting) != 2 || r.Day.Waiting != 2 {
		t.Errorf("%d wait: %v", len(r.Waiting), err)
	}
	s.Talk("1", 3*time.Minute)
	l, err := s.Contacts(s.Office, store.Class{})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range l.Rows {
		if want := row.Child.ID == elder.Child || row.Child.ID == younger.Child; (row.Calls == 1) != want {
			t.Errorf("%s has %d calls", row.Child.Name, row.Calls)
		}
	}

	// One of two may leave; the other keeps the place.
	if _, err := s.TakeTicket(elder); err != nil {
		t.Fatal(err)
	}
	if _, err := s.JoinTicket(elder, s.Code(added[1])); err != nil {
		t.Fatal(err)
	}
	if err := s.GiveUpTicket(elder); err != nil {
		t.Fatal(err)
	}
	if _, on, _ := s.TicketOf(elder.Child); on {
		t.Error("left but still on the ticket")
	}
	if p, on, err := s.TicketOf(younger.Child); !on || p.Ticket.State != store.Waiting || len(p.Siblings) != 0 || err != nil {
		t.Errorf("the other has %+v: %v", p.Ticket, err)
	}
}

// TestLimits: cooldown and weekly cap count from the end of a spoken talk; no answer counts for nothing.
func TestLimits(t *testing.T) {
	s := storetest.Open(t, 2)
	s.Set(func(school *store.School) {
		school.Rules = map[store.Rule]int{store.RulePhoneCooldown: 2, store.RulePhoneWeek: 2}
	})
	refused := func(why error, next time.Time) {
		t.Helper()
		_, err := s.TakeTicket(s.Visit(0))
		var r *store.Refusal
		if !errors.Is(err, why) || !errors.As(err, &r) || !r.Next.Equal(next) {
			t.Errorf("%v until %+v, want %v until %v", err, r, why, next)
		}
	}
	s.Take(0)
	tk, err := s.CallNext(s.Keeper, "1")
	if err == nil {
		err = errors.Join(s.MoveTicket(s.Keeper, tk.Key(), store.Talking), s.EndTalk(s.Keeper, tk.Key(), store.NoAnswer))
	}
	if err != nil {
		t.Fatal(err)
	}
	s.Take(0) // nobody answered: again at once
	s.Talk("1", 10*time.Minute)
	end := s.Now()
	s.Clock.Pass(time.Hour)
	refused(store.ErrPhoneCooldown, end.Add(2*time.Hour))
	s.Clock.Pass(time.Hour)
	s.Take(0)
	s.Talk("1", 10*time.Minute)
	s.Clock.Pass(3 * time.Hour)
	monday := time.Date(2026, 11, 30, 0, 0, 0, 0, s.Now().Location())
	refused(store.ErrPhoneWeek, monday)
	s.Clock.Pass(monday.Add(9 * time.Hour).Sub(s.Now()))
	s.Take(0)
}
