package views

import (
	"strings"
	"testing"
	"time"

	"zhixinwu/store"
)

// phoneFixtures are the phone room's pages.
func phoneFixtures() []Page {
	now := time.Date(2026, 11, 23, 19, 8, 0, 0, time.UTC)
	k := Kiosk{School: "试验小学", Where: "亲情室", Room: "phone", Idle: 30, Pinyin: true, Say: "请先刷卡。", Visit: "t", Short: "小禾", Initial: "禾", Now: now}
	child := store.Child{ID: "000001", Name: "周小禾", Class: store.Class{Grade: 3, Number: 2}, Family: []store.Relative{{Relation: "妈妈", Phones: []store.Phone{{Number: "1"}}}}}
	ticket := store.Ticket{Day: "2026-11-23", No: 12, State: store.Called, Line: "2"}
	father := store.Relative{Relation: "爸爸", Phones: []store.Phone{{Number: "2"}, {Number: "3", Dead: "2026-11-20"}}, Workplace: "海边的码头"}
	talking, asked, cut := ticket, ticket, ticket
	talking.State, talking.Whom, talking.By, talking.Until = store.Talking, "爸爸", "006", now.Add(time.Minute)
	asked.State, asked.Asked = store.Talking, now
	cut.State, cut.Cut, cut.By, cut.In = store.Talking, now, "006", true
	called := store.PhoneLine{Line: store.Line{ID: "1", Kind: "phone"}, Talk: &ticket, Child: child}
	inTalk := store.PhoneLine{Line: store.Line{ID: "2", Kind: "video"}, Talk: &talking, Child: child, Others: []store.Child{child}, Family: []store.Kin{{Relative: father, Now: true}, {Relative: child.Family[0]}, {Relative: store.Relative{Relation: "姑姑"}}}}
	atLine := func(l store.PhoneLine) KioskLine {
		return KioskLine{Kiosk: k, LineTablet: store.LineTablet{PhoneLine: l, Self: true, Dial: true, Come: now, Asking: now, Waiting: 3, At: now}, Hotlines: []store.Hotline{{Number: "110", Name: "报警"}}, Outcomes: store.Outcomes}
	}
	closed := store.PhoneOpening{Why: store.ErrPhoneHoliday, Holiday: "运动会", Next: now.Add(20 * time.Hour)}
	phoneRoom := store.PhoneRoom{Lines: []store.PhoneLine{called, inTalk, {Line: store.Line{ID: "3", Out: true}}, {Line: store.Line{ID: "4"}, Talk: &cut, Child: child}}, Self: true, CallIn: true, Opening: closed, More: 2 * time.Minute, At: now,
		Waiting: []store.Queued{{Ticket: ticket, Of: child}}, Paused: []store.Queued{{Ticket: ticket, Of: child}}, Missed: []store.Queued{{Ticket: ticket, Of: child}}, Unasked: []store.Queued{{Ticket: ticket, Of: child}}}
	hours := []store.Hours{{Weekday: time.Sunday, From: 60, To: 120}}
	days := []store.Day{"2026-11-01", "2026-11-02"}
	return []Page{KioskDoc{Line: true}, KioskClosed{Kiosk: k, Why: "放假了。", Holiday: "运动会", Next: now.Add(time.Hour)}, KioskTogether{k}, KioskAnswer{k, "2026-11-23/000001", store.Outcomes},
		atLine(store.PhoneLine{Line: store.Line{ID: "1"}}), atLine(store.PhoneLine{Line: store.Line{ID: "1", Out: true}}), atLine(called), atLine(inTalk), atLine(store.PhoneLine{Talk: &asked}), atLine(store.PhoneLine{Talk: &cut}),
		KioskTicket{k, store.Place{Ticket: store.Ticket{No: 4, State: store.Waiting}, Fair: true, Ahead: 3, Late: true, Siblings: []string{"000002"}, Summons: [2]string{"star", "boat"}}}, KioskTicket{k, store.Place{Ticket: store.Ticket{No: 4, State: store.Paused}}},
		Phone{PhoneRoom: phoneRoom, Outcomes: store.Outcomes}, PhoneLines{PhoneSetup: store.PhoneSetup{Lines: []store.Line{{ID: "1", Device: "002"}, {ID: "2", Out: true}}, Tablets: []store.Device{{ID: "002", Name: "平板"}}, Hours: hours, CallIn: hours}},
		CallIn{Name: "禾", Found: []store.Child{child}, Free: []store.Line{{ID: "1", Kind: "phone"}}}, CallIn{},
		Contacts{ContactLedger: store.ContactLedger{Day: "2026-11-23", Classes: []store.Class{child.Class, {Grade: 1, Number: 1}}, Class: child.Class, Asked: 1, Rows: []store.ContactRow{{Child: child, Days: -1, Invited: true}, {Child: child, ContactSum: store.ContactSum{Calls: 1, Letters: 1, Whom: []string{"妈妈"}}}, {Child: child, Days: 20}}}},
		ContactMonth{store.ContactMonth{Class: child.Class, Month: "2026-11", Days: days, Today: "2026-12-01", Rows: []store.ContactCalendar{{Child: child, Days: map[store.Day][]store.ContactKind{"2026-11-02": {store.ContactTalk, store.ContactLetter}}}, {Child: child}}}},
		Tasks{Rows: []store.TaskRow{{Task: store.Task{Kind: store.TaskDeadNumber, Relation: "妈妈", Opened: now}, Of: child, Who: "赵老师"}, {Task: store.Task{Kind: store.TaskDeadNumber, Opened: now}, Of: child}}},
		PhoneUsage{}, PhoneUsage{busySunday()}, Board{store.Board{Opening: closed, Called: []int{3}, Lines: []store.BoardLine{{ID: "1", Out: true}, {ID: "2", No: 4, State: store.Called, Class: "一(1)班", Summons: [2]string{"star", "boat"}}}}},
		Board{store.Board{Announcement: store.Announcement{Text: "今晚停到八点"}}}, Board{store.Board{CallIn: true}},
	}
}

