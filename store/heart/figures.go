package heart

import (
	"slices"
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/urgent"
	"zhixinwu/store/visit"
)

// Figures are the room's numbers. A count below Hidden is not shown outside the room: it is -1, because a small
// number beside a class or a month can be a child (DOMAIN C, "Small groups in reports": suppress counts below 5,
// settable as school.RuleMinimumVisible). Answer times are medians, like Wait: one forgotten tap must not become the
// room's average.
type Figures struct {
	First, Last school.Day
	Hidden      int // 0 inside the room
	Weeks       []WeekFigure
	Months      []MonthFigure
	Wait        Count // median days from asking for a talk to its day
	Children    int   // in the school
	Left        int   // of them left behind
	Met         Count // children with at least one talk
	MetLeft     Count // left-behind ones
	Calls       Count // for an adult now
	Answer      time.Duration
	AnswerMost  time.Duration // the longest
}

// Count is a number that may be hidden.
type Count int

// HiddenCount stands for a number too small to be shown.
const HiddenCount Count = -1

// Percent of n, rounded down, or -1 if hidden or n is 0.
func (c Count) Percent(n int) int {
	if c < 0 || n == 0 {
		return -1
	}
	return int(c) * 100 / n
}

// WeekFigure is one school week.
type WeekFigure struct {
	First school.Day
	Talks Count
}

// MonthFigure is what children wanted to talk about in a month, by the order of Topics. What was not said is not shown
// outside the room: with it, a hidden number could be reckoned.
type MonthFigure struct {
	Month  school.Day // its first
	Topics []Count
	Unsaid Count
}

// figureWeeks are counted: a term, and a little of the one before.
const figureWeeks = 26

// Figures counts the last weeks for the room itself, and for the office and the heads without the small numbers. Only
// talks that took place count. Hidden numbers must stay hidden when the shown ones are subtracted from each other:
// hence Unsaid, and the check on Met against MetLeft.
//
// One pass over the bookings of the span, by week, month, topic and child; one over the children; one over the urgent
// calls. What is counted is hidden at the end, number by number.
func (s *Room) Figures(actor school.Actor) (f Figures, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleCounselor, school.RoleHead, school.RoleOffice); err != nil {
			return err
		}
		f = Figures{First: tx.Settings.WeekOf(tx.Day).Add(-7 * (figureWeeks - 1)), Last: tx.Day}
		if !actor.Staff.Has(school.RoleCounselor) {
			f.Hidden = tx.Settings.Rule(school.RuleMinimumVisible)
		}
		weeks, months := map[school.Day]int{}, map[school.Day]map[string]int{}
		met := map[string]bool{}
		var waits []int
		if err := bookings.Each(tx, kv.Range{From: string(f.First), To: string(tx.Day.Add(1))}, func(_ string, b Booking) error {
			if b.State != Seen {
				return nil
			}
			weeks[tx.Settings.WeekOf(b.Day)]++
			month := b.Day[:8] + "01"
			if months[month] == nil {
				months[month] = map[string]int{}
			}
			months[month][b.Topic]++
			met[b.Child] = true
			// what a child asked for itself: an invitation has no waiting time
			if !b.WalkIn() && b.Device != "" {
				made := school.DayOf(b.Made.In(tx.Now.Location()))
				waits = append(waits, int(b.Day.Midnight().Sub(made.Midnight())/(24*time.Hour)))
			}
			return nil
		}); err != nil {
			return err
		}
		for i := range figureWeeks {
			first := f.First.Add(7 * i)
			f.Weeks = append(f.Weeks, WeekFigure{first, f.count(weeks[first])})
		}
		for month := f.First[:8] + "01"; month <= tx.Day; month = month.Add(31)[:8] + "01" {
			m := MonthFigure{Month: month, Unsaid: f.count(months[month][""])}
			for _, t := range visit.Topics {
				m.Topics = append(m.Topics, f.count(months[month][t]))
			}
			f.Months = append(f.Months, m)
		}
		f.Wait = HiddenCount
		if len(waits) > 0 && len(waits) >= f.Hidden {
			slices.Sort(waits)
			f.Wait = Count(waits[len(waits)/2])
		}
		metAll, metLeft := 0, 0
		if err := roster.EachChild(tx, kv.Range{}, func(c roster.Child) error {
			f.Children++
			metAll += bit(met[c.ID])
			if c.LeftBehind() {
				f.Left++
				metLeft += bit(met[c.ID])
			}
			return nil
		}); err != nil {
			return err
		}
		f.Met, f.MetLeft = f.count(metAll), f.count(metLeft)
		if diff := metAll - metLeft; f.Hidden > 0 && diff > 0 && diff < f.Hidden { // the two would tell the third
			f.Met = HiddenCount
		}
		return f.answers(tx)
	})
	return f, err
}

// count hides what is too small; nothing is nobody, and hides nobody.
func (f *Figures) count(n int) Count {
	if n > 0 && n < f.Hidden {
		return HiddenCount
	}
	return Count(n)
}

// answers are how long children waited for "I am coming".
func (f *Figures) answers(tx *school.Tx) error {
	var times []time.Duration
	calls := 0
	err := urgent.EachCall(tx, f.First, func(u urgent.Call) error {
		calls++
		if t := u.AnswerTime(); t > 0 {
			times = append(times, t)
		}
		return nil
	})
	f.Calls = f.count(calls)
	if len(times) > 0 && len(times) >= f.Hidden {
		slices.Sort(times)
		f.Answer, f.AnswerMost = times[len(times)/2], times[len(times)-1]
	}
	return err
}

// bit is 1 for true, for sums.
func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
