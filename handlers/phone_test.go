package handlers

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"zhixinwu/store/school"
)

// talk takes a child through a call with an outcome.
func (s *site) talk(i int, outcome string) {
	s.t.Helper()
	k, p := s.kiosk(), s.as(s.Keeper)
	k.post("/kiosk/scan", "code", s.Code(s.Children[i]))
	k.post("/kiosk/ticket").want(s.t, "ticket", 200)
	page := p.send("POST", "/phone/call", "line=1", "HX-Request", "true")
	key := regexp.MustCompile(`name="ticket" value="([^"]+)"`).FindStringSubmatch(page.body)
	if key == nil {
		s.t.Fatalf("nobody was called: %.300s", page.body)
	}
	p.post("/phone/start", "ticket", key[1]).want(s.t, "start", 303)
	p.post("/phone/end", "ticket", key[1], "outcome", outcome).want(s.t, "end", 303)
}

// TestPhoneClosed: the kiosk says why there is no number and when there will be one.
func TestPhoneClosed(t *testing.T) {
	s := openSite(t, 4)
	k := s.kiosk()
	ask := func(what string, texts ...string) {
		t.Helper()
		k.post("/kiosk/scan", "code", s.Code(s.Children[0]))
		k.post("/kiosk/ticket").want(t, what, 409, texts...)
	}
	s.Set(func(settings *school.Settings) {
		settings.Holidays = []school.Holiday{{Name: "运动会", First: "2026-11-23", Last: "2026-11-23"}}
	})
	ask("a holiday", "运动会", "亲情室不开门", "明天早上 07:00", "可以再来")
	s.Set(func(settings *school.Settings) { settings.Holidays = nil })
	s.Clock.Pass(11*time.Hour + 25*time.Minute) // 21:25, five minutes before the end
	ask("the last call", "今天不再发号", "明天早上 07:00")
	s.Clock.Pass(10 * time.Minute)
	ask("closed", "还没有开门", "明天早上 07:00")
	s.client(deviceCookie, s.Browser(s.Wall)).get("/board").want(t, "the board", 200, "还没有开门", "明天早上 07:00 再来")
	s.Set(func(settings *school.Settings) { settings.Rules = map[school.Rule]int{school.RulePhoneCooldown: 24} })
	s.Clock.Pass(12 * time.Hour)
	s.talk(0, "spoke")
	ask("cooldown", "先让别的同学打", "明天早上 09:35")
}

// TestPlaceWords: a child learns how many go before it where numbers go by arrival, and how many wait beside it where whoever
// has not talked for longest goes first. Alone, it is the next in both.
func TestPlaceWords(t *testing.T) {
	for fair, words := range []string{"前面还有 1 个人", "还有 1 个人也在等"} {
		s := openSite(t, 2)
		s.Set(func(settings *school.Settings) { settings.Rules = map[school.Rule]int{school.RulePhoneFair: fair} })
		for i, want := range []string{"下一个就是你", words} {
			k := s.kiosk()
			k.post("/kiosk/scan", "code", s.Code(s.Children[i]))
			k.post("/kiosk/ticket")
			page := strip(k.get("/kiosk/ticket").body)
			if !strings.Contains(page, want) {
				t.Errorf("fair %d, child %d reads %s", fair, i, page)
			}
		}
	}
}

// TestLedgerPages: who sees whose contacts, what may be done for the ticked, and how it is answered.
func TestLedgerPages(t *testing.T) {
	s := openSite(t, 6)
	s.talk(0, "spoke")
	teacher, office, keeper := s.as(s.Teacher), s.as(s.Office), s.as(s.Keeper)
	teacher.get("/phone/contacts").want(t, "the teacher's ledger", 200, s.Children[0].Name, "今天", "电话 1 次", "3 个孩子")
	if page := teacher.get("/phone/contacts"); strings.Contains(page.body, s.Children[1].Name) || strings.Contains(page.body, "1990000") {
		t.Error("the ledger shows another class, or a number")
	}
	teacher.get("/phone/contacts?class=5(2)").want(t, "another class", 403)
	teacher.get("/phone/contacts/month?class=5(2)").want(t, "another class's month", 403)
	teacher.get("/phone/contacts/month?class=1(1)").want(t, "the month", 200, `class="talk"`)
	teacher.get("/phone/contacts/month?class=1(1)&month=x").want(t, "no month", 422)
	office.get("/phone/contacts?class=五(2)班").want(t, "the office", 200, s.Children[1].Name, "没有记录")
	child := s.Children[2].ID
	teacher.post("/phone/contacts", "do", "invite").want(t, "nobody ticked", 422, "请先勾上孩子")
	teacher.post("/phone/contacts", "do", "letter", "day", "2026-12-01", "child", child).want(t, "a letter of tomorrow", 422, "日子要在这 31 天里")
	teacher.post("/phone/contacts", "do", "dance", "child", child).want(t, "no such thing", 422)
	teacher.post("/phone/contacts", "do", "invite", "child", s.Children[1].ID).want(t, "another class's child", 403)
	teacher.post("/phone/contacts", "do", "letter", "day", "2026-11-22", "child", child).want(t, "a letter", 303)
	keeper.post("/phone/contacts", "do", "invite", "child", child).want(t, "an invitation", 303)
	teacher.get("/phone/contacts").want(t, "after both", 200, "信 1 封", "已邀请")
	keeper.get("/phone/numbers").want(t, "the numbers", 200, "要不要再加一条电话", "不缺电话")
	s.client(staffCookie, "nobody").get("/phone/contacts").want(t, "nobody", 303)
}

