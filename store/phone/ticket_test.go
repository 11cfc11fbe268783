package phone_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhixinwu/store/heart"
	"zhixinwu/store/phone"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// byArrival lets the phone room call in the order of the numbers.
func byArrival(s *storetest.School) {
	s.Set(func(settings *school.Settings) { settings.Rules = map[school.Rule]int{school.RulePhoneFair: 0} })
}

// phoneModel is what the phone room must look like, kept beside it by the test.
type phoneModel struct {
	tickets map[string]phone.Ticket // by key
	lines   map[string]string       // ticket on each line
}

func (m *phoneModel) open(child string) (phone.Ticket, bool) {
	for _, t := range m.tickets {
		if t.Child == child && t.State != phone.Done && t.State != phone.Left {
			return t, true
		}
	}
	return phone.Ticket{}, false
}

func (m *phoneModel) waiting() (nos []int) {
	for _, t := range m.tickets {
		if t.State == phone.Waiting {
			nos = append(nos, t.No)
		}
	}
	slices.Sort(nos)
	return nos
}

// TestPhoneRoomRules runs random days of the phone room against the model: one open ticket a child, one talk a line,
// numbers that rise and are unique, and every other move refused without a trace.
func TestPhoneRoomRules(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := storetest.Open(t, 6)
		byArrival(s)
		m := &phoneModel{map[string]phone.Ticket{}, map[string]string{}}
		highest := 0
		anyTicket := func(rt *rapid.T) string {
			return fmt.Sprintf("2026-11-23/%06d", rapid.IntRange(1, max(1, highest)).Draw(rt, "ticket"))
		}
		to := func(state phone.TicketState) func(string) error {
			return func(key string) error { return s.Phone.MoveTicket(s.Keeper, key, state) }
		}
		move := func(rt *rapid.T, from []phone.TicketState, to phone.TicketState, do func(key string) error) {
			key := anyTicket(rt)
			was, known := m.tickets[key]
			err := do(key)
			legal := known && (slices.Contains(from, was.State) || was.State == to)
			if legal != (err == nil) {
				rt.Fatalf("%s from %q to %q: %v", key, was.State, to, err)
			}
			if !known || err != nil || was.State == to {
				return
			}
			if was.State == phone.Called && to != phone.Talking || was.State == phone.Talking {
				delete(m.lines, was.Line)
			}
			was.State = to
			m.tickets[key] = was
		}
		rt.Repeat(map[string]func(*rapid.T){
			"take": func(rt *rapid.T) {
				i := rapid.IntRange(0, len(s.Children)-1).Draw(rt, "child")
				p, err := s.Phone.TakeTicket(s.Visit(i))
				if err != nil {
					rt.Fatal(err)
				}
				if old, had := m.open(s.Children[i].ID); had {
					if p.Ticket.No != old.No {
						rt.Fatalf("a second ticket: %d beside %d", p.Ticket.No, old.No)
					}
					if old.State == phone.Missed && p.Ticket.State != phone.Waiting {
						rt.Fatal("a missed ticket did not come back")
					}
				} else if p.Ticket.No != highest+1 {
					rt.Fatalf("number %d after %d", p.Ticket.No, highest)
				}
				highest = max(highest, p.Ticket.No)
				m.tickets[p.Ticket.Key()] = p.Ticket
				if p.Ticket.State == phone.Waiting && p.Ahead != slices.Index(m.waiting(), p.Ticket.No) {
					rt.Fatalf("%d ahead, the model says %d", p.Ahead, slices.Index(m.waiting(), p.Ticket.No))
				}
			},
			"call": func(rt *rapid.T) {
				line := rapid.SampledFrom([]string{"1", "2", "3"}).Draw(rt, "line")
				got, err := s.Phone.CallNext(s.Keeper, line)
				waiting := m.waiting()
				switch {
				case m.lines[line] != "":
					if err != nil || got.Key() != m.lines[line] {
						rt.Fatalf("a busy line took %s: %v", got.Key(), err)
					}
				case len(waiting) == 0:
					if !errors.Is(err, phone.ErrQueueEmpty) {
						rt.Fatalf("empty queue: %v", err)
					}
				case err != nil || got.No != waiting[0]:
					rt.Fatalf("called %d, first is %d: %v", got.No, waiting[0], err)
				default:
					m.lines[line] = got.Key()
					m.tickets[got.Key()] = got
				}
			},
			"start": func(rt *rapid.T) {
				move(rt, []phone.TicketState{phone.Called}, phone.Talking, to(phone.Talking))
			},
			"missed": func(rt *rapid.T) {
				move(rt, []phone.TicketState{phone.Called}, phone.Missed, to(phone.Missed))
			},
			"return": func(rt *rapid.T) {
				move(rt, []phone.TicketState{phone.Missed}, phone.Waiting, to(phone.Waiting))
			},
			"leave": func(rt *rapid.T) {
				move(rt, []phone.TicketState{phone.Waiting, phone.Called, phone.Missed}, phone.Left, to(phone.Left))
			},
			"end": func(rt *rapid.T) {
				move(rt, []phone.TicketState{phone.Talking}, phone.Done, func(key string) error {
					return s.Phone.EndTalk(s.Keeper, key, phone.Spoke)
				})
			},
			"": func(rt *rapid.T) {
				r, err := s.Phone.Desk(s.Keeper)
				if err != nil {
					rt.Fatal(err)
				}
				var shown []int
				for _, q := range r.Waiting {
					shown = append(shown, q.No)
				}
				if want := m.waiting(); !slices.Equal(shown, want) || r.Day.Waiting != len(want) || r.Day.Issued != highest {
					rt.Fatalf("queue %v of %d, counters %+v; the model says %v", shown, highest, r.Day, want)
				}
				for _, l := range r.Lines {
					on := ""
					if l.Talk != nil {
						on = l.Talk.Key()
					}
					if on != m.lines[l.ID] {
						rt.Fatalf("line %s has %q, the model says %q", l.ID, on, m.lines[l.ID])
					}
				}
			},
		})
	})
}

