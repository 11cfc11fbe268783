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

// fixtures has a page of every kind, so that each template is executed with something in it.
func fixtures() []Page {
	now := time.Date(2026, 11, 23, 19, 8, 0, 0, time.UTC)
	k := Kiosk{School: "试验小学", Where: "图书角", Room: "heart", Idle: 30, Pinyin: true, Say: "请先刷卡。", Visit: "t", Short: "小禾", Initial: "禾", Now: now,
		Offers: Offers{true, true, true, true}}
	child := store.Child{ID: "000001", Name: "周小禾", Class: store.Class{Grade: 3, Number: 2}, Family: []store.Relative{{Relation: "妈妈", Phones: []store.Phone{{Number: "1"}}}}}
	slot := store.Slot{Day: "2026-11-24", Clock: 760, Counselor: "002"}
	booking := store.Booking{Slot: slot, Child: child.ID, Topic: "family", State: store.Booked, Room: "知心屋"}
	ticket := store.Ticket{Day: "2026-11-23", No: 12, State: store.Called, Line: "2"}
	free := store.CounselorSlots{ID: "002", Name: "王老师", Face: "sun", Days: []store.FreeDay{{Day: slot.Day, Free: []store.Slot{slot}}, {Day: "2026-11-25"}}}
	code := store.ReturnCode{Pictures: [4]string{"star", "boat", "apple", "fish"}, Digits: "4072"}
	letter := store.Letter{ID: "x", Day: "2026-11-23", Opened: "2026-11-23", Urgent: true}
	room := store.RoomDay{Room: "301", Children: []store.ChildDay{{Child: child, Signins: []store.Signin{{At: now, Place: "女生楼", Roll: true}}, Rolled: true}, {Child: child}}}
	agenda := store.Agenda{Day: slot.Day, Rows: []store.AgendaRow{{Booking: booking, Child: child}, {Booking: booking, Free: true}}}
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
	phonePages := []Page{KioskDoc{Line: true}, KioskClosed{Kiosk: k, Why: "放假了。", Holiday: "运动会", Next: now.Add(time.Hour)}, KioskTogether{k}, KioskAnswer{k, "2026-11-23/000001", store.Outcomes},
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
	return append(phonePages,
		KioskDoc{}, KioskHome{k}, KioskScan{k}, KioskPad{k}, KioskMenu{Kiosk: k, Ticket: &store.Place{Ticket: ticket}, Booking: &booking, Rolled: true},
		KioskTicket{k, store.Place{Ticket: ticket, Ahead: 3, Wait: time.Minute}}, KioskCounselors{k, []store.CounselorSlots{free, {Face: "tree"}}}, KioskDays{k, free},
		KioskTimes{Kiosk: k, Slots: []store.Slot{slot}, Prev: "/p", Next: "/n"}, KioskTopics{k, slot, store.Topics}, KioskBooked{k, booking, "王老师", "calendar"},
		KioskLetter{Kiosk: k, Step: "mood", Moods: store.Moods, Topics: store.Topics, Readers: []string{"王老师"}}, KioskCode{Kiosk: k, Code: code, Pictures: store.Pictures},
		KioskKept{k}, KioskReplyCode{k, store.Pictures}, KioskReply{k, store.Reply{Answers: []store.SentAnswer{{Day: "2026-11-23"}}}}, KioskHelp{k}, KioskMessage{k},
		StaffDoc{Nav: []NavItem{{Count: 2}}, Live: "/e"},
		Phone{PhoneRoom: store.PhoneRoom{Lines: []store.PhoneLine{{Talk: &ticket, Child: child}, {}}, Waiting: []store.Queued{{Ticket: ticket, Of: child}}, Missed: []store.Queued{{Ticket: ticket, Of: child}}}, Outcomes: store.Outcomes},
		Today{Agenda: agenda, Say: "x", Urgent: true}, Week{[]store.Agenda{agenda}}, Mailbox{}, Letters{List: []store.Letter{letter}},
		Letter{OpenLetter: store.OpenLetter{Letter: letter, Text: store.LetterText{Mood: "sad", Topic: "family", Text: "x", Drawing: []store.Stroke{{Points: [][2]int{{1, 2}}}}}, Sent: []store.SentAnswer{{Day: "2026-11-23"}}}},
		Dorm{}, Dorm{Buildings: []store.Building{{ID: "01"}, {ID: "02"}}, BuildingDay: store.BuildingDay{Day: "2026-11-23", Rooms: []store.RoomDay{room}}, Room: &room}, Roster{Children: []store.Child{child}, Cards: true}, Gate{},
		Cards{Classes: []string{"三(2)班"}, Children: []string{"000001"}, Per: 10, Sheets: [][]store.PrintedCard{{{Child: child, Code: "123456789012345678"}}}},
		Devices{List: []store.Device{{Offers: store.Offers}}, Link: "x", Offers: store.Offers}, Accounts{List: []store.Staff{{Roles: store.Roles, Buildings: []string{"01"}}, {Left: "2026-11-23"}}, Roles: store.Roles, Fresh: "x", Buildings: []store.Building{{ID: "01"}}},
		BoardDoc{}, Board{store.Board{Lines: []store.BoardLine{{ID: "1", No: 9, State: store.Called}, {ID: "2", No: 7, State: store.Talking}, {ID: "3"}}, Next: []int{10}, Waiting: 6}},
		PlainDoc{}, Login{}, Setup{}, Message{Say: "x"}, Help{}, Demo{Staff: []DemoStaff{{Roles: store.Roles}}, Shown: []DemoChild{{Card: "123456789012345678"}}, Devices: []DemoDevice{{}}},
	)
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
		if !d.IsDir() && !slices.Contains(seen, name) && !strings.HasSuffix(name, "/parts") && name != "staff/agenda" {
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
