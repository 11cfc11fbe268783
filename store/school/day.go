package school

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/width"
)

// Day is a day in the school's time zone, as "2026-11-23". Byte order is the order of time.
type Day string

const dayLayout = "2006-01-02"

// DayOf is the day of a moment in the zone the moment carries.
func DayOf(t time.Time) Day { return Day(t.Format(dayLayout)) }

// Today is the day in the school, for a page; in a transaction it is Tx.Day.
func (s *School) Today() Day { return DayOf(s.Now()) }

// ParseDay accepts only a real day in the one spelling.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(dayLayout, s)
	if err != nil || t.Format(dayLayout) != s {
		return "", ErrInvalid
	}
	return Day(s), nil
}

var (
	dateMarked = regexp.MustCompile(`^(\d{4})\s*([-./年])\s*(\d{1,2})\s*([-./月])\s*(\d{1,2})\s*([日号]?)(?:\s+0{1,2}:00(?::00)?)?$`)
	dateDigits = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	dateSerial = regexp.MustCompile(`^\d{5}$`)
)

// ParseDate reads a day as lists have it: 2015-03-08, 2015.3.8, 2015/3/8, 20150308, 2015年3月8日, or 42071, which is what Excel
// calls it. A year of two digits, a day without its year or month, and what is not in the calendar are ErrDay, and so is
// anything outside 1900 to 2100; whether a day makes sense is for the caller.
func ParseDate(written string) (Day, error) {
	if len(written) > 64 {
		return "", ErrDay
	}
	text := strings.TrimSpace(width.Fold.String(written))
	var d Day
	if m := dateMarked.FindStringSubmatch(text); m != nil {
		if m[2] == "年" && m[4] != "月" || m[2] != "年" && (m[2] != m[4] || m[6] != "") {
			return "", ErrDay
		}
		d = Day(fmt.Sprintf("%s-%02d-%02d", m[1], Digits(m[3]), Digits(m[5])))
	} else if m := dateDigits.FindStringSubmatch(text); m != nil {
		d = Day(m[1] + "-" + m[2] + "-" + m[3])
	} else if dateSerial.MatchString(text) {
		d = Day("1899-12-30").Add(Digits(text))
	}
	if _, err := ParseDay(string(d)); err != nil || d < "1900-01-01" || d > "2100-12-31" {
		return "", ErrDay
	}
	return d, nil
}

// Midnight is the beginning of d in UTC, for arithmetic.
func (d Day) Midnight() time.Time {
	t, _ := time.Parse(dayLayout, string(d))
	return t
}

// Add is the day so many days later, or earlier with a negative number.
func (d Day) Add(days int) Day { return Day(d.Midnight().AddDate(0, 0, days).Format(dayLayout)) }

// Weekday is that of d.
func (d Day) Weekday() time.Weekday { return d.Midnight().Weekday() }

// Month is 1 to 12.
func (d Day) Month() int { return int(d.Midnight().Month()) }

// Date is the day of the month.
func (d Day) Date() int { return d.Midnight().Day() }

// At is the moment when the school's clock shows c on this day.
func (d Day) At(c Clock, loc *time.Location) time.Time {
	t := d.Midnight()
	return time.Date(t.Year(), t.Month(), t.Day(), int(c)/60, int(c)%60, 0, 0, loc)
}

// Clock is a time of day in minutes since midnight.
type Clock int

// String is the clock as people write it, "12:40".
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60) }

// ClockOf is the time of day of a moment in the zone the moment carries.
func ClockOf(t time.Time) Clock { return Clock(t.Hour()*60 + t.Minute()) }

// Span is a part of a day, From ≤ t < To.
type Span struct{ From, To Clock }

// String is 12:00-13:30.
func (s Span) String() string { return s.From.String() + "-" + s.To.String() }

// Holds reports whether the clock is within.
func (s Span) Holds(c Clock) bool { return s.From <= c && c < s.To }

// WriteSpans is the one way parts of a day are shown, 12:00-13:30、18:00-20:00.
func WriteSpans(spans []Span) string {
	var parts []string
	for _, s := range spans {
		parts = append(parts, s.String())
	}
	return strings.Join(parts, "、")
}

var spanForm = regexp.MustCompile(`^(\d{1,2})(?:[:.](\d{2}))?[-~—–至到](\d{1,2})(?:[:.](\d{2}))?$`)

// ParseSpans reads parts of a day as people write them: 12:00-13:30，18点-20点. They come in order and do not overlap, or
// it is ErrSpan.
func ParseSpans(written string) (spans []Span, err error) {
	if len(written) > 200 {
		return nil, ErrSpan
	}
	text := strings.NewReplacer("点半", ":30", "点", ":00", "：", ":").Replace(width.Fold.String(written))
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,，、;；\t\n", r) }) {
		m := spanForm.FindStringSubmatch(part)
		if m == nil {
			return nil, ErrSpan
		}
		s := Span{Clock(Digits(m[1])*60 + Digits(m[2])), Clock(Digits(m[3])*60 + Digits(m[4]))}
		if Digits(m[2]) > 59 || Digits(m[4]) > 59 || s.From >= s.To || s.To > 24*60 || len(spans) > 0 && s.From < spans[len(spans)-1].To {
			return nil, ErrSpan
		}
		spans = append(spans, s)
	}
	return spans, nil
}
