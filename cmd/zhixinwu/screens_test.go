package main

import (
	"fmt"
	"testing"
	"time"
	"zhixinwu/store/school"
	"zhixinwu/views"

	"github.com/chromedp/chromedp"
)

// misfits lists what a child could not hit or read on the present screen: controls under 96 px, closer than they may be,
// outside the screen or cut off.
const misfits = `(() => {
	const bad = [], vw = innerWidth, vh = innerHeight;
	const controls = [...document.querySelectorAll("#screen button, #screen a, .idle button")].filter((e) => e.checkVisibility());
	const overlap = (p, q) => p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 1 && q.top < p.bottom - 1;
	for (const e of controls) {
		const r = e.getBoundingClientRect(), name = e.innerText.replace(/\s+/g, "").slice(0, 20) || e.ariaLabel;
		if (r.width < 95.5 || r.height < 95.5) bad.push(name + " is " + Math.round(r.width) + "×" + Math.round(r.height));
		if (r.left < -0.5 || r.top < -0.5 || r.right > vw + 0.5 || r.bottom > vh + 0.5) bad.push(name + " leaves the screen");
	}
	for (const e of document.querySelectorAll("#screen *")) {
		if (!e.checkVisibility() || !e.firstChild || e.closest("svg") || e.matches(".reply, textarea, .sr, .sr *")) continue;
		const r = e.getBoundingClientRect();
		if (r.right > vw + 1 || r.bottom > vh + 1 || r.left < -1 || r.top < -1) {
			bad.push(e.className + " " + e.innerText.slice(0, 12) + " is cut off");
		}
		if (e.scrollWidth > e.clientWidth + 2 && getComputedStyle(e).overflow !== "visible" ) bad.push(e.className + " scrolls sideways");
	}
	for (const a of controls) for (const b of controls) {
		if (a === b || a.contains(b) || b.contains(a)) continue;
		if (overlap(a.getBoundingClientRect(), b.getBoundingClientRect())) {
			bad.push(a.innerText.slice(0, 10) + " overlaps " + b.innerText.slice(0, 10));
		}
	}
	if (!window.spoken) return [...new Set(bad)]; // without a voice there are no ears
	if (![...document.querySelectorAll("#screen [data-listen]")].some((e) => e.checkVisibility())) bad.push("no ear in the foot");
	for (const e of controls.filter((e) => e.matches(".room, .tile") && !e.closest("[data-part]"))) {
		const ear = e.querySelector(".ear"), name = e.innerText.slice(0, 10);
		if (!ear) { bad.push(name + " has no ear"); continue; }
		const box = e.getBoundingClientRect(), hit = ear.getBoundingClientRect(), seen = ear.firstElementChild.getBoundingClientRect();
		if (hit.width < 95.5 || hit.height < 95.5) bad.push("the ear of " + name + " is " + hit.width + "×" + hit.height);
		if (hit.left < box.left - 1 || hit.bottom > box.bottom + 5 || hit.right > box.right + 1 || hit.top < box.top - 1) {
			bad.push("the ear leaves " + name);
		}
		if (hit.width * hit.height > box.width * box.height / 2) bad.push("the ear leaves no room to choose " + name);
		for (const part of e.querySelectorAll(":scope > :not(.ear)")) {
			const range = document.createRange();
			range.selectNodeContents(part);
			if (overlap(seen, part.matches("svg") ? part.getBoundingClientRect() : range.getBoundingClientRect())) {
				bad.push("the ear covers " + (part.innerText || "the drawing") + " of " + name);
			}
		}
	}
	return [...new Set(bad)];
})()`

