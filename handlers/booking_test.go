package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
	"zhixinwu/views"
)

// TestLoser: the loser of a race for a slot gets what is still free, not an error page.
func TestLoser(t *testing.T) {
	s := openSite(t, 4)
	slot := "2026-11-23/1200/" + s.Counselor.ID()
	for i, want := range []int{200, 409} {
		k := s.kiosk()
		k.post("/kiosk/scan", "code", s.Code(s.Children[i]))
		got := k.post("/kiosk/booking", "slot", slot)
		got.want(t, fmt.Sprint("child ", i), want)
		if i == 1 {
			got.want(t, "the loser", 409, "刚刚被约走", "12:20", `name="slot"`)
		}
	}
}

// TestRivals: two, eight and sixty-four children book one slot at once over HTTP. One has it; every other is shown what is
// still free, and takes it.
func TestRivals(t *testing.T) {
	s := openSite(t, 64)
	kiosks := make([]*client, 64)
	for i := range kiosks {
		kiosks[i] = s.kiosk()
		kiosks[i].post("/kiosk/scan", "code", s.Code(s.Children[i]))
	}
	offered := regexp.MustCompile(`name="slot" value="([^"]+)"`)
	for round, rivals := range []int{2, 8, 64} {
		slot := fmt.Sprintf("2026-11-2%d/1200/%s", 4+round, s.Counselor.ID())
		answers := make([]answer, rivals)
		var wg sync.WaitGroup
		for i := range rivals {
			wg.Go(func() { answers[i] = kiosks[i].post("/kiosk/booking", "slot", slot) })
		}
		wg.Wait()
		won := 0
		for i, a := range answers {
			switch {
			case a.status == 200 && strings.Contains(strip(a.body), "约好了"):
				won++
			case a.status != 409 || offered.FindString(a.body) == "" || !strings.Contains(strip(a.body), "刚刚被约走"):
				t.Errorf("%d rivals, child %d: %d %.200s", rivals, i, a.status, strip(a.body))
			}
		}
		if won != 1 {
			t.Errorf("%d of %d won", won, rivals)
		}
		for i := range rivals {
			kiosks[i].post("/kiosk/booking/cancel")
		}
	}
}

func strip(page string) string {
	return regexp.MustCompile(`<rt>[^<]*</rt>|<[^>]*>`).ReplaceAllString(page, "")
}

// TestSlotBeginsMeanwhile: a page that was open too long leads to what is still free.
func TestSlotBeginsMeanwhile(t *testing.T) {
	s := openSite(t, 2)
	s.Clock.Pass(2*time.Hour - 10*time.Second)
	k := s.kiosk()
	k.post("/kiosk/scan", "code", s.Code(s.Children[0]))
	slot := "2026-11-23/1200/" + s.Counselor.ID()
	k.get("/kiosk/booking").want(t, "ten seconds before", 200, slot)
	s.Clock.Pass(10 * time.Second)
	k.post("/kiosk/booking", "slot", slot).want(t, "as it begins", 409, "已经过了", "2026-11-23/1220/"+s.Counselor.ID())
}

// TestNewsAnywhere: a message waits at a kiosk that offers nothing but the roll; the menu says only that there is one, and
// the invitation is answered there.
func TestNewsAnywhere(t *testing.T) {
	s := openSite(t, 4)
	slot := "2026-11-24/1240/" + s.Counselor.ID()
	s.as(s.Counselor).post("/counselor/invite", "child", s.Children[0].ID, "slot", slot, "referral", "0").want(t, "invite", 303)
	hall := s.client(deviceCookie, s.Browser(s.Hall))
	menu := hall.post("/kiosk/scan", "code", s.Code(s.Children[0]))
	menu.want(t, "menu", 200, "你有一条消息")
	for _, told := range []string{"王老师", "12:40", "请你来"} {
		if strings.Contains(strip(menu.body), told) {
			t.Errorf("the people behind read %q", told)
		}
	}
	hall.post("/kiosk/news").want(t, "message", 200, "老师请你来坐坐", "明天 12:40", "王老师", "不想去")
	hall.post("/kiosk/booking/yes", "slot", slot).want(t, "yes", 200, "约好了")
	hall.post("/kiosk/booking/yes", "slot", slot).want(t, "yes again", 200, "约好了")
	if again := hall.post("/kiosk/scan", "code", s.Code(s.Children[0])); strings.Contains(strip(again.body), "你有一条消息") {
		t.Error("an answered invitation is told again")
	}
	hall.post("/kiosk/booking/no", "slot", slot).want(t, "not after all", 200)
	hall.post("/kiosk/scan", "code", s.Code(s.Children[1])).want(t, "another child", 200)
	hall.post("/kiosk/news").want(t, "no message", 200, "你想做什么")
}

