package views

import (
	"strings"
	"testing"
	"time"
	"zhixinwu/store/phone"
	"zhixinwu/store/school"
)

func usageFixtures() []Page { return []Page{PhoneUsage{}, PhoneUsage{busySunday()}} }

// busySunday are numbers of a room whose Sundays are full and whose Mondays are not.
func busySunday() (u phone.Usage) {
	u.Week = school.Defaults.Weekdays()
	u.Lines = []phone.Line{{ID: "1", Kind: "phone"}}
	u.Days = []phone.UsageDay{
		{Day: "2026-11-22", Issued: 40, Talks: 20, Missed: 3},
		{Day: "2026-11-23", Issued: 2, Talks: 2},
	}
	for i := range u.Weekdays {
		u.Weekdays[i] = phone.UsageWeekday{Weekday: time.Weekday(i), Lines: map[string]int{}}
	}
	sunday := &u.Weekdays[time.Sunday]
	sunday.Days, sunday.Talks, sunday.Missed, sunday.Unserved = 1, 20, 3, 17
	sunday.Use, sunday.Wait = 96, 41*time.Minute
	sunday.Hours[19] = phone.UsageHour{Calls: 20, Wait: 41 * time.Minute}
	monday := &u.Weekdays[time.Monday]
	monday.Days, monday.Talks, monday.Use, monday.Wait = 1, 2, 5, 2*time.Minute
	return u
}

// TestSecondPhone: the page answers whether Sunday needs another line, and says nothing where there is no need.
func TestSecondPhone(t *testing.T) {
	u := PhoneUsage{busySunday()}
	for _, part := range []string{"星期日", "96%", "再加一条电话"} {
		if got := u.Answers(); len(got) != 1 || !strings.Contains(got[0], part) {
			t.Errorf("answers: %q", got)
		}
	}
	u.Weekdays[time.Sunday].Use = 30 // they wait although the line is free: another one would not help
	if got := u.Answers(); len(got) != 1 || !strings.Contains(got[0], "不必加电话") {
		t.Errorf("answers: %q", got)
	}
	if got := (PhoneUsage{}).Answers(); len(got) != 1 || !strings.Contains(got[0], "不缺电话") {
		t.Errorf("answers of an empty room: %q", got)
	}
}