// TestScreens walks a child through every screen of the kiosk on the three sizes of screens that schools have.
func TestScreens(t *testing.T) {
	d := openDesk(t)
	for i, size := range [][2]int64{{1024, 600}, {1280, 800}, {1920, 1080}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			s := openSchool(t, "-children", "40", "-seed", fmt.Sprint(i+1))
			d := &desk{t, d.ctx}
			k := d.open(size[0], size[1], s.device("图书角"), spoken)
			look := func(name string) {
				t.Helper()
				for _, m := range eval[[]string](k, misfits) {
					t.Errorf("%s: %s", name, m)
				}
				k.shot(fmt.Sprintf("kiosk-%s-%d", name, size[0]))
			}
			k.wait("a.room.mail")
			look("home")
			k.click("a.room.phone")
			k.reads("请刷你的卡")
			look("card")
			k.tap("我来按数字")
			k.wait("[data-pad]")
			k.click(`[data-key="7"]`)
			k.click(`[data-key="4"]`)
			look("pad")
			k.scan("123456789012345678")
			k.reads("有一个数字不对")
			look("misread")
			young := s.child(func(c views.DemoChild) bool { return c.Class == "一(1)班" })
			k.scan(young.Card)
			k.wait("[data-visit]")
			look("menu")
			k.click("button.room.phone")
			k.wait(".ticket .no")
			look("ticket")
			k.tap("一起打")
			k.reads("请兄弟姐妹也刷卡")
			look("together")
			k.scan(s.child(func(c views.DemoChild) bool { return c.Class == "六(1)班" }).Card)
			k.reads("看不出你们是一家")
			look("together-stranger")
			k.tap("回去")
			k.tap("先去上课")
			k.reads("号给你留着")
			look("paused")
			k.tap("好了")
			k.wait("a.room.mail")
			k.scan(young.Card)
			k.reads("1 号留着")
			k.click("button.room.phone")
			k.reads("下一个就是你")
			keeper := s.logIn("zhao")
			for line := range 3 {
				keeper.post("/phone/lines/set", "line", fmt.Sprint(line+1), "out", "1")
			}
			k.tap("不打了")
			k.tap("不打了") // sure
			k.wait("button.room.phone")
			k.click("button.room.phone")
			k.reads("电话都坏了")
			look("closed")
			for line := range 3 {
				keeper.post("/phone/lines/set", "line", fmt.Sprint(line+1), "out", "0")
			}
			tablet := find(t, `<option value="(\d+)">1 号电话旁`, keeper.page("/phone/lines"))
			keeper.post("/phone/lines/set", "line", "1", "out", "0", "device", tablet)
			k.tap("知道了")
			k.wait("a.room.mail")
			k.scan(young.Card)
			k.wait("[data-visit]")
			k.click("a.room.heart")
			k.wait(".who")
			look("counselors")
			k.tap("别的时间")
			k.reads("哪一天")
			look("days")
			k.tap("明天")
			k.reads("几点")
			k.tap("晚一点")
			k.tap("早一点")
			k.eventually("the first times again", `document.querySelector(".tiles form button").textContent.startsWith("00:00")`)
			look("times")
			k.click(".tiles form button")
			k.reads("约好了")
			look("booked")
			k.tap("想说什么事")
			k.reads("不想说")
			look("topics")
			k.tap("同学朋友")
			k.reads("同学朋友")
			look("booked-topic")
			k.tap("换时间")
			k.reads("换到什么时候")
			look("change")
			k.tap("回去")
			k.tap("结束")
			k.wait("a.room.mail")
			old := s.child(func(c views.DemoChild) bool { return c.Class == "六(1)班" })
			k.scan(old.Card)
			k.wait("[data-visit]")
			if eval[int](k, `document.querySelectorAll("#screen rt").length`) != 0 {
				t.Error("pinyin in grade 6")
			}
			look("menu-grade6")
			k.tap("我需要帮助")
			k.reads("12355")
			look("help")
			k.tap("我现在想找老师")
			k.reads("正在叫老师")
			k.wait("#call")
			look("urgent")
			k.tap("不用了")
			k.tap("不用了") // sure
			k.wait("[data-visit]")
			k.tap("我需要帮助")
			k.reads("12355")
			k.tap("知道了")
			k.tap("结束")
			k.click("a.room.mail")
			k.wait(`[data-step="mood"]`)
			look("letter-mood")
			k.click(`[data-value="homesick"]`)
			k.reads("是什么事")
			look("letter-topic")
			k.click(`[data-value="family"]`)
			look("letter-how")
			k.click(`[data-value="drawing"]`)
			k.wait("canvas[data-sheet]")
			k.draw()
			look("letter-draw")
			k.tap("画好了")
			k.wait(`[data-step="urgent"] .tile`)
			look("letter-urgent")
			k.tap("不急")
			k.wait(".digits")
			look("letter-code")
			k.tap("记住了")
			k.wait(".picked")
			look("letter-try")
			k.enter(k.shownCode())
			k.reads("信放好了")
			look("letter-kept")
			k.tap("好了")
			k.tap("看回信")
			k.wait(".picked")
			look("reply-code")
			k.tap("回去")
			k.click("a.room.mail")
			k.wait(`[data-step="mood"]`)
			k.click(`[data-value="happy"]`)
			k.tap("跳过")
			k.click(`[data-value="text"]`)
			k.wait("textarea")
			look("letter-write")
			k.tap("写好了")
			k.tap("不急")
			k.reads("纸上还是空的")
			look("letter-empty")
			k.do(chromedp.KeyEvent("请来"))
			k.tap("写好了")
			k.tap("想，越快越好")
			k.wait(".digits")
			k.reads("你现在安全吗")
			look("letter-called")
			k.tap("不安全")
			k.reads("打110")
			look("letter-unsafe")
			k.tap("记住了")
			k.enter(k.shownCode())
			k.tap("好了")
			k.reads("正在叫老师")
			look("waits")
			k.tap("别的同学用")
			k.wait("a.room.mail")
			look("home-waits")
			k.tap("有人在等老师")
			k.tap("不用了")
			look("withdraw")
			k.tap("不用了")
			k.wait("a.room.mail")
			line := d.open(size[0], size[1], s.device("1 号电话旁"), spoken)
			line.reads("大屏叫到你")
			k.do(chromedp.Navigate(s.url + "/kiosk"))
			k.scan(young.Card)
			k.wait("[data-visit]")
			k.click("button.room.phone")
			k.wait(".ticket .no")
			keeper.post("/phone/call", "line", "1")
			line.reads("请刷你的卡")
			look = func(name string) {
				t.Helper()
				for _, m := range eval[[]string](line, misfits) {
					t.Errorf("line-%s: %s", name, m)
				}
				line.shot(fmt.Sprintf("line-%s-%d", name, size[0]))
			}
			look("called")
			line.scan(young.Card)
			line.reads("打给谁？")
			look("whom")
			time.Sleep(3100 * time.Millisecond) // a rescan before that is the same scan
			line.scan(young.Card)
			line.reads("说上话了吗？")
			look("asked")
			n := d.open(size[0], size[1], s.device("女生楼门厅"), spoken)
			n.wait("a.room.dorm")
			n.shot(fmt.Sprintf("kiosk-dorm-home-%d", size[0]))
			n.scan(young.Card)
			n.reads("签到好了")
			n.shot(fmt.Sprintf("kiosk-dorm-%d", size[0]))
			for _, m := range eval[[]string](n, misfits) {
				t.Errorf("dorm: %s", m)
			}
		})
	}
}