// TestWaitingAndChange: a full room offers the line; what another gives up is told at the next scan; a change keeps the old
// time when the new one is gone.
func TestWaitingAndChange(t *testing.T) {
	s := openSite(t, 4)
	settings, err := s.Store.Settings()
	if err != nil {
		t.Fatal(err)
	}
	settings.Rules = map[school.Rule]int{school.RuleBookingDays: 1}
	if err := s.SetSettings(s.Admin, settings); err != nil {
		t.Fatal(err)
	}
	c := s.as(s.Counselor)
	plan := []string{"room", "知心屋", "face", "sun", "minutes", "30", "day1", "12:00-13:00"}
	c.post("/counselor/plan", append(plan, "revision", "1")...).want(t, "plan", 303)
	plan = append(plan, "revision", "2")
	c.post("/counselor/plan", append(plan, "day2", "中午")...).want(t, "a plan that cannot be read", 422, "时间看不懂", "中午")
	c.post("/counselor/plan", append(plan, "groups", "星期一 12:30-13:30 圆圈 8")...).want(t, "a circle over a talk", 422, "重叠", "圆圈")
	first, second := "2026-11-23/1200/"+s.Counselor.ID(), "2026-11-23/1230/"+s.Counselor.ID()
	kiosk := func(i int) *client {
		k := s.kiosk()
		k.post("/kiosk/scan", "code", s.Code(s.Children[i]))
		return k
	}
	a, b, w := kiosk(0), kiosk(1), kiosk(2)
	a.post("/kiosk/booking", "slot", first).want(t, "first", 200, "约好了")
	b.post("/kiosk/booking", "slot", second).want(t, "second", 200, "约好了")
	a.post("/kiosk/booking/change", "from", first, "slot", second).want(t, "change to what is gone", 409, "刚刚被约走")
	a.get("/kiosk/booking").want(t, "the old time stays", 200, "12:00")
	w.get("/kiosk/booking").want(t, "full", 200, "约满了", "排队等")
	w.post("/kiosk/booking/wait", "counselor", s.Counselor.ID()).want(t, "in line", 200, "你在排队等", "王老师")
	w.get("/kiosk/booking").want(t, "still in line", 200, "你在排队等")
	c.get("/counselor").want(t, "the counselor sees the line", 200, s.Children[2].Name, "等 王老师")
	b.post("/kiosk/booking/cancel", "slot", second).want(t, "given up", 200)
	w.post("/kiosk/scan", "code", s.Code(s.Children[2])).want(t, "the next scan", 200, "你有一条消息")
	w.post("/kiosk/news").want(t, "promoted", 200, "等到了", "12:30")
}

// TestUrgentOverHTTP: any kiosk, with a card or without; honest while nobody is there; the second is told who was first.
func TestUrgentOverHTTP(t *testing.T) {
	s := openSite(t, 2)
	hall := s.client(deviceCookie, s.Browser(s.Hall))
	hall.get("/kiosk").want(t, "home", 200, "110", "12355", "12356")
	hall.get("/kiosk/help").want(t, "first tap", 200, "我现在想找老师", "110", "12355", "12356")
	got := hall.post("/kiosk/now")
	got.want(t, "second tap, nobody there", 200, "现在没有老师看着屏幕", "老师办公室", "12356")
	call := regexp.MustCompile(`/kiosk/now\?call=([^"]+)"`).FindStringSubmatch(got.body)
	if call == nil {
		t.Fatal("the screen does not look after its answer")
	}
	u, asked, err := s.Urgent.AskedAt(s.Hall)
	if err != nil || !asked {
		t.Fatalf("no call waits at the kiosk: %v", err)
	}
	if again := hall.post("/kiosk/now"); !strings.Contains(again.body, call[1]) {
		t.Error("a second tap is a second call")
	}
	c, other := s.as(s.Counselor), s.as(s.Colleague)
	c.get("/alarm").want(t, "the tablet", 200, "试验角", "没有刷卡", "data-ring")
	hall.get("/kiosk/now?call="+call[1], "HX-Request", "true").want(t, "somebody is there now", 200, "就在这里等")
	fragment := func(c *client, path string) answer {
		return c.send(http.MethodPost, path, url.Values{"call": {u.Key()}}.Encode(), "HX-Request", "true")
	}
	fragment(c, "/alarm/accept").want(t, "accept", 200, "你正在去")
	fragment(other, "/alarm/accept").want(t, "the second", 409, "王老师 已经去了。")
	fragment(s.client(deviceCookie, s.Browser(s.Bell)), "/board/duty/accept").want(t, "the bell", 409, "王老师 已经去了。")
	hall.get("/kiosk/now?call="+call[1], "HX-Request", "true").want(t, "the child", 200, "王老师", "正在来")
	s.kiosk().get("/kiosk/now?call="+call[1]).want(t, "another kiosk", 404)
	fragment(c, "/alarm/met").want(t, "met", 200)
	hall.get("/kiosk/now?call="+call[1], "HX-Request", "true").want(t, "met", 200, "老师来了")
	s.as(s.Head).get("/duty").want(t, "the calls", 200, "见到了", "王老师")
	if page := s.as(s.Admin).get("/duty"); page.status != 200 || strings.Contains(page.body, "见到了") {
		t.Errorf("the administrator's duty page: %d", page.status)
	}
	hall.get("/kiosk/now?call=rubbish").want(t, "rubbish", 404)
	fragment(c, "/alarm/back").want(t, "too late", 409, "不能这样改")
}

