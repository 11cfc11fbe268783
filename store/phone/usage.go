package phone

import (
	"time"

	"zhixinwu/store/school"
)

const hours school.Bucket[HourCount] = "phone-hour"

// HourCount counts the calls of one hour of a day, by when they were called.
type HourCount struct {
	Calls    int
	WaitSecs int `json:",omitempty"` // from taking the number to the first call
	Waits    int `json:",omitempty"` // first calls
	Missed   int `json:",omitempty"`
	// Busy is how many seconds each line was held by them.
	Busy map[string]int `json:",omitempty"`
}

// countHour files a call that is over. It is the only writer of phone-hour.
func countHour(tx *school.Tx, t Ticket, missed bool) error {
	at := t.Called.In(tx.Now.Location())
	key := string(school.DayOf(at)) + "/" + at.Format("15")
	h, _, err := hours.Get(tx, key)
	if err != nil {
		return err
	}
	h.Calls++
	if t.Calls == 1 && !t.In {
		h.Waits++
		h.WaitSecs += int(t.Called.Sub(t.Taken).Seconds())
	}
	if missed {
		h.Missed++
	}
	if h.Busy == nil {
		h.Busy = map[string]int{}
	}
	h.Busy[t.Line] += int(tx.Now.Sub(t.Called).Seconds())
	return hours.Put(tx, key, h)
}

// usageDays is how far back the numbers look: four weeks, so that each weekday is in them four times.
const usageDays = 28

// Usage are the numbers of the last four weeks.
type Usage struct {
	From, To school.Day
	Lines    []Line
	Days     []UsageDay
	Weekdays [7]UsageWeekday
}

// UsageDay is one day: numbers given out, spoken talks, no-shows.
type UsageDay struct {
	Day                   school.Day
	Issued, Talks, Missed int
}

// UsageWeekday sums up the same weekday of the four weeks. Percent and means are whole numbers, and 0 where nothing
// was counted.
type UsageWeekday struct {
	Weekday       time.Weekday
	Days          int // on which numbers were given out
	Talks, Missed int
	Unserved      int            // numbers that were never called
	Wait          time.Duration  // mean, to the first call
	Use           int            // percent of the open time of the lines that are in order now
	Lines         map[string]int // the same by line
	Hours         [24]UsageHour  // mean wait by hour of the call
	secs          map[string]int // busy, by line
	wait          [2]int         // seconds, calls
	open          int            // seconds
}

// UsageHour is the mean wait of those called in one hour of the weekday.
type UsageHour struct {
	Calls int
	Wait  time.Duration
}

// Full reports that the lines were held nearly all of the open time while children waited: another line would help.
// The bounds, 80 percent and a quarter of an hour, are ours; no policy text has one.
func (w UsageWeekday) Full() bool { return w.Use >= 80 && (w.Wait >= 15*time.Minute || w.Unserved > 0) }

// Usage counts them from the days' and hours' counters, not from tickets: nothing in it is about a child, so the
// office and heads may see it, and it costs the same after ten years.
func (s *Room) Usage(actor school.Actor) (u Usage, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleKeeper, school.RoleOffice, school.RoleHead); err != nil {
			return err
		}
		u = Usage{From: tx.Day.Add(1 - usageDays), To: tx.Day}
		if u.Lines, err = linesOf(tx); err != nil {
			return err
		}
		for i := range u.Weekdays {
			u.Weekdays[i] = UsageWeekday{Weekday: time.Weekday(i), Lines: map[string]int{}, secs: map[string]int{}}
		}
		for d := u.From; d <= u.To; d = d.Add(1) {
			if err := u.add(tx, d); err != nil {
				return err
			}
		}
		for i := range u.Weekdays {
			u.Weekdays[i].sum(u.Lines)
		}
		return nil
	})
	return u, err
}

// add counts one day: given out and spoken by the day's counter, waits, no-shows and use by its hours'. The open time
// of a day on which nobody came counts for nothing, else a quiet week would hide a full day; of today only what has
// passed counts, and those who still wait are not unserved yet.
func (u *Usage) add(tx *school.Tx, d school.Day) error {
	day, _, err := days.Get(tx, string(d))
	if err != nil {
		return err
	}
	row := UsageDay{Day: d, Issued: day.Issued, Talks: day.Talks}
	w := &u.Weekdays[d.Weekday()]
	if day.Issued > 0 {
		w.Days++
		for _, span := range phoneSpans(tx.Settings, d) {
			until := span.To
			if d == tx.Day { // today is not over
				until = min(until, school.ClockOf(tx.Now))
			}
			w.open += 60 * int(max(0, until-span.From))
		}
	}
	if d != tx.Day {
		w.Unserved += day.Waiting
	}
	w.Talks += day.Talks
	for hour := range 24 {
		h, found, err := hours.Get(tx, string(d)+"/"+school.Padded(hour, 2))
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		row.Missed += h.Missed
		w.Missed += h.Missed
		w.Hours[hour].Calls += h.Waits
		w.Hours[hour].Wait += time.Duration(h.WaitSecs) * time.Second
		w.wait[0] += h.WaitSecs
		w.wait[1] += h.Waits
		for line, secs := range h.Busy {
			w.secs[line] += secs
		}
	}
	u.Days = append(u.Days, row)
	return nil
}

// sum turns the counters into means and percents.
func (w *UsageWeekday) sum(lines []Line) {
	if w.wait[1] > 0 {
		w.Wait = time.Duration(w.wait[0]/w.wait[1]) * time.Second
	}
	busy := 0
	for line, secs := range w.secs {
		busy += secs
		if w.open > 0 {
			w.Lines[line] = min(100, 100*secs/w.open)
		}
	}
	usable := 0
	for _, l := range lines {
		if !l.Out {
			usable++
		}
	}
	if n := w.open * usable; n > 0 {
		w.Use = min(100, 100*busy/n)
	}
	for i := range w.Hours {
		if n := w.Hours[i].Calls; n > 0 {
			w.Hours[i].Wait /= time.Duration(n)
		}
	}
}
