package views

import (
	"bytes"
	"html/template"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/skip2/go-qrcode"

	"zhixinwu/store"
	"zhixinwu/store/sheet"
)

// TestEveryErrorHasASentence, and every sentence is short enough to be read.
func TestEveryErrorHasASentence(t *testing.T) {
	for _, key := range store.Keys {
		if sentences[key] == "" {
			t.Errorf("no sentence for %s", key)
		}
	}
	for key, s := range sentences {
		if len([]rune(s)) > 36 || !strings.HasSuffix(s, "。") {
			t.Errorf("%s is not one short sentence: %s", key, s)
		}
	}
}

// TestEveryNumberHasAName, every action of the audit and every thing a file may lack.
func TestEveryNumberHasAName(t *testing.T) {
	for _, l := range store.RuleLimits {
		part, _, _ := strings.Cut(string(l.Rule), ".")
		if ruleNames[l.Rule][0] == "" || ruleGroups[part] == "" || l.Default < l.Min || l.Default > l.Max {
			t.Errorf("the number %s has the name %q in %q", l.Rule, ruleNames[l.Rule][0], ruleGroups[part])
		}
	}
	for _, a := range store.Actions {
		if actionNames[a] == "" {
			t.Errorf("no name for the action %s", a)
		}
	}
	for _, key := range Lacks {
		if fieldName(key) == "" {
			t.Errorf("no name for the field %s", key)
		}
	}
}

