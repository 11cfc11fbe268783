package phone_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"zhixinwu/store/phone"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// evening is what one evening of the phone room came to.
type evening struct {
	asked, talked int
	longest, sum  time.Duration
	passed        int
	vain          int // most evenings on end on which one child came and had no talk
}

func (e *evening) add(o evening) {
	e.asked, e.talked, e.sum = e.asked+o.asked, e.talked+o.talked, e.sum+o.sum
	e.longest, e.passed, e.vain = max(e.longest, o.longest), max(e.passed, o.passed), max(e.vain, o.vain)
}

// simulated is a school of 600 with three lines, open from 18:00 to 21:30, in one of the orders.
type simulated struct {
	*storetest.School
	t      testing.TB
	random *rand.Rand
	talks  map[string]int // by child
	vain   map[string]int // evenings on end, until now, on which a child came and had no talk
}

func simulate(t testing.TB, rules map[school.Rule]int) *simulated {
	s := &simulated{storetest.Open(t, 600), t, rand.New(rand.NewPCG(7, 20261123)), map[string]int{}, map[string]int{}}
	s.Set(func(settings *school.Settings) {
		settings.Rules, settings.PhoneHours = rules, nil
		for d := time.Sunday; d <= time.Saturday; d++ {
			settings.PhoneHours = append(settings.PhoneHours, school.Hours{Weekday: d, From: 18 * 60, To: 21*60 + 30})
		}
	})
	return s
}

// run is one evening: children come at their time after the opening; a free line calls at once; a talk takes three to eight
// minutes and the change of children 20 seconds. At closing time no more is called.
func (s *simulated) run(arrivals map[int]time.Duration) (e evening) {
	s.t.Helper()
	for i := range arrivals {
		s.vain[s.Children[i].ID]++
	}
	now := s.Now()
	open := time.Date(now.Year(), now.Month(), now.Day(), 18, 0, 0, 0, now.Location())
	if now.After(open) {
		open = open.AddDate(0, 0, 1)
	}
	children := make([]int, 0, len(arrivals))
	for i := range arrivals {
		children = append(children, i)
	}
	slices.SortFunc(children, func(a, b int) int {
		if arrivals[a] == arrivals[b] {
			return a - b
		}
		return int(arrivals[a] - arrivals[b])
	})
	type line struct {
		ticket phone.Ticket
		until  time.Time
	}
	var lines [3]line
	waiting := 0
	closing := open.Add(3*time.Hour + 30*time.Minute)
	for clock := open; ; {
		s.Clock.Pass(clock.Sub(s.Now()))
		for len(children) > 0 && !open.Add(arrivals[children[0]]).After(clock) {
			if _, err := s.Phone.TakeTicket(s.Visit(children[0])); err == nil {
				waiting++
			}
			e.asked++
			children = children[1:]
		}
		next := closing.Add(time.Hour)
		if len(children) > 0 {
			next = open.Add(arrivals[children[0]])
		}
		busy := false
		for i := range lines {
			l := &lines[i]
			if l.ticket.No > 0 && !l.until.After(clock) {
				if err := s.Phone.EndTalk(s.Keeper, l.ticket.Key(), phone.Spoke); err != nil {
					s.t.Fatal(err)
				}
				e.talked++
				s.talks[l.ticket.Child]++
				s.vain[l.ticket.Child] = 0
				*l = line{}
			}
			if l.ticket.No == 0 && waiting > 0 && clock.Before(closing) {
				t, err := s.Phone.CallNext(s.Keeper, fmt.Sprint(i+1))
				if err == nil {
					err = s.Phone.MoveTicket(s.Keeper, t.Key(), phone.Talking)
				}
				if err != nil {
					s.t.Fatal(err)
				}
				waiting--
				wait := clock.Sub(t.Taken)
				e.longest, e.sum, e.passed = max(e.longest, wait), e.sum+wait, max(e.passed, t.Passed)
				*l = line{t, clock.Add(3*time.Minute + 20*time.Second + time.Duration(s.random.IntN(300))*time.Second)}
			}
			if l.ticket.No > 0 {
				busy = true
				if l.until.Before(next) {
					next = l.until
				}
			}
		}
		if !busy && len(children) == 0 && (waiting == 0 || !clock.Before(closing)) {
			for _, evenings := range s.vain {
				e.vain = max(e.vain, evenings)
			}
			return e
		}
		clock = next
	}
}

