package views

import (
	"fmt"
	"time"
	"zhixinwu/store/phone"
)

// PhoneUsage answers whether a weekday needs another line.
type PhoneUsage struct{ phone.Usage }

func (PhoneUsage) Template() string { return "staff/phone/usage" }

// Bar is one column of a chart.
type Bar struct {
	X, Y, Width, Height int
	Label, Title        string
	Strong              bool
}

const chartHeight = 120

// bars puts values side by side, the highest as high as the chart.
func bars(n, width, least int, at func(i int) (value int, label, title string, strong bool)) (all []Bar) {
	highest := least
	for i := range n {
		v, _, _, _ := at(i)
		highest = max(highest, v)
	}
	for i := range n {
		v, label, title, strong := at(i)
		h := v * chartHeight / max(1, highest)
		if v > 0 {
			h = max(h, 2)
		}
		all = append(all, Bar{
			X: i * width, Y: chartHeight - h, Width: width - 4, Height: h,
			Label: label, Title: title, Strong: strong,
		})
	}
	return all
}

var weekdayShort = []string{"日", "一", "二", "三", "四", "五", "六"}

// Talks are the spoken talks of each day.
func (u PhoneUsage) Talks() []Bar {
	return bars(len(u.Days), 24, 5, func(i int) (int, string, string, bool) {
		d := u.Days[i]
		label := ""
		if d.Day.Weekday() == u.Week[0] {
			label = fmt.Sprintf("%d/%d", d.Day.Month(), d.Day.Date())
		}
		title := fmt.Sprintf("%s：说上话 %d 次，没有来 %d 次", dayName(d.Day), d.Talks, d.Missed)
		return d.Talks, label, title, d.Day.Weekday() == time.Sunday
	})
}

// Missed are the no-shows of each weekday.
func (u PhoneUsage) Missed() []Bar {
	return bars(7, 60, 10, func(i int) (int, string, string, bool) {
		w := u.Weekdays[u.Week[i]]
		return w.Missed, "周" + weekdayShort[u.Week[i]], fmt.Sprintf("没有来 %d 次", w.Missed), false
	})
}

// Use is how much of the open time the lines were held, by weekday.
func (u PhoneUsage) Use() []Bar {
	return bars(7, 60, 100, func(i int) (int, string, string, bool) {
		w := u.Weekdays[u.Week[i]]
		return w.Use, "周" + weekdayShort[u.Week[i]], fmt.Sprintf("%d%%", w.Use), w.Full()
	})
}

// WaitCell is the mean wait of one hour of a weekday; Heat is 0 to 4.
type WaitCell struct {
	Minutes, Heat int
	Calls         int
}

// WaitRow is a weekday of the table of waits.
type WaitRow struct {
	Name  string
	Cells []WaitCell
	phone.UsageWeekday
}

// Hours are those in which anybody was called.
func (u PhoneUsage) Hours() (hours []int) {
	for h := range 24 {
		for _, w := range u.Weekdays {
			if w.Hours[h].Calls > 0 {
				hours = append(hours, h)
				break
			}
		}
	}
	return hours
}

// Waits is the table of waits, weekday by hour.
func (u PhoneUsage) Waits() (rows []WaitRow) {
	hours := u.Hours()
	for _, d := range u.Week {
		row := WaitRow{Name: weekdays[d], UsageWeekday: u.Weekdays[d]}
		for _, h := range hours {
			at := u.Weekdays[d].Hours[h]
			row.Cells = append(row.Cells, WaitCell{minutes(at.Wait), min(4, int(at.Wait/(8*time.Minute))), at.Calls})
		}
		rows = append(rows, row)
	}
	return rows
}

// Answers says in words which weekdays need another line, and which have one that nobody misses.
func (u PhoneUsage) Answers() (lines []string) {
	for _, d := range u.Week {
		w := u.Weekdays[d]
		switch {
		case w.Days == 0:
		case w.Full():
			text := fmt.Sprintf("%s：电话有 %d%% 的时间在用，平均等 %d 分钟", weekdays[d], w.Use, minutes(w.Wait))
			if w.Unserved > 0 {
				text += fmt.Sprintf("，%d 个号没有叫到", w.Unserved)
			}
			lines = append(lines, text+"。再加一条电话会有用。")
		case w.Wait >= 15*time.Minute:
			lines = append(lines, fmt.Sprintf("%s：平均等 %d 分钟，但电话只用了 %d%%。先看看人手和叫号，不必加电话。",
				weekdays[d], minutes(w.Wait), w.Use))
		}
	}
	if len(lines) == 0 {
		lines = append(lines, "这四个星期里，哪一天都不缺电话。")
	}
	return lines
}
