package views

import (
	"cmp"
	"html/template"
	"time"

	"zhixinwu/store"
)

// KioskMenu greets a child that is signed in.
type KioskMenu struct {
	Kiosk
	Ticket *store.Place
	Held   store.Held
	News   int  // that wait for a tap
	Rolled bool // this scan was the evening sign-in
	Door   bool // this scan told the counselor that the child has come
}

// KioskCounselors, KioskDays and KioskTimes are the questions of a booking; Change is the booking that is to get another
// time, if any.
type KioskCounselors struct {
	Kiosk
	Counselors []store.CounselorSlots
	Any        store.Slot // the first of all; zero when all is taken, or there is only one counselor
	Change     string
	Waiting    bool // the child is in the waiting line
}
type KioskDays struct {
	Kiosk
	Counselor store.CounselorSlots
	Change    string
}
type KioskTimes struct {
	Kiosk
	Name       string
	Day        store.Day
	Slots      []store.Opening
	Prev, Next string // addresses of the neighbouring times, if any
	Change     string
	House      store.School // names the parts of its day
}

// Part is how a child knows a time: by the school's name for it, else as morning or evening.
func (t KioskTimes) Part(c store.Clock) string { return cmp.Or(t.House.PeriodAt(c), partOfDay(c)) }

// KioskTopics asks what it is about, which nobody has to say.
type KioskTopics struct {
	Kiosk
	Booking store.HeldBooking
	Topics  []string
}

// KioskBooked shows a child's booking, or an invitation with its two answers.
type KioskBooked struct {
	Kiosk
	Booking store.HeldBooking
	More    bool
}

// KioskWaiting shows that the child is in the waiting line.
type KioskWaiting struct {
	Kiosk
	Name string // of the counselor waited for; empty for any
}

// KioskKnock says that the counselor knows who is at the door.
type KioskKnock struct {
	Kiosk
	Name string
}

// KioskNews is one message, opened by a tap.
type KioskNews struct {
	Kiosk
	store.Told
}

// Today, DayPage, Week and Month are the counselor's calendar.
type Today struct {
	store.Agenda
	Say       string
	Letters   int
	Urgent    bool // a letter asks for somebody now
	Line      []store.LineRow
	Referrals int
	Tomorrow  store.Day
}
type DayPage struct {
	store.Agenda
	Say string
}
type Week struct {
	Days       []store.Agenda
	Prev, Next store.Day
}
type Month struct {
	Days       []store.Agenda // whole school weeks
	First      store.Day      // of the month
	Prev, Next store.Day
}

// Weekdays are the heads of the columns.
func (m Month) Weekdays() (names []string) {
	for _, d := range m.Days[:7] {
		names = append(names, weekdays[d.Day.Weekday()])
	}
	return names
}

// Rows are the weeks.
func (m Month) Rows() (rows [][]store.Agenda) {
	for i := 0; i+7 <= len(m.Days); i += 7 {
		rows = append(rows, m.Days[i:i+7])
	}
	return rows
}

// Times lets a counselor pick a time, for a booking to be moved or a child to be invited.
type Times struct {
	Free     []store.CounselorSlots
	Move     string // booking to be moved
	Child    string // or child to be invited
	Name     string
	Referral int
	Say      string
}

// Find looks a child up.
type Find struct {
	Query string
	Found []store.Child
	Say   string
}

// Slip is a scrap of paper for the class teacher: who may be away, and when. It says neither where nor why.
type Slip struct {
	store.AgendaRow
	Until store.Clock
}

// Greetings is the list of children to say hello to.
type Greetings struct {
	List []store.Unmet
	Days int
}

// Plan is a counselor's week to be edited.
type Plan struct {
	store.PlanPage
	Days    []PlanDay
	Groups  []string // as typed
	Faces   []string
	Reasons []string
	Today   store.Day
	Say     string
	Moved   *int   // bookings that an exception has moved
	Link    string // a fresh calendar link, shown once
}

// PlanDay is one weekday's hours as text.
type PlanDay struct {
	Weekday int
	Name    string
	Hours   string
}

// WallDoc is the page around a display of this room, at Path.
type WallDoc struct {
	Title, Path, School, Zone string
	Now                       int64
	Body                      template.HTML
}

func (WallDoc) Template() string                   { return "board/wall" }
func (d WallDoc) with(body template.HTML) Document { d.Body = body; return d }

// DoorBoard is the display at the door of 知心屋.
type DoorBoard struct {
	Rooms []store.DoorRoom
	Now   time.Time
}

func (KioskMenu) Template() string       { return "kiosk/menu" }
func (KioskCounselors) Template() string { return "kiosk/counselors" }
func (KioskDays) Template() string       { return "kiosk/days" }
func (KioskTimes) Template() string      { return "kiosk/times" }
func (KioskTopics) Template() string     { return "kiosk/topics" }
func (KioskBooked) Template() string     { return "kiosk/booked" }
func (KioskWaiting) Template() string    { return "kiosk/waiting" }
func (KioskKnock) Template() string      { return "kiosk/knock" }
func (KioskNews) Template() string       { return "kiosk/news" }
func (Today) Template() string           { return "staff/heart/today" }
func (DayPage) Template() string         { return "staff/heart/day" }
func (Week) Template() string            { return "staff/heart/week" }
func (Month) Template() string           { return "staff/heart/month" }
func (Times) Template() string           { return "staff/heart/times" }
func (Find) Template() string            { return "staff/heart/find" }
func (Slip) Template() string            { return "staff/heart/slip" }
func (Greetings) Template() string       { return "staff/heart/greetings" }
func (Plan) Template() string            { return "staff/heart/plan" }
func (DoorBoard) Template() string       { return "board/door" }
