package views

import (
	"cmp"
	"zhixinwu/store/heart"
	"zhixinwu/store/school"
)

// KioskCounselors, KioskDays and KioskTimes are the questions of a booking; Change is the booking that is to get
// another time, if any. Each has one question and a way back.
type KioskCounselors struct {
	Kiosk
	Counselors []heart.CounselorSlots
	Any        heart.Slot // the first of all; zero when all is taken, or there is only one counselor
	Change     string
	Waiting    bool // the child is in the waiting line
}

// KioskDays asks for the day, among those of one counselor.
type KioskDays struct {
	Kiosk
	Counselor heart.CounselorSlots
	Change    string
}

// KioskTimes asks for the time, a screenful at once; a child knows it by the part of the day.
type KioskTimes struct {
	Kiosk
	Name       string
	Day        school.Day
	Slots      []heart.Opening
	Prev, Next string // addresses of the neighbouring times, if any
	Change     string
	House      school.Settings // names the parts of its day
}

func (KioskCounselors) Template() string { return "kiosk/counselors" }
func (KioskDays) Template() string       { return "kiosk/days" }
func (KioskTimes) Template() string      { return "kiosk/times" }

// Part is how a child knows a time: by the school's name for it, else as morning or evening.
func (t KioskTimes) Part(c school.Clock) string { return cmp.Or(t.House.PeriodAt(c), partOfDay(c)) }

// KioskTopics asks what it is about, which nobody has to say.
type KioskTopics struct {
	Kiosk
	Booking heart.HeldBooking
	Topics  []string
}

func (KioskTopics) Template() string { return "kiosk/topics" }

// KioskBooked shows a child's booking, or an invitation with its two answers.
type KioskBooked struct {
	Kiosk
	Booking heart.HeldBooking
	More    bool
}

func (KioskBooked) Template() string { return "kiosk/booked" }

// KioskWaiting shows that the child is in the waiting line, for whom, and how to leave it. It promises a word at the
// next scan and no day: nobody knows one.
type KioskWaiting struct {
	Kiosk
	Name string // of the counselor waited for; empty for any
}

func (KioskWaiting) Template() string { return "kiosk/waiting" }

// KioskKnock says that the counselor knows who is at the door.
type KioskKnock struct {
	Kiosk
	Name string
}

func (KioskKnock) Template() string { return "kiosk/knock" }

var topicNames = map[string]string{
	"family":  "家里",
	"friends": "同学朋友",
	"study":   "学习",
	"teacher": "老师",
	"body":    "身体",
	"other":   "别的事",
	"":        "没有说",
}

// bookingStates are for the counselors' pages.
var bookingStates = map[heart.BookingState]string{
	heart.Booked:    "已约",
	heart.Arrived:   "已到",
	heart.Started:   "正在谈",
	heart.Seen:      "谈过了",
	heart.NoShow:    "没有来",
	heart.Cancelled: "取消了",
	heart.Invited:   "邀请了，等孩子回答",
}
