package phone_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhixinwu/store/kv"
	"zhixinwu/store/phone"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// TestFairOrder: whoever has never talked comes before whoever has, but nobody is passed more than the allowed number of
// times.
func TestFairOrder(t *testing.T) {
	s := storetest.Open(t, 8)
	s.Set(func(settings *school.Settings) {
		settings.Rules = map[school.Rule]int{school.RulePhoneFair: 1, school.RulePhonePassed: 2}
	})
	for i := range 3 {
		s.Take(i)
		s.Talk("1", 5*time.Minute)
	}
	for _, i := range []int{0, 1, 2, 3, 4, 5, 6} { // 0, 1 and 2 have talked; 3 to 6 never
		s.Take(i)
	}
	b, err := s.Phone.Board()
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
		s.Set(func(settings *school.Settings) {
			settings.Rules = map[school.Rule]int{school.RulePhoneFair: 1, school.RulePhonePassed: k}
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
				p, err := s.Phone.TakeTicket(s.Visit(i))
				if err != nil {
					rt.Fatal(err)
				}
				switch w, left := away[i]; {
				case left:
					if p.Ticket.No != w.no || p.Ticket.State != phone.Waiting {
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
				err := s.Phone.PauseTicket(s.Visit(i))
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
				got, err := s.Phone.CallNext(s.Keeper, line)
				if len(queue) == 0 {
					if !errors.Is(err, phone.ErrQueueEmpty) {
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
					took := s.Phone.MoveTicket(s.Keeper, key(w.no), phone.Talking)
					if err := errors.Join(took, s.Phone.EndTalk(s.Keeper, key(w.no), phone.Spoke)); err != nil {
						rt.Fatal(err)
					}
				} else {
					if err := s.Phone.MoveTicket(s.Keeper, key(w.no), phone.Missed); err != nil {
						rt.Fatal(err)
					}
					away[w.child] = w
				}
				delete(lines, line)
			},
			"": func(rt *rapid.T) {
				r, err := s.Phone.Desk(s.Keeper)
				if err != nil || len(r.Waiting) != len(queue) || len(r.Paused)+len(r.Missed) != len(away) || r.Day.Waiting != len(queue) {
					rt.Fatalf("%d wait, %d are away; the model says %d and %d: %v",
						len(r.Waiting), len(r.Paused)+len(r.Missed), len(queue), len(away), err)
				}
			},
		})
	})
}

// passedOnce is a phone room in the fair order that passes nobody twice: child 0, who has talked, waits with the number first
// and was passed by child 1.
func passedOnce(t *testing.T) (s *storetest.School, first int) {
	t.Helper()
	s = storetest.Open(t, 4)
	s.Set(func(settings *school.Settings) {
		settings.Rules = map[school.Rule]int{school.RulePhoneFair: 1, school.RulePhonePassed: 1}
	})
	s.Take(0)
	s.Talk("1", time.Minute)
	first = s.Take(0).Ticket.No
	s.Take(1)
	if got := s.Call("1").No; got == first {
		t.Fatal("the child that never talked does not go before the one that did")
	}
	return s, first
}

// TestPassedIsKept: how often a child was passed is not forgotten while it is away, in a lesson or after a missed call.
func TestPassedIsKept(t *testing.T) {
	for name, leave := range map[string]func(*storetest.School) error{
		"paused": func(s *storetest.School) error { return s.Phone.PauseTicket(s.Visit(0)) },
		"missed": func(s *storetest.School) error {
			return s.Phone.MoveTicket(s.Keeper, s.Call("3").Key(), phone.Missed)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, first := passedOnce(t)
			if err := leave(s); err != nil {
				t.Fatal(err)
			}
			if p := s.Take(0); p.Ticket.No != first || p.Ticket.State != phone.Waiting {
				t.Fatalf("came back as %+v", p.Ticket)
			}
			s.Take(2)
			if got := s.Call("2").No; got != first {
				t.Errorf("number %d was called: %d, which had been passed as often as anyone may be, was passed again", got, first)
			}
		})
	}
}

// TestCallReadsNoFurther: a call does not read the queue behind whoever may not be passed any more. A row that is damaged
// there stops nobody before it.
func TestCallReadsNoFurther(t *testing.T) {
	s, first := passedOnce(t)
	behind := s.Take(2).Ticket
	s.Write("queue", strings.Replace(behind.Key(), "/", "/waiting/", 1), "damaged")
	if got := s.Call("2").No; got != first {
		t.Errorf("called %d, not %d", got, first)
	}
	if _, err := s.Phone.CallNext(s.Keeper, "3"); !errors.Is(err, kv.ErrCorrupt) {
		t.Errorf("the damaged row itself: %v", err)
	}
}

// TestLimits: cooldown and weekly cap count from the end of a spoken talk; no answer counts for nothing.
func TestLimits(t *testing.T) {
	s := storetest.Open(t, 2)
	s.Set(func(settings *school.Settings) {
		settings.Rules = map[school.Rule]int{school.RulePhoneCooldown: 2, school.RulePhoneWeek: 2}
	})
	refused := func(why error, next time.Time) {
		t.Helper()
		_, err := s.Phone.TakeTicket(s.Visit(0))
		var r *phone.Refusal
		if !errors.Is(err, why) || !errors.As(err, &r) || !r.Next.Equal(next) {
			t.Errorf("%v until %+v, want %v until %v", err, r, why, next)
		}
	}
	s.Take(0)
	tk, err := s.Phone.CallNext(s.Keeper, "1")
	if err == nil {
		err = errors.Join(s.Phone.MoveTicket(s.Keeper, tk.Key(), phone.Talking), s.Phone.EndTalk(s.Keeper, tk.Key(), phone.NoAnswer))
	}
	if err != nil {
		t.Fatal(err)
	}
	s.Take(0) // nobody answered: again at once
	s.Talk("1", 10*time.Minute)
	end := s.Now()
	s.Clock.Pass(time.Hour)
	refused(phone.ErrCooldown, end.Add(2*time.Hour))
	s.Clock.Pass(time.Hour)
	s.Take(0)
	s.Talk("1", 10*time.Minute)
	s.Clock.Pass(3 * time.Hour)
	monday := time.Date(2026, 11, 30, 0, 0, 0, 0, s.Now().Location())
	refused(phone.ErrWeek, monday)
	s.Clock.Pass(monday.Add(9 * time.Hour).Sub(s.Now()))
	s.Take(0)
}