// fixtures has a page of every kind, so that each template is executed with something in it.
func fixtures() []Page {
	now := time.Date(2026, 11, 23, 19, 8, 0, 0, time.UTC)
	k := Kiosk{School: "试验小学", Where: "图书角", Room: "heart", Idle: 30, Pinyin: true, Say: "请先刷卡。", Visit: "t", Short: "小禾", Initial: "禾", Now: now,
		Offers: Offers{true, true, true, true, true}, Hotlines: []store.Hotline{{Number: "110", Name: "报警"}}}
	child := store.Child{ID: "000001", Name: "周小禾", Class: store.Class{Grade: 3, Number: 2}, Family: []store.Relative{{Relation: "妈妈", Phones: []store.Phone{{Number: "1"}}}}}
	slot := store.Slot{Day: "2026-11-24", Clock: 760, Counselor: "002"}
	booking := store.Booking{Slot: slot, Child: child.ID, Topic: "family", State: store.Booked, Room: "知心屋"}
	ticket := store.Ticket{Day: "2026-11-23", No: 12, State: store.Called, Line: "2"}
	opening := store.Opening{Slot: slot, Minutes: 20, Group: "圆圈", Seats: 4}
	free := store.CounselorSlots{ID: "002", Name: "王老师", Face: "sun", Days: []store.FreeDay{{Day: slot.Day, Free: []store.Opening{{Slot: slot}, opening}}, {Day: "2026-11-25"}}}
	held := store.HeldBooking{Booking: booking, Name: "王老师", Face: "sun"}
	invited := held
	invited.State = store.Invited
	call := store.Urgent{Day: "2026-11-23", N: 1, Place: "图书角", State: store.Asked, Asked: now}
	answered := call
	answered.State, answered.Answer, answered.Answered = store.Accepted, "王老师", now.Add(time.Minute)
	alarms := Alarm{List: []store.Alarm{{Urgent: call, Of: child, Froms: "赵老师"}, {Urgent: answered, Mine: true}}, Told: "x", Base: "/alarm"}
	note := store.NoteText{Words: "x", Background: "x", Source: "x", Observation: "x", Plan: "x", NextDate: "2026-11-30", Referral: "x", Concern: "watch"}
	written := store.OpenNote{Note: store.Note{Child: child.ID, N: 1}, Texts: []store.OpenRevision{{NoteText: note, At: now}, {NoteText: note, At: now}}, DraftText: note, Drafted: now}
	notes := store.OpenNotebook{Child: child, Notes: []store.OpenNote{written, {Who: "王老师"}}, Readers: []store.Staff{{Name: "王老师"}}, Others: []store.Staff{{ID: "003"}}}
	referral := store.NamedReferral{Referral: store.Referral{N: 1, Child: child.ID, Reasons: store.ReferralReasons, At: now}, Of: child, Who: "班主任"}
	code := store.ReturnCode{Pictures: [4]string{"star", "boat", "apple", "fish"}, Digits: "4072"}
	letter := store.Letter{ID: "x", Day: "2026-11-23", Opened: "2026-11-23", Urgent: true}
	room := store.RoomDay{Room: "301", Children: []store.ChildDay{{Child: child, Signins: []store.Signin{{At: now, Place: "女生楼", Roll: true}}, Rolled: true}, {Child: child}}}
	agenda := store.Agenda{Day: slot.Day, Rows: []store.AgendaRow{{Booking: booking, Child: child, Past: true}, {Booking: booking, Free: true, For: "李老师"}, {Booking: invited.Booking, Child: child}}}
	for _, state := range []store.BookingState{store.Arrived, store.Started, store.Seen, store.NoShow} {
		b := booking
		b.State = state
		agenda.Rows = append(agenda.Rows, store.AgendaRow{Booking: b, Child: child})
	}
	weeks := slices.Repeat([]store.Agenda{agenda}, 35)
	rows := RosterRows{Roster: store.Roster{Of: 2, Complete: 1}, Rows: []store.RosterRow{{Child: child, Missing: []string{"phone", "bed"}}, {Child: child}}, More: 2, Edit: true}
	file := store.File{Child: child, Missing: []string{"phone"}, Changes: []store.NamedChange{{Change: store.Change{Why: "edit", Fields: []store.FieldChange{{Field: "name", From: "a"}}}}}, ID: true}
	sections := []FormSection{{"孩子", []FormField{{Key: "name", Edit: true, Wrong: "x", Missing: true}, {Key: "gender", Edit: true, Options: []string{"", "女"}}, {Key: "class", Value: "x", Clash: &store.Clash{}}}}}
	return append(phoneFixtures(), []Page{
		KioskDoc{}, KioskHome{k}, KioskScan{k}, KioskPad{k}, KioskMenu{Kiosk: k, Ticket: &store.Place{Ticket: ticket}, Held: store.Held{Bookings: []store.HeldBooking{held}}, News: 1, Rolled: true, Door: true}, KioskMenu{Kiosk: k},
		KioskTicket{k, store.Place{Ticket: ticket, Ahead: 3, Wait: time.Minute}}, KioskCounselors{Kiosk: k, Counselors: []store.CounselorSlots{free, {Face: "tree"}}, Any: slot}, KioskCounselors{Kiosk: k, Counselors: []store.CounselorSlots{free, free}, Change: "x"}, KioskDays{k, free, "x"},
		KioskTimes{Kiosk: k, Slots: []store.Opening{{Slot: slot}, opening}, Prev: "/p", Next: "/n", Change: "x"}, KioskTopics{k, held, store.Topics}, KioskBooked{k, held, true}, KioskBooked{k, invited, false},
		KioskWaiting{k, "王老师"}, KioskKnock{k, "王老师"}, KioskNews{k, store.Told{News: store.News{Kind: store.NewsMoved}, Booking: &held, More: 1}}, KioskNews{k, store.Told{News: store.News{Kind: store.NewsInvited}, Booking: &invited}}, KioskNews{k, store.Told{News: store.News{Kind: store.NewsCancelled}, Was: slot}},
		KioskUrgent{Kiosk: k, Urgent: call}, KioskUrgent{Kiosk: k, Urgent: call, Online: true, Rungs: 1}, UrgentCall{KioskUrgent{Kiosk: k, Urgent: answered}}, alarms, DutyBoard{alarms}, WallDoc{}, DoorBoard{[]store.DoorRoom{{Face: "sun", Open: true, Next: slot}, {Face: "tree", Busy: true}}, now},
		Duty{Duty: store.Duty{List: []store.Staff{{ID: "1"}}, Others: []store.Staff{{ID: "1"}}}, Calls: alarms.List, Places: []int{0, 1}}, DayPage{Agenda: agenda}, Month{Days: weeks, First: "2026-11-01"}, Times{Free: []store.CounselorSlots{free}, Move: "x"}, Times{Free: []store.CounselorSlots{free}, Child: "x"},
		Find{Query: "x", Found: []store.Child{child}}, Slip{agenda.Rows[0], 780}, Greetings{[]store.Unmet{{Child: child, Last: "2026-10-01", Quiet: true}, {Child: child, Open: true}}, 30},
		Plan{PlanPage: store.PlanPage{Away: []store.NamedException{{Exception: store.Exception{First: slot.Day, Last: "2026-11-30", Counselor: "002", Why: "exam"}, StandInName: "李老师"}}, Standing: []store.NamedException{{Exception: store.Exception{First: slot.Day, Last: slot.Day}}}, Others: []store.Staff{{ID: "003"}}, Feed: true}, Days: []PlanDay{{Name: "星期一"}}, Groups: []string{"x"}, Faces: store.Faces, Reasons: store.AwayReasons, Moved: new(int), Link: "x"},
		Notebooks{Children: []store.Child{child}, Open: true}, NotesLocked{Demo: true}, NewNotebook(notes, &written, "x"), NewNotebook(notes, nil, ""), Guide{k.Hotlines}, Refer{ReferPage: store.ReferPage{Children: []store.Child{child}, Mine: []store.NamedReferral{referral}}, Reasons: store.ReferralReasons}, Referrals{[]store.NamedReferral{referral}},
		Figures{store.Figures{First: "2026-06-01", Hidden: 5, Weeks: []store.WeekFigure{{First: "2026-06-01", Talks: 7}, {First: "2026-06-08", Talks: store.HiddenCount}}, Months: []store.MonthFigure{{Month: "2026-06-01", Topics: []store.Count{1, store.HiddenCount}}}, Answer: time.Minute}, store.Topics},
		KioskLetter{Kiosk: k, Step: "mood", Moods: store.Moods, Topics: store.Topics, Readers: []string{"王老师"}}, KioskCode{Kiosk: k, Code: code, Pictures: store.Pictures},
		KioskKept{k}, KioskReplyCode{k, store.Pictures}, KioskReply{k, store.Reply{Answers: []store.SentAnswer{{Day: "2026-11-23"}}}}, KioskHelp{k}, KioskMessage{k},
		StaffDoc{Nav: []NavItem{{Count: 2}}, Live: "/e"},
		Phone{PhoneRoom: store.PhoneRoom{Lines: []store.PhoneLine{{Talk: &ticket, Child: child}, {}}, Waiting: []store.Queued{{Ticket: ticket, Of: child}}, Missed: []store.Queued{{Ticket: ticket, Of: child}}}, Outcomes: store.Outcomes},
		Today{Agenda: agenda, Say: "x", Urgent: true, Line: []store.LineRow{{Of: child, Name: "王老师"}}, Referrals: 1}, Week{Days: []store.Agenda{agenda}}, Mailbox{}, Letters{List: []store.Letter{letter}},
		Letter{OpenLetter: store.OpenLetter{Letter: letter, Text: store.LetterText{Mood: "sad", Topic: "family", Text: "x", Drawing: []store.Stroke{{Points: [][2]int{{1, 2}}}}}, Sent: []store.SentAnswer{{Day: "2026-11-23"}}}},
		Dorm{}, Dorm{Buildings: []store.Building{{ID: "01"}, {ID: "02"}}, BuildingDay: store.BuildingDay{Day: "2026-11-23", Rooms: []store.RoomDay{room}}, Room: &room}, Gate{},
		Roster{Path: "/p", Query: store.RosterQuery{Care: "both"}, RosterRows: rows, Cares: store.Cares, Lacks: Lacks, Classes: []store.Class{child.Class}}, rows,
		Office{Roster: rows.Roster, Lacking: []Lack{{"phone", 3}}, Edit: true}, Office{},
		File{File: file, Sections: sections, Say: "x", Done: "x", Identity: "1", Edit: true, Office: true, Buildings: []store.Building{{ID: "01"}}},
		NewChild{Fields: sections[0].Fields}, Verification{Verification: store.Verification{Known: true, Classes: []store.ClassVerification{{New: []store.Child{child}, Gone: []store.Child{child}, Changed: []store.Child{child}, Unconfirmed: []store.Child{child}}}}},
		Rollover{Rollover: store.Rollover{Classes: []store.ClassMove{{From: child.Class}, {From: child.Class, To: child.Class}}, Teachers: []store.TeacherMove{{}}}}, Rollover{Rollover: store.Rollover{Recent: true, Undo: true}, Done: true, Left: 2},
		Import{Undo: &store.ImportUndo{}, Undone: &Undone{1, 2}}, Import{Done: &store.ImportPlan{}},
		Import{List: &store.List{Tables: []sheet.Table{{Sheet: "x"}}, Unread: []string{"x"}}, Columns: []ImportColumn{{Key: "name"}}, Fields: store.Fields, Plan: &store.ImportPlan{Buildings: []string{"x"}, Absent: []store.Child{child}},
			Groups: []ImportGroup{{store.RowProblem, 3, []store.ImportRow{{Problems: []store.CellProblem{{Cell: "C3", Title: "x", Text: "x", Err: store.ErrClass}}}}}, {store.RowAsk, 1, []store.ImportRow{{Candidates: []store.Child{child}}}}, {store.RowChanged, 1, []store.ImportRow{{Changes: []store.FieldChange{{Field: "name", From: "a", To: "b"}}}}}}},
		Settings{School: store.School{}, Form: SettingsForm{Rules: map[store.Rule]string{}}, Buildings: []store.Building{{ID: "01"}}, Changes: []store.NamedChange{{Change: store.Change{Fields: []store.FieldChange{{Field: "name"}}}}}},
		Audits{Rows: []store.AuditRow{{}}, Next: 3}, Password{First: true, Say: "x"}, Password{HasPIN: true, PINSay: "x", Done: true}, Unlock{PIN: true}, Pairing{Code: "1"},
		Cards{Classes: []string{"三(2)班"}, Children: []string{"000001"}, Per: 10, Sheets: [][]store.PrintedCard{{{Child: child, Code: "123456789012345678"}}}},
		Devices{List: []store.DeviceSeen{{Device: store.Device{Offers: store.Offers}}}, Link: "x", Offers: store.Offers}, Devices{Edit: true}, Accounts{List: []store.Staff{{Roles: store.Roles, Buildings: []string{"01"}}, {Left: "2026-11-23"}}, Roles: store.Roles, Fresh: []FreshAccount{{}}, Buildings: []store.Building{{ID: "01"}}},
		BoardDoc{}, Board{store.Board{Lines: []store.BoardLine{{ID: "1", No: 9, State: store.Called}, {ID: "2", No: 7, State: store.Talking}, {ID: "3"}}, Next: []int{10}, Waiting: 6}},
		PlainDoc{}, Login{}, Setup{}, Message{Say: "x"}, Help{k.Hotlines}, Demo{Staff: []DemoStaff{{Roles: store.Roles}}, Shown: []DemoChild{{Card: "123456789012345678"}}, Devices: []DemoDevice{{}}},
	}...)
}

