package views

import (
	"errors"
	"fmt"
	"syscall"
	"time"
	"zhixinwu/store"
	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

// Jobs is what the program does by itself.
type Jobs struct {
	List []store.JobState
	Now  time.Time
}

func (Jobs) Template() string { return "staff/school/jobs" }

// jobNames say what each job does, and what goes wrong while it fails.
var jobNames = map[string][2]string{
	"check":   {"开机检查全部数据", "数据也许有损坏"},
	"refused": {"记下谁的密码有人在试", "有人乱试密码，记录里看不到"},
	"tidy":    {"清掉到期的登录、登记码和试错次数", "到期的还占着地方"},
	"promote": {"新的一天，给排队的孩子补上空时间", "排队的孩子等不到新的时间"},
	"letters": {"到点把信交给老师", "老师的页面不会自己出现新的信"},
	"wipe":    {"把删掉、改掉的字从硬盘上抹去", "删掉的字还能从硬盘里找出来"},
	"phone":   {"亲情室的钟：叫号、到时、过号", "叫号和计时停住了"},
}

func jobName(name string) string { return jobNames[name][0] }
func jobHarm(name string) string { return jobNames[name][1] }

// jobNext is when a job is done next.
func jobNext(j store.JobState, now time.Time) string {
	switch left := j.Next.Sub(now); {
	case j.Next.IsZero() && j.Name == "letters":
		return "不用等点，写好就交"
	case j.Next.IsZero():
		return "下次开机"
	case left < time.Minute:
		return "马上"
	case left < 2*time.Hour:
		return fmt.Sprintf("%d 分钟后", int(left.Minutes()))
	}
	return stamp(j.Next)
}

// jobWhy says why a job failed in words that say what to do. What nobody foresaw stays in the log.
func jobWhy(err error) string {
	var known *school.Error
	switch {
	case errors.Is(err, kv.ErrCorrupt):
		return "数据有损坏。请停下程序，用备份恢复。"
	case errors.Is(err, syscall.ENOSPC):
		return "硬盘满了。请腾出地方。"
	case errors.As(err, &known):
		return sentenceOf(err)
	}
	return "原因写在程序的记录里，请把它给懂的人看。"
}
