package main

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestPromotionJourney: a child books, changes and gives up its time; the one in line has it, and hears of it by a tap at
// the next scan, at a kiosk of another room.
func TestPromotionJourney(t *testing.T) {
	s, d := openSchool(t, "-children", "40"), openDesk(t)
	// One counselor with two talks a day, two days ahead, the other without any: made by the browser like a counselor does.
	for login, hours := range map[string]string{"wang": "23:00-23:40", "li": ""} {
		c := s.logIn(login)
		fields := []string{"room", "知心屋", "face", "sun", "minutes", "20", "revision", "1"}
		for day := range 7 {
			fields = append(fields, fmt.Sprintf("day%d", day), hours)
		}
		if status, page := c.post("/counselor/plan", fields...); status != 200 {
			t.Fatalf("the plan of %s: %d %.300s", login, status, strip(page))
		}
	}
	kiosk := d.open(1024, 600, s.device("知心屋门口"))
	kiosk.wait("a.room.heart")
	begin := func(i int) {
		t.Helper()
		kiosk.scan(s.Children[i].Card)
		kiosk.wait("[data-visit]")
	}
	look := func(name string) {
		t.Helper()
		for _, m := range eval[[]string](kiosk, misfits) {
			t.Errorf("%s: %s", name, m)
		}
		kiosk.shot("heart-" + name)
	}
	end := func() { t.Helper(); kiosk.tap("好了"); kiosk.wait("a.room.mail") }
	taken := s.client(s.device("图书角")) // fills all but the talk that the journey is about
	fill := func() {
		for i := 5; i < 40; i++ {
			taken.post("/kiosk/scan", "code", s.Children[i].Card)
			page := taken.page("/kiosk/booking")
			if !strings.Contains(page, `name="slot"`) {
				return
			}
			taken.post("/kiosk/booking", "slot", find(t, `name="slot" value="([^"]+)"`, page))
		}
	}

	begin(0)
	look("door-menu")
	kiosk.click("a.room.heart")
	kiosk.wait(".who form button")
	kiosk.tap("别的时间")
	kiosk.tap("明天")
	kiosk.click(".tiles form button")
	kiosk.reads("23:00")
	kiosk.tap("换时间")
	kiosk.tap("别的时间")
	kiosk.tap("明天")
	kiosk.click(".tiles form button")
	kiosk.reads("23:20")
	kiosk.reads("约好了")
	end()
	fill()

	begin(1)
	kiosk.click("a.room.heart")
	kiosk.reads("约满了")
	look("full")
	kiosk.tap("排队等")
	kiosk.reads("你在排队等")
	look("waiting")
	end()

	begin(0)
	kiosk.click("a.room.heart")
	kiosk.tap("不去了")
	kiosk.tap("不去了") // sure
	kiosk.reads("找老师说说话")
	kiosk.tap("结束")

	hall := d.open(1024, 600, s.device("女生楼门厅"))
	hall.wait("a.room.dorm")
	hall.scan(s.Children[1].Card)
	hall.reads("你有一条消息")
	hall.shot("heart-roll-news")
	for _, m := range eval[[]string](hall, misfits) {
		t.Errorf("roll with a message: %s", m)
	}
	if eval[bool](hall, `document.body.innerText.includes("23:20")`) {
		t.Error("the message says its time before it was tapped")
	}
	hall.tap("你有一条消息")
	hall.reads("等到了")
	hall.reads("明天 23:20")
	for _, m := range eval[[]string](hall, misfits) {
		t.Errorf("a message: %s", m)
	}
	hall.shot("heart-news")
	hall.tap("知道了")
	hall.wait("a.room.dorm")
	hall.scan(s.Children[1].Card)
	hall.wait("[data-visit]")
	if eval[bool](hall, `document.body.innerText.includes("你有一条消息")`) {
		t.Error("an opened message is told again")
	}

	door := d.open(1280, 800, s.device("知心屋门牌"))
	door.reads("王老师")
	door.shot("heart-door")
	if eval[bool](door, `document.body.innerText.includes("李老师")`) {
		t.Error("the door shows a counselor without hours")
	}
	const names = `document.body.innerText.includes(%q) || document.body.innerText.includes(%q)`
	if eval[bool](door, fmt.Sprintf(names, s.Children[0].Name, s.Children[1].Name)) {
		t.Error("the door names a child")
	}

	// The counselor moves it without dragging: a list of times, one tap.
	tablet := d.login(s, "wang")
	tablet.tap("明天")
	tablet.reads(s.Children[1].Name)
	tablet.shot("heart-day")
	slot := eval[string](tablet, fmt.Sprintf(`[...document.querySelectorAll(".slot")].find((e) => e.textContent.includes(%q))
		.querySelector("a[href*=move]").getAttribute("href")`, s.Children[1].Name))
	tablet.do(chromedp.Navigate(s.url + slot))
	tablet.reads("换到什么时候")
	tablet.shot("heart-times")
	tablet.click("details.times[open] .pick button")
	tablet.reads("一周")
	kiosk.scan(s.Children[1].Card)
	kiosk.tap("你有一条消息")
	kiosk.reads("时间换了")
	look("moved")
}

