package views

import (
	"fmt"
	"time"

	"zhixinwu/store/school"
)

// Clock is the administrator's page on the computer's clock: what it shows, what the school goes by, and what to do.
type Clock struct {
	school.Clocks
	Wrong string // what is wrong with it, empty for nothing
}

func (Clock) Template() string { return "staff/school/clock" }

// ClockWrong is what the staff are told while the computer's clock is not the school's; empty while they agree.
func ClockWrong(c school.Clocks) string {
	skew := c.Skew()
	if skew == 0 {
		return ""
	}
	how := "快"
	if skew < 0 {
		how = "慢"
	}
	return fmt.Sprintf("电脑的时间不对：电脑显示 %s，比知心屋记的%s了%s。知心屋现在按 %s 走。",
		longStamp(c.Computer), how, roughly(skew.Abs()), longStamp(c.School))
}

// longStamp has the year, because that may be what is wrong.
func longStamp(t time.Time) string { return t.Format("2006年1月2日 15:04") }

// roughly is how people say a length of time.
func roughly(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return fmt.Sprintf(" %d 天", int(d.Hours()/24))
	case d >= 2*time.Hour:
		return fmt.Sprintf(" %d 小时", int(d.Hours()))
	}
	return fmt.Sprintf(" %d 分钟", int(d.Minutes()))
}