// TestTaskPages: a dead number found at the telephone stands on the class teacher's page until somebody sees to it.
func TestTaskPages(t *testing.T) {
	s := openSite(t, 4)
	teacher := s.as(s.Teacher)
	teacher.get("/class/tasks").want(t, "none", 200, "没有要办的事")
	s.talk(0, "dead-number")
	page := teacher.get("/class/tasks")
	page.want(t, "one", 200, s.Children[0].Name, "妈妈的号码不通", "赵老师发现")
	if strings.Contains(page.body, "1990000") {
		t.Error("the task shows the number")
	}
	n := regexp.MustCompile(`name="task" value="(\d+)"`).FindStringSubmatch(page.body)[1]
	teacher.post("/class/tasks/done", "task", "x").want(t, "no task", 422)
	teacher.post("/class/tasks/done", "task", "77").want(t, "unknown", 404)
	teacher.post("/class/tasks/done", "task", n).want(t, "done", 303)
	teacher.get("/class/tasks").want(t, "seen to", 200, "没有要办的事")
}

// TestCallInPages: a family calls; the keeper finds the child by name, the board shows its pictures and no name.
func TestCallInPages(t *testing.T) {
	s := openSite(t, 4)
	keeper, wall := s.as(s.Keeper), s.client(deviceCookie, s.Browser(s.Wall))
	keeper.get("/phone/callin").want(t, "the page", 200, "家长来电")
	keeper.post("/phone/callin", "name", "竹").want(t, "nobody", 200, "没有找到")
	keeper.post("/phone/callin", "name", "小丁").want(t, "found", 200, s.Children[1].Name, "叫到 1 号电话")
	keeper.post("/phone/callin", "name", "小丁", "child", s.Children[1].ID, "line", "9").want(t, "no line", 404, "没有这条电话")
	keeper.post("/phone/callin", "name", "小丁", "child", s.Children[1].ID, "line", "1").want(t, "called", 303)
	keeper.post("/phone/callin", "name", "小七", "child", s.Children[2].ID, "line", "1").want(t, "a second", 409, "还有人")
	page := wall.get("/board/calls")
	page.want(t, "the board", 200, "五(2)班", "家里打来", "请到 1 号电话")
	if strings.Contains(page.body, s.Children[1].Name) {
		t.Error("the board shows a name")
	}
	keeper.post("/phone/announce", "text", strings.Repeat("长", 41)).want(t, "a long notice", 422, "最多 40 个字")
	keeper.post("/phone/announce", "text", "今晚八点停机").want(t, "a notice", 303)
	wall.get("/board/calls").want(t, "the notice", 200, "今晚八点停机")
	keeper.post("/phone/lines/set", "line", "1", "out", "1").want(t, "a busy line", 409, "还有人")
	keeper.post("/phone/lines/set", "line", "2", "out", "1").want(t, "out of order", 303)
	wall.get("/board/calls").want(t, "the line", 200, "正在修")
	keeper.post("/phone/lines", "line", "4", "kind", "video").want(t, "a new line", 303)
	keeper.get("/phone/lines").want(t, "the lines", 200, "4 号视频")
	s.as(s.Office).get("/phone/lines").want(t, "the office", 403)
	keeper.post("/phone/hours", "hours-1", "十点到").want(t, "no hours", 422, "时间看不懂")
	wall.get("/board/calls").want(t, "the hour before", 200, "今晚八点停机")
	keeper.post("/phone/announce", "text", "").want(t, "the notice ends", 303)
	keeper.post("/phone/hours", "hours-1", "9:00-11:30", "hours-0", "18点-20点").want(t, "hours", 303) // it is Monday, 10:00
	wall.get("/board/calls").want(t, "the hour", 200, "现在是家长来电时间")
	keeper.get("/phone/lines").want(t, "the hours", 200, "09:00-11:30", "18:00-20:00")
}

