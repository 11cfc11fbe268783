package views

import (
	"fmt"
	"time"

	"zhixinwu/store"
)

// KioskClosed says why there is no number now and when there will be.
type KioskClosed struct {
	Kiosk
	Why, Holiday string
	Next         time.Time
}

// KioskTogether asks for a sister's or brother's card.
type KioskTogether struct{ Kiosk }

// KioskAnswer asks how the last talk went, because its time ended it.
type KioskAnswer struct {
	Kiosk
	Talk     string
	Outcomes []store.Outcome
}

// KioskLine is the tablet beside a line.
type KioskLine struct {
	Kiosk
	store.LineTablet
	Hotlines []store.Hotline
	Outcomes []store.Outcome
}

// Shown are those of the family that fit on the screen.
func (k KioskLine) Shown() []store.Kin { return k.Family[:min(len(k.Family), 6)] }

// Chosen is whom the child called; without relation before it tapped.
func (k KioskLine) Chosen() store.Kin {
	for _, kin := range k.Family {
		if k.Talk != nil && kin.Relation == k.Talk.Whom {
			return kin
		}
	}
	return store.Kin{}
}

func (KioskClosed) Template() string   { return "kiosk/closed" }
func (KioskTogether) Template() string { return "kiosk/together" }
func (KioskAnswer) Template() string   { return "kiosk/answer" }
func (KioskLine) Template() string     { return "kiosk/line" }

// PhoneLines is what the keeper sets.
type PhoneLines struct {
	store.PhoneSetup
	Say string
}

// WeekHours are a weekday's openings as they are typed.
type WeekHours struct {
	Weekday time.Weekday
	Name    string
	Typed   string
}

// CallInWeek is the week of the hours in which families may call.
func (p PhoneLines) CallInWeek() (all []WeekHours) {
	for _, d := range week {
		all = append(all, WeekHours{d, weekdays[d], spansOn(p.CallIn, d)})
	}
	return all
}

// spansOn are a weekday's hours, 12:00-13:30、18:00-20:00.
func spansOn(hours []store.Hours, d time.Weekday) string {
	var spans []store.Span
	for _, h := range hours {
		if h.Weekday == d {
			spans = append(spans, store.Span{From: h.From, To: h.To})
		}
	}
	return store.WriteSpans(spans)
}

// CallIn finds the child whose family is on the telephone.
type CallIn struct {
	Name, Say string
	Found     []store.Child
	Free      []store.Line
}

// Contacts is the ledger of who has heard from home.
type Contacts struct {
	store.ContactLedger
	Say string
}

// Chosen reports whether the ledger is of one class.
func (c Contacts) Chosen() bool { return c.Class != store.Class{} }

// ContactMonth is a class's month as a picture.
type ContactMonth struct{ store.ContactMonth }

// Sizes of the calendar's picture.
const (
	calendarName = 110
	calendarCell = 26
)

// Mark is one sign in the calendar; X and Y are the middle of its cell.
type Mark struct {
	X, Y int
	Kind store.ContactKind
	Name string
	Day  int
	Off  bool // a weekend's column, a line without any contact
}

// Width and Height are of the picture.
func (m ContactMonth) Width() int  { return calendarName + calendarCell*len(m.Days) }
func (m ContactMonth) Height() int { return calendarCell * (len(m.Rows) + 1) }

// Columns are the heads of the days.
func (m ContactMonth) Columns() (marks []Mark) {
	for i, d := range m.Days {
		weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
		marks = append(marks, Mark{X: calendarName + i*calendarCell, Y: calendarCell / 2, Day: d.Date(), Off: weekend})
	}
	return marks
}

// Names are the heads of the lines.
func (m ContactMonth) Names() (marks []Mark) {
	for i, r := range m.Rows {
		marks = append(marks, Mark{Y: (i+1)*calendarCell + calendarCell/2, Name: r.Child.Name, Off: r.Empty()})
	}
	return marks
}

// Marks are the contacts.
func (m ContactMonth) Marks() (marks []Mark) {
	for y, r := range m.Rows {
		for x, d := range m.Days {
			kinds := r.Days[d]
			for i, k := range kinds {
				mark := Mark{X: calendarName + x*calendarCell + calendarCell/2, Y: (y+1)*calendarCell + calendarCell/2, Kind: k}
				if len(kinds) > 1 {
					mark.X += 12*i - 6
				}
				marks = append(marks, mark)
			}
		}
	}
	return marks
}

