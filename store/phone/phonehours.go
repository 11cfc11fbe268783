package phone

import (
	"cmp"
	"slices"
	"time"

	"zhixinwu/store/school"
)

// Opening says whether the phone room gives out numbers, and if not, why and when it will.
type Opening struct {
	Why     *school.Error // nil while numbers are given out
	Holiday string        // its name, where that is why
	Until   time.Time     // the end of the present opening; zero while closed
	Next    time.Time     // when numbers are given out again; zero if not within three weeks
}

// Open reports whether talks may take place; near the end of an opening they may, although no number is given out.
func (o Opening) Open() bool { return !o.Until.IsZero() }

// openingAhead is how far an opening or the next one is looked for, longer than a holiday in the term.
const openingAhead = 21

// OpeningAt looks the moment up in the hours of its weekday. The last RulePhoneLast minutes of an opening give out no
// number, so that nobody waits in vain; an opening that goes on over midnight has no end there. While no number is
// given out, Why is ErrLast, ErrHoliday or ErrClosed, and Next the beginning of the next opening.
func OpeningAt(sc school.Settings, now time.Time) (o Opening) {
	day, clock, loc := school.DayOf(now), school.ClockOf(now), now.Location()
	for _, span := range phoneSpans(sc, day) {
		if span.Holds(clock) {
			o.Until = phoneEnd(sc, day, span, loc)
		}
	}
	holiday, off := sc.HolidayOn(day)
	switch {
	case o.Open() && now.Before(o.Until.Add(-time.Duration(sc.Rule(school.RulePhoneLast))*time.Minute)):
		return o
	case o.Open():
		o.Why = ErrLast
	case off:
		o.Why, o.Holiday = ErrHoliday, holiday.Name
	default:
		o.Why = ErrClosed
	}
	for i := range openingAhead {
		for _, span := range phoneSpans(sc, day.Add(i)) {
			if start := day.Add(i).At(span.From, loc); start.After(now) {
				o.Next = start
				return o
			}
		}
	}
	return o
}

// phoneSpans are the openings of a day in order, those that touch as one.
func phoneSpans(sc school.Settings, d school.Day) (spans []school.Span) {
	if _, off := sc.HolidayOn(d); off {
		return nil
	}
	weekday := d.Weekday()
	for _, h := range sc.PhoneHours {
		if h.Weekday == weekday {
			spans = append(spans, school.Span{From: h.From, To: h.To})
		}
	}
	slices.SortFunc(spans, func(a, b school.Span) int { return cmp.Compare(a.From, b.From) })
	merged := spans[:0]
	for _, s := range spans {
		if n := len(merged); n > 0 && s.From <= merged[n-1].To {
			merged[n-1].To = max(merged[n-1].To, s.To)
			continue
		}
		merged = append(merged, s)
	}
	return merged
}

// phoneEnd follows an opening over midnight into the next days, but not far: an end two days off is as good as none.
func phoneEnd(sc school.Settings, d school.Day, span school.Span, loc *time.Location) time.Time {
	for i := 0; i < 2 && span.To == 24*60; i++ {
		next := phoneSpans(sc, d.Add(1))
		if len(next) == 0 || next[0].From != 0 {
			break
		}
		d, span = d.Add(1), next[0]
	}
	return d.At(span.To, loc)
}