// draw moves a finger over the sheet.
func (tb *tab) draw() {
	tb.t.Helper()
	before := eval[int](tb, `JSON.parse(document.querySelector("form[data-letter]").elements.drawing.value || "[]").length`)
	tb.eventually("a sheet", `document.querySelector("canvas[data-sheet]").getBoundingClientRect().width > 100`)
	box := eval[[]float64](tb, `(() => {
		const r = document.querySelector("canvas[data-sheet]").getBoundingClientRect();
		return [r.left, r.top, r.width, r.height];
	})()`)
	at := func(x, y float64) (float64, float64) { return box[0] + x*box[2], box[1] + y*box[3] }
	tb.drag(at, [][2]float64{{.3, .6}, {.5, .2}, {.7, .6}, {.3, .6}})
	tb.click(`[data-ink="1"]`)
	tb.drag(at, [][2]float64{{.42, .6}, {.42, .8}, {.58, .8}, {.58, .6}})
	if after := eval[int](tb, `JSON.parse(document.querySelector("form[data-letter]").elements.drawing.value).length`); after != before+2 {
		tb.t.Fatalf("%d strokes on the sheet, want %d", after, before+2)
	}
}

// TestStaffScreens opens every staff page on a tablet and on an office PC: nothing leaves the page sideways, and what a
// finger has to hit is at least 44 px.
func TestStaffScreens(t *testing.T) {
	s, d := openSchool(t, "-children", "120"), openDesk(t)
	const wrong = `(() => {
		const bad = [];
		const root = document.documentElement;
		if (root.scrollWidth > innerWidth + 1) bad.push("the page scrolls sideways: " + root.scrollWidth);
		const controls = "main button, nav a, nav button, main a.btn, input:not([type=checkbox]):not([type=hidden]), select, textarea";
		for (const e of document.querySelectorAll(controls)) {
			const r = e.getBoundingClientRect();
			if (e.checkVisibility() && (r.height < 43.5 || r.width < 43.5)) {
				bad.push(e.outerHTML.slice(0, 60) + " is " + Math.round(r.width) + "×" + Math.round(r.height));
			}
			if (e.checkVisibility() && r.right > innerWidth + 1) bad.push(e.outerHTML.slice(0, 60) + " leaves the page");
		}
		return bad;
	})()`
	look := func(tb *tab, name string) {
		t.Helper()
		for _, m := range eval[[]string](tb, wrong) {
			t.Errorf("%s: %s", name, m)
		}
		tb.shot("staff-" + name)
	}
	for path, title := range map[string]string{"/demo": "学生卡", "/login": "登录", "/help": "需要帮助", "/enroll": "登记这台设备", "/nowhere": "没有找到"} {
		tb := d.open(1280, 800, s.url+path)
		tb.reads(title)
		look(tb, "plain-"+path[1:])
	}
	s.fillPhoneRoom()
	for login, pages := range map[string][]string{
		"wang": {"/counselor", "/counselor/week", "/counselor/letters", "/counselor/plan", "/counselor/month", "/counselor/day",
			"/counselor/find", "/counselor/times?child=000001", "/counselor/greetings", "/counselor/referrals", "/counselor/guide",
			"/counselor/notes", "/figures", "/duty"},
		"zhao": {"/phone", "/phone/lines", "/phone/callin", "/phone/contacts", "/phone/contacts?class=%E4%B8%80(1)%E7%8F%AD",
			"/phone/contacts/month?class=%E4%B8%80(1)%E7%8F%AD", "/phone/numbers"},
		"dorm1":   {"/dorm", "/dorm?room=101"},
		"class11": {"/class", "/class/tasks", "/office/verification"},
		"head":    {"/office", "/admin/audit", "/away", "/duty"},
		"gate":    {"/gate"},
		"office": {"/office", "/office/children", "/office/children?q=he&care=away", "/office/children/000001",
			"/office/children/000009", "/office/children/new", "/office/import", "/office/verification", "/office/rollover", "/password"},
		"admin": {"/admin", "/admin/devices/001", "/admin/staff", "/admin/staff/003", "/admin/jobs", "/admin/settings", "/admin/audit",
			"/admin/voice", "/admin/voice?n=20"},
	} {
		tb := d.login(s, login)
		for i, path := range pages {
			for _, size := range [][2]int64{{1024, 768}, {1366, 768}} {
				tb.do(chromedp.EmulateViewport(size[0], size[1]), chromedp.Navigate(s.url+path))
				tb.wait("main")
				look(tb, fmt.Sprintf("%s-%d-%d", login, i, size[0]))
			}
		}
	}
}