// TestEveryPage renders every template with something in it: none is missing, broken, orphaned, or holds what the content
// policy forbids.
func TestEveryPage(t *testing.T) {
	v, err := New(false)
	if err != nil {
		t.Fatal(err)
	}
	forbidden := regexp.MustCompile(`(?i)<script>|<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|hx-vals="js|ZgotmplZ|<no value>`)
	var seen []string
	for _, p := range fixtures() {
		var b bytes.Buffer
		if err := v.Render(&b, p); err != nil {
			t.Errorf("%s: %v", p.Template(), err)
		}
		if m := forbidden.FindString(b.String()); m != "" {
			t.Errorf("%s holds %q", p.Template(), m)
		}
		seen = append(seen, p.Template())
	}
	err = fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		name := strings.TrimSuffix(path, ".html")
		if !d.IsDir() && !slices.Contains(seen, name) && !strings.HasSuffix(name, "/parts") && name != "staff/heart/agenda" {
			t.Errorf("%s has no page", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestPinyin(t *testing.T) {
	sounds := func(text string) string {
		var all []string
		for _, m := range regexp.MustCompile(`<rt>([^<]*)</rt>`).FindAllStringSubmatch(string(py(true, text)), -1) {
			all = append(all, m[1])
		}
		return strings.Join(all, " ")
	}
	for text, want := range map[string]string{
		"你想做什么？": "nǐ xiǎng zuò shén me", "还有3个人": "hái yǒu gè rén", "你觉得呢": "nǐ jué de ne", "长大了": "zhǎng dà le", "睡觉": "shuì jiào",
		"一次": "yí cì", "不对": "bú duì", "朋友": "péng you", "好了": "hǎo le", "信": "xìn",
	} {
		if got := sounds(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	if got := py(false, "你<b>"); got != template.HTML("你&lt;b&gt;") {
		t.Errorf("off: %s", got)
	}
	if got := py(true, "<b>"); strings.Contains(string(got), "<b>") {
		t.Errorf("not escaped: %s", got)
	}
	for word, reading := range readings {
		if len([]rune(word)) != len(strings.Fields(reading)) || len([]rune(word)) > longestReading {
			t.Errorf("%s has %s", word, reading)
		}
	}
}

func TestSpelledCode(t *testing.T) {
	for _, typed := range []string{"星星小船苹果小鱼4072", "星星 小船 苹果 小鱼 4 0 7 2", "star-boat-apple-fish-4072"} {
		if c, err := store.ParseReturnCode(SpelledCode(typed)); err != nil || c.String() != "star-boat-apple-fish-4072" {
			t.Errorf("%s: %s, %v", typed, c, err)
		}
	}
}

// TestQR: 18 digits are the smallest code at level Q, so they are readable when printed 15 mm wide.
func TestQR(t *testing.T) {
	q, err := qrcode.New("837762751657644159", qrcode.High)
	if err != nil || q.VersionNumber != 1 {
		t.Fatalf("version %d, %v", q.VersionNumber, err)
	}
	svg, err := QR("837762751657644159")
	if err != nil || !strings.Contains(string(svg), `viewBox="0 0 29 29"`) {
		t.Errorf("%v %.80s", err, svg)
	}
}

// BenchmarkTicketScreen is the screen that stands behind most taps of an evening.
func BenchmarkTicketScreen(b *testing.B) {
	v, err := New(false)
	if err != nil {
		b.Fatal(err)
	}
	k := Kiosk{Room: "phone", Idle: 30, Pinyin: true, Visit: "t", Short: "小禾", Initial: "禾"}
	p := KioskTicket{k, store.Place{Ticket: store.Ticket{Day: "2026-11-23", No: 12, State: store.Waiting}, Ahead: 3, Wait: time.Minute}}
	var buf bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		buf.Reset()
		if err := v.Render(&buf, p); err != nil {
			b.Fatal(err)
		}
	}
}