// busySunday are numbers of a room whose Sundays are full and whose Mondays are not.
func busySunday() (u store.PhoneUsage) {
	u.Lines = []store.Line{{ID: "1", Kind: "phone"}}
	u.Days = []store.UsageDay{{Day: "2026-11-22", Issued: 40, Talks: 20, Missed: 3}, {Day: "2026-11-23", Issued: 2, Talks: 2}}
	for i := range u.Weekdays {
		u.Weekdays[i] = store.UsageWeekday{Weekday: time.Weekday(i), Lines: map[string]int{}}
	}
	sunday := &u.Weekdays[time.Sunday]
	sunday.Days, sunday.Talks, sunday.Missed, sunday.Unserved, sunday.Use, sunday.Wait = 1, 20, 3, 17, 96, 41*time.Minute
	sunday.Hours[19] = store.UsageHour{Calls: 20, Wait: 41 * time.Minute}
	monday := &u.Weekdays[time.Monday]
	monday.Days, monday.Talks, monday.Use, monday.Wait = 1, 2, 5, 2*time.Minute
	return u
}

// TestSecondPhone: the page answers whether Sunday needs another line, and says nothing where there is no need.
func TestSecondPhone(t *testing.T) {
	u := PhoneUsage{busySunday()}
	if got := u.Answers(); len(got) != 1 || !strings.Contains(got[0], "星期日") || !strings.Contains(got[0], "96%") || !strings.Contains(got[0], "再加一条电话") {
		t.Errorf("answers: %q", got)
	}
	u.Weekdays[time.Sunday].Use = 30 // they wait although the line is free: another one would not help
	if got := u.Answers(); len(got) != 1 || !strings.Contains(got[0], "不必加电话") {
		t.Errorf("answers: %q", got)
	}
	if got := (PhoneUsage{}).Answers(); len(got) != 1 || !strings.Contains(got[0], "不缺电话") {
		t.Errorf("answers of an empty room: %q", got)
	}
}