// Reached counts the children with a contact in the month.
func (m ContactMonth) Reached() (n int) {
	for _, r := range m.Rows {
		if !r.Empty() {
			n++
		}
	}
	return n
}

// Prev and Next are the neighbouring months; there is none after the present one.
func (m ContactMonth) Prev() string { return string(m.Days[0].Add(-1)[:7]) }
func (m ContactMonth) Next() string {
	if next := string(m.Days[len(m.Days)-1].Add(1)[:7]); next <= string(m.Today[:7]) {
		return next
	}
	return ""
}

// Tasks is what a class teacher has to see to.
type Tasks struct{ Rows []store.TaskRow }

func (PhoneLines) Template() string   { return "staff/phone/lines" }
func (CallIn) Template() string       { return "staff/phone/callin" }
func (Contacts) Template() string     { return "staff/phone/contacts" }
func (ContactMonth) Template() string { return "staff/phone/contactmonth" }
func (Tasks) Template() string        { return "staff/roster/tasks" }

// PhoneUsage answers whether a weekday needs another line.
type PhoneUsage struct{ store.PhoneUsage }

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
		all = append(all, Bar{X: i * width, Y: chartHeight - h, Width: width - 4, Height: h, Label: label, Title: title, Strong: strong})
	}
	return all
}

// week is the order in which a school reads its days.
var week = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

var weekdayShort = []string{"日", "一", "二", "三", "四", "五", "六"}

// Talks are the spoken talks of each day.
func (u PhoneUsage) Talks() []Bar {
	return bars(len(u.Days), 24, 5, func(i int) (int, string, string, bool) {
		d := u.Days[i]
		label := ""
		if d.Day.Weekday() == time.Monday {
			label = fmt.Sprintf("%d/%d", d.Day.Month(), d.Day.Date())
		}
		return d.Talks, label, fmt.Sprintf("%s：说上话 %d 次，没有来 %d 次", dayName(d.Day), d.Talks, d.Missed), d.Day.Weekday() == time.Sunday
	})
}

// Missed are the no-shows of each weekday.
func (u PhoneUsage) Missed() []Bar {
	return bars(7, 60, 10, func(i int) (int, string, string, bool) {
		w := u.Weekdays[week[i]]
		return w.Missed, "周" + weekdayShort[week[i]], fmt.Sprintf("没有来 %d 次", w.Missed), false
	})
}

// Use is how much of the open time the lines were held, by weekday.
func (u PhoneUsage) Use() []Bar {
	return bars(7, 60, 100, func(i int) (int, string, string, bool) {
		w := u.Weekdays[week[i]]
		return w.Use, "周" + weekdayShort[week[i]], fmt.Sprintf("%d%%", w.Use), w.Full()
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
	store.UsageWeekday
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
	for _, d := range week {
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
	for _, d := range week {
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
			lines = append(lines, fmt.Sprintf("%s：平均等 %d 分钟，但电话只用了 %d%%。先看看人手和叫号，不必加电话。", weekdays[d], minutes(w.Wait), w.Use))
		}
	}
	if len(lines) == 0 {
		lines = append(lines, "这四个星期里，哪一天都不缺电话。")
	}
	return lines
}

// kinArt is the drawing of a relation; those without one of their own share one.
func kinArt(relation string) string {
	if name, ok := kinNames[relation]; ok {
		return name
	}
	return "kin"
}

var kinNames = map[string]string{"爸爸": "kin-father", "妈妈": "kin-mother", "爷爷": "kin-grandpa", "奶奶": "kin-grandma", "外公": "kin-waigong", "外婆": "kin-waipo"}

// outcomeArt is the drawing of how a talk went.
func outcomeArt(o store.Outcome) string { return outcomeArts[o] }

var outcomeArts = map[store.Outcome]string{store.Spoke: "happy", store.NoAnswer: "call-nobody", store.DeadNumber: "call-dead"}

// when is how a child says a time to come, seen from now.
func when(t, now time.Time) string {
	d, today := store.DayOf(t), store.DayOf(now)
	part := partOfDay(store.ClockOf(t)) + " " + clock(t)
	if d < today.Add(7) {
		return shortDay(d, today) + part
	}
	return dayName(d) + part
}

func milli(t time.Time) int64 { return t.UnixMilli() }

// openings are opening hours as a table in a school shows them, one weekday a line.
func openings(hours []store.Hours) (lines []string) {
	for _, d := range week {
		if spans := spansOn(hours, d); spans != "" {
			lines = append(lines, weekdays[d]+" "+spans)
		}
	}
	return lines
}