// TestLineTablet: whom a scan lets talk, what the tablet shows of the family, and that crisis numbers are there at any time
// without a ticket.
func TestLineTablet(t *testing.T) {
	s := openSite(t, 4)
	d, err := s.Access.AddDevice(s.Admin, school.Device{Name: "平板", Place: "亲情室", Offers: []school.Offer{school.OfferPhone}})
	if err == nil {
		err = s.Phone.SetLine(s.Keeper, "1", false, d.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	tablet, keeper, kiosk := s.client(deviceCookie, s.Browser(d)), s.as(s.Keeper), s.kiosk()
	kiosk.get("/kiosk/line").want(t, "a kiosk beside no line", 404)
	if got := tablet.get("/kiosk"); got.status != 303 || got.header.Get("Location") != "/kiosk/line" {
		t.Errorf("the tablet's home: %d %v", got.status, got.header)
	}
	tablet.get("/kiosk/line").want(t, "free", 200, "大屏叫到你", `href="tel:110"`, `href="tel:12356"`)
	kiosk.post("/kiosk/scan", "code", s.Code(s.Children[0]))
	kiosk.post("/kiosk/ticket")
	tablet.post("/kiosk/line/scan", "code", s.Code(s.Children[0])).want(t, "not called yet", 409, "没有叫你")
	tablet.post("/kiosk/line/scan", "code", "12").want(t, "misread", 422, "没有读全")
	keeper.post("/phone/call", "line", "1")
	tablet.post("/kiosk/line/scan", "code", s.Code(s.Children[0])).want(t, "called", 200, "打给谁？", "妈妈", "海边的码头")
	page := tablet.get("/kiosk/line")
	if strings.Contains(page.body, "1990000") || strings.Contains(page.body, s.Children[0].Name) {
		t.Error("the tablet shows digits or a name")
	}
	key := regexp.MustCompile(`name="ticket" value="([^"]+)"`).FindStringSubmatch(page.body)[1]
	tablet.post("/kiosk/line/act", "ticket", key, "do", "whom", "relation", "爷爷").want(t, "not in the file", 422, "没有这个号码")
	tablet.post("/kiosk/line/act", "ticket", key, "do", "whom", "relation", "妈妈").want(t, "chosen", 200, "打给 妈妈")
	s.Set(func(settings *school.Settings) { settings.Rules = map[school.Rule]int{school.RulePhoneDial: 1} })
	tablet.get("/kiosk/line").want(t, "self-dialling", 200, `href="tel:19900000000"`)
	tablet.post("/kiosk/line/act", "ticket", "2026-11-23/000009", "do", "end", "outcome", "spoke").want(t, "another ticket", 409)
	tablet.post("/kiosk/line/act", "ticket", key, "do", "end", "outcome", "interrupted").want(t, "interrupted without a cut", 422)
	tablet.post("/kiosk/line/act", "ticket", key, "do", "jump").want(t, "no such thing", 422)
	tablet.post("/kiosk/line/act", "ticket", key, "do", "end", "outcome", "spoke").want(t, "ended", 200, "大屏叫到你")
	if l, err := s.Phone.Contacts(s.Keeper, school.Class{}); err != nil || l.Reached != 1 {
		t.Errorf("%d have had contact: %v", l.Reached, err)
	}
	if strings.Contains(s.log.String(), "19900000000") || strings.Contains(s.log.String(), s.Code(s.Children[0])) {
		t.Error("the log holds a number or a card")
	}
}

// TestHandOver: a child that cries at the telephone is handed to a counselor, once, and the keeper sees who comes.
func TestHandOver(t *testing.T) {
	s := openSite(t, 2)
	k, p := s.kiosk(), s.as(s.Keeper)
	k.post("/kiosk/scan", "code", s.Code(s.Children[0]))
	k.post("/kiosk/ticket")
	p.post("/phone/call", "line", "1")
	p.get("/phone").want(t, "the button", 200, "请知心屋来")
	for range 2 {
		p.post("/phone/handover", "ticket", "2026-11-23/000001").want(t, "handed over", 303)
	}
	p.get("/phone/queue").want(t, "asked", 200, "告诉知心屋了", s.Children[0].Name)
	p.post("/phone/handover", "ticket", "2026-11-23/000009").want(t, "nobody", 404)
	alarms, err := s.Urgent.Alarms(s.Counselor)
	if err != nil || len(alarms) != 1 || alarms[0].Call.Child != s.Children[0].ID || alarms[0].Call.Place != "亲情室 1 号" {
		t.Fatalf("the counselor hears %+v: %v", alarms, err)
	}
	s.as(s.Counselor).post("/alarm/accept", "call", alarms[0].Call.Key())
	p.get("/phone/queue").want(t, "somebody comes", 200, "王老师 来了")
}