// TestSimulation plays a school of 600 children on three lines.
//
// First two evenings on which all 600 come; the second, when some have talked the day before, is shown. Then four weeks: of
// 580 children a quarter comes each evening, four for every three that the lines can serve; 20 come every second evening, but
// only at its end, because their dormitory goes last. By arrival those 20 never reach a line. A cap on passing is also a cap
// on helping: of those whom the order of arrival would leave standing at closing time, the fair order can serve at most as
// many an evening as anyone may be passed, and others are late, too. What a school has that sets nothing reaches everybody,
// and starves nobody for it: no child is passed more than twenty times an evening, and the longest row of evenings on which
// one comes in vain is less than half of that by arrival.
func TestSimulation(t *testing.T) {
	if testing.Short() {
		t.Skip("four weeks on a real disk take a while")
	}
	orders := []struct {
		name  string
		rules map[school.Rule]int
	}{
		{"by arrival", map[school.Rule]int{school.RulePhoneFair: 0}},
		{"fair, passed 3", map[school.Rule]int{school.RulePhoneFair: 1, school.RulePhonePassed: 3}},
		{"as it comes: fair, passed 20", map[school.Rule]int{}},
		{"fair, passed 3, one talk a week",
			map[school.Rule]int{school.RulePhoneFair: 1, school.RulePhonePassed: 3, school.RulePhoneWeek: 1}},
	}
	row := func(name string, e evening, none int) string {
		mean := e.sum / time.Duration(max(1, e.talked))
		return fmt.Sprintf("%-52s %6d %6d %9v %9v %7d %8d %10d\n", name,
			e.asked, e.talked, mean.Round(time.Minute), e.longest.Round(time.Minute), e.passed, e.vain, none)
	}
	table := make([]string, 2*len(orders))
	nones, vains := make([]int, len(orders)), make([]int, len(orders))
	t.Run("orders", func(t *testing.T) {
		for i, o := range orders {
			t.Run(o.name, func(t *testing.T) {
				t.Parallel()
				s := simulate(t, o.rules)
				all := map[int]time.Duration{}
				for c := range s.Children {
					all[c] = time.Duration(s.random.IntN(200*60)) * time.Second
				}
				s.run(all)
				for c := range s.Children { // another evening, another order
					all[c] = time.Duration(s.random.IntN(200*60)) * time.Second
				}
				one := s.run(all)
				table[i] = row("one evening of 600, "+o.name, one, len(s.Children)-len(s.talks))

				s = simulate(t, o.rules)
				var weeks evening
				for day := range 28 {
					come := map[int]time.Duration{}
					for c := range s.Children {
						switch {
						case c >= 580 && c%2 == day%2:
							come[c] = 165*time.Minute + time.Duration(s.random.IntN(30*60))*time.Second
						case c < 580 && s.random.IntN(4) == 0:
							come[c] = time.Duration(s.random.IntN(150*60)) * time.Second
						}
					}
					weeks.add(s.run(come))
				}
				nones[i], vains[i] = len(s.Children)-len(s.talks), weeks.vain
				table[len(orders)+i] = row("four weeks, "+o.name, weeks, nones[i])
				settings, passed := school.Settings{Rules: o.rules}, max(one.passed, weeks.passed)
				if passed > settings.Rule(school.RulePhoneFair)*settings.Rule(school.RulePhonePassed) {
					t.Errorf("somebody was passed %d times", passed)
				}
			})
		}
	})
	t.Logf("\n%-52s %6s %6s %9s %9s %7s %8s %10s\n%s", "",
		"asked", "talks", "mean wait", "longest", "passed", "in vain", "none at all", strings.Join(table, ""))
	if nones[0] < 20 {
		t.Errorf("by arrival only %d got none: the evening is too easy to show anything", nones[0])
	}
	if nones[1] > nones[0]/2 || nones[2] != 0 || nones[3] > nones[1] {
		t.Errorf("children without a talk in four weeks, by order: %v", nones)
	}
	if vains[2] > vains[0]/2 {
		t.Errorf("evenings on end in vain: %d as it comes, %d by arrival", vains[2], vains[0])
	}
}