// TestNotesAreTheCounselors: everybody else gets 403, by the route and by the child.
func TestNotesAreTheCounselors(t *testing.T) {
	s := openSite(t, 2)
	child := s.Children[0].ID
	c := s.as(s.Counselor)
	c.get("/counselor/notes/"+child).want(t, "locked", 200, "用口令打开")
	begun := c.post("/counselor/notes/" + child + "/begin")
	begun.want(t, "begin", 303)
	to := begun.header.Get("Location")
	c.post("/counselor/notes/"+child+"/draft", "note", "1", "words", "外婆病了，没有人说话").want(t, "a draft needs no passphrase", 200, "10:00:00")
	c.post("/counselor/notes/unlock", "passphrase", "wrong wrong", "on", to).want(t, "wrong", 422, "口令不对")
	unlock := func(on string) answer {
		return c.post("/counselor/notes/unlock", "passphrase", storetest.Password, "on", on)
	}
	if got := unlock(to); got.status != 303 || got.header.Get("Location") != to {
		t.Fatalf("unlock: %d to %s", got.status, got.header.Get("Location"))
	}
	if got := unlock("https://evil.example/"); got.header.Get("Location") != "/counselor/notes" {
		t.Errorf("led away to %s", got.header.Get("Location"))
	}
	c.get(to).want(t, "open", 200, "外婆病了，没有人说话", "/counselor/guide")
	c.post("/counselor/notes/"+child+"/keep", "note", "1", "words", "x", "next", "someday").want(t, "no such day", 422, "看不懂", "someday")
	c.post("/counselor/notes/"+child+"/keep", "note", "1", "words", "外婆病了").want(t, "keep", 303)
	c.get("/counselor/guide").want(t, "guide", 200, "110", "第十一条")
	for _, a := range []school.Actor{s.Admin, s.Head, s.Office, s.Teacher, s.Colleague} {
		o, name := s.as(a), a.Staff.Login
		for _, path := range []string{"/begin", "/draft", "/keep", "/reader"} {
			got := o.post("/counselor/notes/"+child+path, "note", "1", "words", "x", "staff", a.ID())
			if got.status != 403 && !(name == "colleague" && path == "/begin" && strings.Contains(got.body, views.SentenceOf("note.key"))) {
				t.Errorf("%s posts %s: %d", name, path, got.status)
			}
		}
		if got := o.get("/counselor/notes/" + child); strings.Contains(got.body, "外婆") || name != "colleague" && got.status != 403 {
			t.Errorf("%s reads: %d", name, got.status)
		}
	}
	c.post("/counselor/notes/lock")
	c.get(to).want(t, "locked again", 200, "用口令打开")
}

// TestFeedAndDoor: a calendar and a door display without a name in them.
func TestFeedAndDoor(t *testing.T) {
	s := openSite(t, 2)
	k := s.kiosk()
	k.post("/kiosk/scan", "code", s.Code(s.Children[0]))
	k.post("/kiosk/booking", "slot", "2026-11-23/1200/"+s.Counselor.ID(), "topic", "family")
	page := s.as(s.Counselor).post("/counselor/plan/feed")
	page.want(t, "link", 200, "/feed/")
	link := regexp.MustCompile(`/feed/[0-9a-f]+\.ics`).FindString(page.body)
	feed := s.client().get(link)
	feed.want(t, "feed", 200, "BEGIN:VEVENT", "DTSTART:20261123T040000Z", "DTEND:20261123T042000Z")
	if feed.header.Get("Content-Type") != "text/calendar; charset=utf-8" ||
		strings.Count(feed.body, "\r\n") != strings.Count(feed.body, "\n") {
		t.Errorf("not a calendar: %v", feed.header)
	}
	s.client().get("/feed/0123456789abcdef.ics").want(t, "a guessed link", 404, "失效")
	s.Clock.Pass(2*time.Hour + time.Minute)
	c := s.as(s.Counselor)
	c.post("/counselor/start", "slot", "2026-11-23/1200/"+s.Counselor.ID())
	door := s.client(deviceCookie, s.Browser(s.Sign)).get("/board/door")
	door.want(t, "door", 200, "王老师", "有人", "12:20")
	slip := c.get("/counselor/slip?slot=2026-11-23/1200/" + s.Counselor.ID())
	slip.want(t, "slip", 200, "准许 12:00–12:20")
	s.as(s.Head).post("/admin/audit", "name", s.Children[0].Name).want(t, "the audit", 200, "打印小条")
	for _, name := range []string{s.Children[0].Name, s.Children[0].Short(), "family", "家里"} {
		if strings.Contains(feed.body, name) || strings.Contains(door.body, name) {
			t.Errorf("%q stands in the feed or on the door", name)
		}
	}
	if strings.Contains(s.log.String(), strings.TrimSuffix(strings.TrimPrefix(link, "/feed/"), ".ics")) {
		t.Error("the log holds the secret link")
	}
	if main := regexp.MustCompile(`(?s)<main.*</main>`).FindString(slip.body); strings.Contains(strip(main), "知心屋") {
		t.Errorf("the slip says where: %s", strip(main))
	}
}