// fillPhoneRoom is an evening: talks, a letter, a dead number, one on the line, some who wait, a notice on the board.
func (s *running) fillPhoneRoom() {
	s.t.Helper()
	kiosk, keeper := s.client(s.device("图书角")), s.logIn("zhao")
	for i := range 9 {
		kiosk.post("/kiosk/scan", "code", s.Children[i].Card)
		kiosk.post("/kiosk/ticket")
	}
	for i, outcome := range []string{"spoke", "spoke", "dead-number", "no-answer", ""} {
		_, page := keeper.post("/phone/call", "line", "1")
		ticket := find(s.t, `name="ticket" value="([^"]+)"`, page)
		keeper.post("/phone/whom", "ticket", ticket, "relation", find(s.t, `name="relation" value="([^"]+)"`, page), "phone", "0")
		keeper.post("/phone/start", "ticket", ticket)
		if outcome != "" {
			keeper.post("/phone/end", "ticket", ticket, "outcome", outcome)
		} else if i > 0 {
			keeper.post("/phone/call", "line", "2")
		}
	}
	today := string(school.DayOf(time.Now().UTC()))
	keeper.post("/phone/contacts", "do", "letter", "day", today, "child", s.Children[0].ID, "child", s.Children[5].ID)
	keeper.post("/phone/contacts", "do", "invite", "child", s.Children[6].ID)
	keeper.post("/phone/announce", "text", "今晚八点半停一会儿，请不要走远")
}
