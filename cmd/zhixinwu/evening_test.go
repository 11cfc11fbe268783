package main

import (
	"fmt"
	"testing"
	"time"

	"zhixinwu/store/school"
)

// TestEveningScreens: what the hall of a dormitory says to a scan fits the smallest screen and the largest.
func TestEveningScreens(t *testing.T) {
	s, d := openClocked(t, 2), openDesk(t)
	hall, err := s.Access.AddDevice(s.Admin, school.Device{Name: "门厅", Place: "2号楼门厅", Offers: []school.Offer{school.OfferRoll}})
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []struct {
		name, says string
		pass       time.Duration
		child      int
	}{
		{"early", "现在不是晚上签到的时间", 0, 1},
		{"other", "你的床在1号楼", 9 * time.Hour, 0},
		{"in", "签到好了，晚安", time.Minute, 1},
	} {
		s.Clock.Pass(at.pass)
		for _, size := range [][2]int64{{1024, 600}, {1920, 1080}} {
			k := d.open(size[0], size[1], s.enrol(hall))
			k.wait("a.room.dorm")
			k.scan(s.Code(s.Children[at.child]))
			k.reads(at.says)
			for _, m := range eval[[]string](k, misfits) {
				t.Errorf("%s: %s", at.name, m)
			}
			k.shot(fmt.Sprintf("evening-%s-%d", at.name, size[0]))
		}
	}
}