// TestUrgentJourney: two taps without a card; two tablets and a bell sound; the first who goes is named to the child and to
// the second.
func TestUrgentJourney(t *testing.T) {
	s, d := openSchool(t, "-children", "40"), openDesk(t)
	kiosk := d.open(1024, 600, s.device("男生楼门厅"))
	kiosk.wait("a.room.dorm")
	kiosk.tap("我需要帮助")
	kiosk.tap("我现在想找老师")
	kiosk.reads("现在没有老师看着屏幕")
	kiosk.reads("德育处办公室")
	kiosk.reads("12356")
	kiosk.shot("heart-urgent-alone")

	first := d.login(s, "wang")
	bell := d.open(1280, 800, s.device("值班铃"))
	first.reads("有孩子想现在就见大人")
	bell.reads("有孩子想现在就见大人")
	bell.shot("heart-bell")
	kiosk.reads("就在这里等")
	if eval[bool](kiosk, `document.body.innerText.includes("没有老师")`) {
		t.Error("the child is still told that nobody is there")
	}
	second := d.login(s, "li")
	second.do(chromedp.Navigate(s.url + "/counselor/plan")) // a page that is not live by itself
	second.reads("有孩子想现在就见大人")
	second.click("main h2") // browsers play nothing before the first touch
	second.eventually("a sound", `Number(document.body.dataset.rang) > 0`)
	second.shot("heart-alarm")
	first.click("#alarm .btn")
	first.reads("你正在去")
	kiosk.reads("王老师正在来")
	kiosk.shot("heart-urgent-coming")
	bell.reads("现在没有孩子在叫")
	second.gone("[data-ring]")

	// Whoever taps in the same moment is told who was first.
	again := d.open(1024, 600, s.device("图书角"))
	again.wait("a.room.mail")
	again.scan(s.Children[3].Card)
	again.wait("[data-visit]")
	again.tap("我需要帮助")
	again.tap("我现在想找老师")
	second.reads(s.Children[3].Name)
	if eval[bool](again, fmt.Sprintf(`document.getElementById("screen").innerText.includes(%q)`, s.Children[3].Name)) {
		t.Error("the people behind read who asked")
	}
	call := eval[string](second, `document.querySelector("#alarm input[name=call]").value`)
	if status, _ := s.logIn("li").post("/alarm/accept", "call", call); status != 200 {
		t.Fatalf("accept: %d", status)
	}
	eval[bool](first, fmt.Sprintf(`(() => {
		const body = new URLSearchParams({ call: %q });
		fetch("/alarm/accept", { method: "POST", headers: { "HX-Request": "true" }, body })
			.then((r) => r.text()).then((t) => { window.told = t; });
		return true;
	})()`, call))
	first.eventually("who was first", `(window.told || "").includes("李老师 已经去了")`)
	second.reads("你正在去")
	again.reads("李老师正在来")
	first.click("#alarm .btn")
	kiosk.reads("老师来了")
	first.do(chromedp.Navigate(s.url + "/duty"))
	first.reads("见到了")
	first.shot("heart-duty")
}

