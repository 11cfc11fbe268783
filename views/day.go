package views

import (
	"fmt"
	"strings"
	"time"
	"zhixinwu/store/school"
)

// clock is a moment's time of day, 19:08.
func clock(t time.Time) string { return t.Format("15:04") }

var weekdays = []string{"星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"}

// dayName is 11月23日 星期一.
func dayName(d school.Day) string {
	return fmt.Sprintf("%d月%d日 %s", d.Month(), d.Date(), weekdays[d.Weekday()])
}

// WeekdayName writes a day of the week, 星期四.
func WeekdayName(d time.Weekday) string { return weekdays[d] }

// WeekdayOf reads one, 星期四 or 周四.
func WeekdayOf(written string) (time.Weekday, bool) {
	for i, name := range weekdays {
		if written == name || written == strings.Replace(name, "星期", "周", 1) {
			return time.Weekday(i), true
		}
	}
	return 0, false
}

// shortDay is how a child says it, seen from today: 今天, 明天, 星期三, and beyond a week 12月1日.
func shortDay(d, today school.Day) string {
	switch d {
	case today:
		return "今天"
	case today.Add(1):
		return "明天"
	}
	if d < today || d > today.Add(6) { // another week's day of the same name
		return fmt.Sprintf("%d月%d日", d.Month(), d.Date())
	}
	return weekdays[d.Weekday()]
}

// partOfDay is how a child knows the hour.
func partOfDay(c school.Clock) string {
	switch {
	case c < 5*60:
		return "夜里"
	case c < 11*60:
		return "早上"
	case c < 13*60:
		return "中午"
	case c < 18*60:
		return "下午"
	}
	return "晚上"
}

func weekdayName(i int) string { return weekdays[i] }

// stamp is a moment in a list of what happened, 2026-11-23 19:08.
func stamp(t time.Time) string { return t.Format("2006-01-02 15:04") }

// ago is how long ago something was, to the unit that matters.
func ago(then, now time.Time) string {
	switch d := now.Sub(then); {
	case then.IsZero():
		return "还没有"
	case d < 2*time.Minute:
		return "刚才"
	case d < 2*time.Hour:
		return fmt.Sprintf("%d 分钟前", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d 小时前", int(d.Hours()))
	default:
		return fmt.Sprintf("%d 天前", int(d.Hours()/24))
	}
}

// when is how a child says a time to come, seen from now.
func when(t, now time.Time) string {
	d, today := school.DayOf(t), school.DayOf(now)
	part := partOfDay(school.ClockOf(t)) + " " + clock(t)
	if d < today.Add(7) {
		return shortDay(d, today) + part
	}
	return dayName(d) + part
}

// minutes rounds a wait up to whole minutes.
func minutes(d time.Duration) int { return int((d + time.Minute - 1) / time.Minute) }

// seconds is a wait as a person says it.
func seconds(d time.Duration) string {
	if d < time.Minute {
		return fmt.Sprintf("%d 秒", int(d.Seconds()))
	}
	return fmt.Sprintf("%d 分 %d 秒", int(d.Minutes()), int(d.Seconds())%60)
}

// monthName is 2026年11月.
func monthName(d school.Day) string { return fmt.Sprintf("%s年%d月", d[:4], d.Month()) }

func milli(t time.Time) int64 { return t.UnixMilli() }

// week is the order in which a school reads its days.
var week = []time.Weekday{
	time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday,
}

// spansOn are a weekday's hours, 12:00-13:30、18:00-20:00.
func spansOn(hours []school.Hours, d time.Weekday) string {
	var spans []school.Span
	for _, h := range hours {
		if h.Weekday == d {
			spans = append(spans, school.Span{From: h.From, To: h.To})
		}
	}
	return school.WriteSpans(spans)
}
