package views

import (
	"zhixinwu/store/access"
	"zhixinwu/store/heart"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
)

// Today is the counselor's first page: the day with what can be done to each talk, and beside it all that waits.
type Today struct {
	heart.Agenda
	Say       string
	Letters   int
	Urgent    bool // a letter asks for somebody now
	Line      []heart.LineRow
	Referrals int
	Tomorrow  school.Day

	Colleagues []access.NewCounselor
}

// DayPage is one day, with the ways to the day before and after.
type DayPage struct{ heart.Agenda }

// Week is seven days from any one on.
type Week struct {
	Days       []heart.Agenda
	Prev, Next school.Day
}

// Month is a month as a wall calendar has it, in whole school weeks.
type Month struct {
	Days       []heart.Agenda // whole school weeks
	First      school.Day     // of the month
	Prev, Next school.Day
}

func (Today) Template() string   { return "staff/heart/today" }
func (DayPage) Template() string { return "staff/heart/day" }
func (Week) Template() string    { return "staff/heart/week" }
func (Month) Template() string   { return "staff/heart/month" }

// Weekdays are the heads of the columns.
func (m Month) Weekdays() (names []string) {
	for _, d := range m.Days[:7] {
		names = append(names, weekdays[d.Day.Weekday()])
	}
	return names
}

// Rows are the weeks.
func (m Month) Rows() (rows [][]heart.Agenda) {
	for i := 0; i+7 <= len(m.Days); i += 7 {
		rows = append(rows, m.Days[i:i+7])
	}
	return rows
}

// Times lets a counselor pick a time, for a booking to be moved or a child to be invited. What it shows was free when
// it was shown; a tap on one that is gone comes back here.
type Times struct {
	Free     []heart.CounselorSlots
	Move     string // booking to be moved
	Child    string // or child to be invited
	Name     string
	Referral int
	Say      string
}

func (Times) Template() string { return "staff/heart/times" }

// Find looks a child up, by what a counselor has at hand: a name, a class, a card.
type Find struct {
	Query string
	Found []roster.Child
	Say   string
}

func (Find) Template() string { return "staff/heart/find" }

// Slip is a scrap of paper for the class teacher: who may be away, and when. It says neither where nor why.
type Slip struct {
	heart.AgendaRow
	Until school.Clock
}

func (Slip) Template() string { return "staff/heart/slip" }