// TestInvitationJourney: a class teacher proposes a child, a counselor offers a time, the child sees it at its next scan
// and says no; nobody but the counselors learns that.
func TestInvitationJourney(t *testing.T) {
	s, d := openSchool(t, "-children", "40"), openDesk(t)
	child := s.Children[0] // of class 1(1)
	teacher := d.login(s, "class11")
	teacher.tap("请知心屋看看")
	teacher.eventually("the children", `document.querySelectorAll("select[name=child] option").length > 1`)
	eval[bool](teacher, fmt.Sprintf(`(() => {
		document.querySelector("select[name=child]").value = %q;
		document.querySelector("input[value=quiet]").click();
		return true;
	})()`, child.ID))
	teacher.do(chromedp.SendKeys(chromedp.CSS("textarea"), "三天没有和人说话"))
	teacher.shot("heart-refer")
	teacher.click("main .form .btn")
	teacher.reads("收到了")

	tablet := d.login(s, "wang")
	tablet.reads("有 1 个孩子")
	tablet.shot("heart-today")
	tablet.tap("去看看")
	tablet.reads("三天没有和人说话")
	tablet.shot("heart-referrals")
	tablet.tap("请孩子来")
	tablet.reads("孩子下次刷卡会看到邀请")
	tablet.click("details.times[open] .pick form:last-child button")
	tablet.reads("邀请了，等孩子回答")
	tablet.shot("heart-week")
	teacher.do(chromedp.Navigate(s.url + "/refer"))
	teacher.reads("知心屋接了")

	kiosk := d.open(1024, 600, s.device("亲情室门口")) // offers no booking at all
	kiosk.wait("a.room.phone")
	kiosk.scan(child.Card)
	kiosk.tap("你有一条消息")
	kiosk.reads("老师请你来坐坐")
	for _, m := range eval[[]string](kiosk, misfits) {
		t.Errorf("invitation: %s", m)
	}
	kiosk.shot("heart-invitation")
	kiosk.tap("不想去")
	kiosk.wait("button.room.phone")
	tablet.do(chromedp.Navigate(s.url + "/counselor/week"))
	tablet.reads("还没有人约")
	teacher.do(chromedp.Navigate(s.url + "/refer"))
	teacher.reads("还没谈成，知心屋再安排")
	tablet.do(chromedp.Navigate(s.url + "/counselor/referrals"))
	tablet.reads("请过，没谈成")
	head := d.login(s, "head")
	head.do(chromedp.Navigate(s.url + "/counselor/referrals"))
	head.reads("你不能看这一页")
}

// TestNoteSurvivesKill: what the page says is saved is there after kill -9, and what is not, the page says so and saves as
// soon as there is a server again, before anybody has unlocked anything.
func TestNoteSurvivesKill(t *testing.T) {
	d := openDesk(t)
	bin, dir := buildProgram(t), t.TempDir()
	srv := startProgram(t, bin, dir, "127.0.0.1:0")
	tablet := d.login(srv.running, "wang")
	unlock := func() {
		t.Helper()
		tablet.wait("input[name=passphrase]")
		tablet.do(chromedp.SendKeys(chromedp.CSS("input[name=passphrase]"), password("wang")+"\r"))
	}
	child := srv.Children[0]
	tablet.do(chromedp.Navigate(srv.url+"/counselor/find"), chromedp.SendKeys(chromedp.CSS("input[name=q]"), child.Card+"\r"))
	tablet.reads(child.Name)
	tablet.tap("写记录")
	unlock()
	tablet.wait("textarea[name=words]")
	tablet.shot("heart-note-empty")
	const saved, typed = "他说晚上睡不着，想妈妈", "。周五再见一次"
	tablet.do(chromedp.SendKeys(chromedp.CSS("textarea[name=words]"), saved))
	tablet.reads("草稿存于")
	srv.kill()
	tablet.do(chromedp.SendKeys(chromedp.CSS("textarea[name=words]"), typed))
	tablet.reads("还没有存上")
	tablet.shot("heart-note-offline")
	addr, _ := url.Parse(srv.url)
	again := startProgram(t, bin, dir, addr.Host)
	tablet.reads("草稿存于")
	again.kill()
	last := startProgram(t, bin, dir, addr.Host)
	tablet.do(chromedp.Reload())
	unlock()
	tablet.wait("textarea[name=words]")
	if got := eval[string](tablet, `document.querySelector("textarea[name=words]").value`); got != saved+typed {
		t.Errorf("after two kills: %q", got)
	}
	tablet.tap("有危险")
	tablet.eventually("the template", `document.querySelector("textarea[name=plan]").value.includes("危机步骤")`)
	tablet.tap("存成记录")
	tablet.reads("孩子的原话")
	tablet.reads(saved)
	tablet.shot("heart-note")
	tablet.tap("更正")
	tablet.do(chromedp.SendKeys(chromedp.CSS("textarea[name=words]"), "（更正）"))
	tablet.reads("草稿存于")
	tablet.tap("存成记录")
	tablet.reads("以前的写法")
	last.kill()
	checkData(t, dir)
}
