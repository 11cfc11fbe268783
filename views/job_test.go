package views

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"
	"zhixinwu/store"
	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

func jobFixtures() []Page {
	return []Page{
		Jobs{Now: anEvening, List: []store.JobState{
			{Name: "check", Last: anEvening, Running: true},
			{Name: "tidy", Last: anEvening, Next: anEvening.Add(time.Hour)},
			{Name: "promote", Last: anEvening, Next: anEvening.Add(-1), Err: kv.ErrCorrupt, Failed: 2, Since: anEvening},
			{Name: "letters"},
			{Name: "phone", Err: errors.New("x"), Failed: 1},
		}},
	}
}

// TestJobWhy: each kind of failure says what to do, and what nobody foresaw shows nothing of itself.
func TestJobWhy(t *testing.T) {
	for err, want := range map[error]string{
		fmt.Errorf("%w: child/000001", kv.ErrCorrupt):    "用备份恢复",
		fmt.Errorf("write /data: %w", syscall.ENOSPC):    "硬盘满了",
		error(school.ErrNotFound):                        "没有找到",
		errors.New("open /home/office/zhixinwu.db: bad"): "程序的记录里",
	} {
		if got := jobWhy(err); !strings.Contains(got, want) || strings.Contains(got, "000001") || strings.Contains(got, "/") {
			t.Errorf("%v: %s", err, got)
		}
	}
}
