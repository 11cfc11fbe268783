package store

import (
	"fmt"
	"time"
)

// Day is a day in the school's time zone, as "2026-11-23". Byte order is the order of time.
type Day string

const dayLayout = "2006-01-02"

// DayOf is the day of a moment in the zone the moment carries.
func DayOf(t time.Time) Day { return Day(t.Format(dayLayout)) }

// ParseDay accepts only a real day in the one spelling.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(dayLayout, s)
	if err != nil || t.Format(dayLayout) != s {
		return "", ErrInvalid
	}
	return Day(s), nil
}

// date is midnight of d in UTC, for arithmetic.
func (d Day) date() time.Time {
	t, _ := time.Parse(dayLayout, string(d))
	return t
}

func (d Day) Add(days int) Day      { return Day(d.date().AddDate(0, 0, days).Format(dayLayout)) }
func (d Day) Weekday() time.Weekday { return d.date().Weekday() }
func (d Day) Month() int            { return int(d.date().Month()) }
func (d Day) Date() int             { return d.date().Day() }

// At is the moment when the school's clock shows c on this day.
func (d Day) At(c Clock, loc *time.Location) time.Time {
	t := d.date()
	return time.Date(t.Year(), t.Month(), t.Day(), int(c)/60, int(c)%60, 0, 0, loc)
}

// Clock is a time of day in minutes since midnight.
type Clock int

// String is the clock as people write it, "12:40".
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60) }

// ClockOf is the time of day of a moment in the zone the moment carries.
func ClockOf(t time.Time) Clock { return Clock(t.Hour()*60 + t.Minute()) }