// TestSixtyFour: 64 goroutines fight for one ticket, one line and one slot.
func TestSixtyFour(t *testing.T) {
	const n = 64
	s := storetest.Open(t, n)
	together := func(do func(i int)) {
		var ready, done sync.WaitGroup
		start := make(chan struct{})
		for i := range n {
			ready.Add(1)
			done.Go(func() { ready.Done(); <-start; do(i) })
		}
		ready.Wait()
		close(start)
		done.Wait()
	}

	same := make([]int, n)
	together(func(i int) {
		p, err := s.Phone.TakeTicket(s.Visit(0))
		if err != nil {
			t.Error(err)
		}
		same[i] = p.Ticket.No
	})
	if slices.Max(same) != 1 || slices.Min(same) != 1 {
		t.Errorf("one child got the numbers %v", same)
	}

	numbers := make([]int, n)
	together(func(i int) {
		p, err := s.Phone.TakeTicket(s.Visit(i))
		if err != nil {
			t.Error(err)
		}
		numbers[i] = p.Ticket.No
	})
	slices.Sort(numbers)
	for i, no := range numbers {
		if no != i+1 {
			t.Fatalf("numbers are not 1 to %d: %v", n, numbers)
		}
	}

	called := make([]int, n)
	together(func(i int) {
		tk, err := s.Phone.CallNext(s.Keeper, "2")
		if err != nil {
			t.Error(err)
		}
		called[i] = tk.No
	})
	if slices.Max(called) != 1 || slices.Min(called) != 1 {
		t.Errorf("one line got the numbers %v", called)
	}

	for _, rivals := range []int{2, 8, n} {
		free, err := s.Heart.FreeSlots()
		if err != nil {
			t.Fatal(err)
		}
		slot := free[0].First()
		errs := make([]error, n)
		together(func(i int) {
			if i < rivals {
				_, errs[i] = s.Heart.Book(s.Visit(i), slot.Key(), "")
			}
		})
		won := 0
		for _, err := range errs[:rivals] {
			if err == nil {
				won++
			} else if !errors.Is(err, heart.ErrSlotTaken) {
				t.Errorf("a loser got %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d of %d children won one slot", won, rivals)
		}
		for i := range rivals {
			if errs[i] == nil {
				if err := s.Heart.CancelBooking(s.Visit(i), ""); err != nil {
					t.Error(err)
				}
			}
		}
	}
}

// TestTicketAtMidnight: what was not called lapses with its day, a talk under way does not.
func TestTicketAtMidnight(t *testing.T) {
	s := storetest.Open(t, 4)
	s.Set(func(settings *school.Settings) { settings.PhoneHours = storetest.RoundTheClock })
	s.Clock.Pass(13*time.Hour + 50*time.Minute) // 23:50
	for i := range 3 {
		if _, err := s.Phone.TakeTicket(s.Visit(i)); err != nil {
			t.Fatal(err)
		}
	}
	talk, err := s.Phone.CallNext(s.Keeper, "1")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Phone.MoveTicket(s.Keeper, talk.Key(), phone.Talking); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Phone.CallNext(s.Keeper, "2"); err != nil {
		t.Fatal(err)
	}
	s.Clock.Pass(20 * time.Minute)
	if _, on, err := s.Phone.TicketOf(s.Children[2].ID); on || err != nil {
		t.Errorf("yesterday's waiting ticket is open: %v", err)
	}
	p, err := s.Phone.TakeTicket(s.Visit(2))
	if err != nil || p.Ticket.No != 1 || p.Ticket.Day != "2026-11-24" {
		t.Fatalf("the new day begins with %+v: %v", p.Ticket, err)
	}
	if got, err := s.Phone.CallNext(s.Keeper, "2"); err != nil || got.Key() != p.Ticket.Key() {
		t.Errorf("line 2 still has yesterday's call: %s, %v", got.Key(), err)
	}
	b, err := s.Phone.Board()
	if err != nil || b.Lines[0].No != talk.No {
		t.Errorf("the talk past midnight left the board: %+v, %v", b, err)
	}
	if err := s.Phone.EndTalk(s.Keeper, talk.Key(), phone.Spoke); err != nil {
		t.Error(err)
	}
}

// TestEstimate: the wait is told from today's talks only, and not before there was one.
func TestEstimate(t *testing.T) {
	s := storetest.Open(t, 10)
	byArrival(s)
	take := func(i int) phone.Place {
		p, err := s.Phone.TakeTicket(s.Visit(i))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	if p := take(0); p.Wait >= 0 {
		t.Errorf("a wait of %v before any talk", p.Wait)
	}
	talk := func(line string, d time.Duration, outcome phone.Outcome) {
		tk, err := s.Phone.CallNext(s.Keeper, line)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Phone.MoveTicket(s.Keeper, tk.Key(), phone.Talking); err != nil {
			t.Fatal(err)
		}
		s.Clock.Pass(d)
		if err := s.Phone.EndTalk(s.Keeper, tk.Key(), outcome); err != nil {
			t.Fatal(err)
		}
	}
	talk("1", 6*time.Minute, phone.Spoke)
	take(1)
	talk("1", 20*time.Second, phone.NoAnswer) // is no talk and must not shorten the mean
	for i := 2; i < 8; i++ {
		take(i)
	}
	if p := take(8); p.Ahead != 6 || p.Wait != 12*time.Minute {
		t.Errorf("%d ahead and %v; want 6 and 12m on three free lines", p.Ahead, p.Wait)
	}
	if p := take(2); p.Ahead != 0 {
		t.Errorf("the first again has %d ahead", p.Ahead)
	}
}
