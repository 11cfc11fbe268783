package views

import (
	"testing"
	"time"

	"zhixinwu/store/school"
)

func clockFixtures() []Page {
	clocks := school.Clocks{School: anEvening, Computer: anEvening.Add(-time.Hour)}
	return []Page{Clock{}, Clock{Clocks: clocks, Wrong: ClockWrong(clocks)}}
}

// TestClockWrong: the warning says both times and which way; a minute is nothing to warn of.
func TestClockWrong(t *testing.T) {
	for skew, want := range map[time.Duration]string{
		-time.Minute:          "",
		2 * time.Minute:       "",
		-time.Hour:            "电脑的时间不对：电脑显示 2026年11月23日 18:08，比知心屋记的慢了 60 分钟。知心屋现在按 2026年11月23日 19:08 走。",
		26 * time.Hour:        "电脑的时间不对：电脑显示 2026年11月24日 21:08，比知心屋记的快了 26 小时。知心屋现在按 2026年11月23日 19:08 走。",
		-365 * 24 * time.Hour: "电脑的时间不对：电脑显示 2025年11月23日 19:08，比知心屋记的慢了 365 天。知心屋现在按 2026年11月23日 19:08 走。",
	} {
		if got := ClockWrong(school.Clocks{School: anEvening, Computer: anEvening.Add(skew)}); got != want {
			t.Errorf("%v: %s", skew, got)
		}
	}
}
