package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"zhixinwu/store/school"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// TestBadInput: each gets a 4xx with a sentence, and nothing is stored.
func TestBadInput(t *testing.T) {
	s := openSite(t, 4)
	k := s.kiosk()
	code := s.Code(s.Children[0])
	long := strings.Repeat("长", 30_000)
	k.post("/kiosk/scan").want(t, "no code", 422, "没有读全")
	k.post("/kiosk/scan", "code", "12").want(t, "short", 422, "没有读全")
	k.post("/kiosk/scan", "code", long).want(t, "long", 422, "没有读全")
	k.post("/kiosk/scan", "code", "\xff\xfe").want(t, "broken UTF-8", 422, "没有读全")
	k.post("/kiosk/scan", "code", "123456789012345678").want(t, "check digit", 422, "有一个数字不对")
	k.post("/kiosk/scan", "code", "000000000000000098").want(t, "stranger", 404, "不认识这张卡")
	k.post("/kiosk/ticket").want(t, "nobody signed in", 401, "请先刷卡")
	k.post("/kiosk/booking", "slot", "x").want(t, "nobody signed in", 401, "请先刷卡")

	k.post("/kiosk/scan", "code", code).want(t, "scan", 200, "小一")
	k.post("/kiosk/ticket", "visit", "somebody else's page").want(t, "an old page", 409, "这一页是以前的")
	k.post("/kiosk/booking").want(t, "no slot", 404, "没有这个时间")
	k.post("/kiosk/booking", "slot", "rubbish").want(t, "rubbish slot", 404, "没有这个时间")
	k.post("/kiosk/booking", "slot", long).want(t, "long slot", 422, "填的内容不对")
	k.post("/kiosk/booking", "slot", "2026-11-23/1200/"+s.Counselor.ID(), "topic", "war").want(t, "topic", 422, "请点一张图")
	k.get("/kiosk/booking/days?counselor=nobody").want(t, "unknown counselor", 404)
	k.get("/kiosk/booking/topic?slot=rubbish").want(t, "rubbish slot", 404)
	if _, on, _ := s.Phone.TicketOf(s.Children[0].ID); on {
		t.Error("a ticket was stored")
	}

	const typed = "这句话要留在纸上"
	k.post("/kiosk/letter", "kind", "poem", "text", typed).want(t, "unknown kind", 422, "请选写字", typed)
	k.post("/kiosk/letter", "kind", "text", "text", typed, "mood", "joy").want(t, "unknown mood", 422, "请点一张脸", typed)
	k.post("/kiosk/letter", "kind", "text", "text", "  ").want(t, "empty", 422, "纸上还是空的")
	k.post("/kiosk/letter", "kind", "text", "text", typed+strings.Repeat("长", 2000)).want(t, "too long", 422, "太长了", typed)
	k.post("/kiosk/letter", "kind", "drawing", "drawing", `{"a":1}`).want(t, "not strokes", 422, "没有传好")
	k.post("/kiosk/letter", "kind", "drawing", "drawing", `[[[5000,1]]]`).want(t, "off the sheet", 422, "没有传好")
	k.post("/kiosk/letter").want(t, "nothing", 422, "请选写字")
	k.post("/kiosk/reply").want(t, "no code", 422, "四张图")
	k.post("/kiosk/reply", "code", "star-boat-apple-fish-0000").want(t, "unknown code", 404, "没有找到这封信")
	k.post("/kiosk/letter/check", "shown", "x", "code", "y").want(t, "no code to check", 422)
	if letters, _ := s.Mail.Letters(s.Counselor); len(letters) > 0 {
		t.Error("a letter was stored")
	}

	c := s.as(s.Counselor)
	c.post("/counselor/mailbox/unlock", "passphrase", "wrong passphrase").want(t, "passphrase", 422, "口令不对")
	c.post("/counselor/letters/unknown", "text", "x").want(t, "locked", 403, "信箱锁着")
	c.post("/counselor/arrived", "slot", "x").want(t, "unknown slot", 404, "没有这个时间")
	p := s.as(s.Keeper)
	p.post("/phone/call", "line", "9").want(t, "unknown line", 404, "没有这条电话")
	p.post("/phone/call", "line", "1").want(t, "empty queue", 409, "现在没有人在等")
	p.post("/phone/start", "ticket", "2026-11-23/000001").want(t, "unknown ticket", 404, "没有这个号")
	p.post("/phone/end", "ticket", "2026-11-23/000001", "outcome", "spoke").want(t, "unknown ticket", 404, "没有这个号")
	a := s.as(s.Admin)
	account := func(login, password string, more ...string) answer {
		return a.post("/admin/staff", append([]string{"name", "新老师", "login", login, "password", password}, more...)...)
	}
	account("Bad Login!", "long enough", "roles", "gate").want(t, "login", 422, "用户名要用", "新老师")
	account("new", "short", "roles", "gate").want(t, "password", 422, "密码要")
	account("gate", "long enough", "roles", "gate").want(t, "taken", 409, "已经有人用了")
	account("new", "long enough", "roles", "teacher", "classes", "三(2)班 高一班").
		want(t, "class", 422, "班级看不懂", "三(2)班 高一班")
	a.post("/admin/staff/end", "staff", s.Admin.ID()).want(t, "last administrator", 409, "最后一位管理员")
	a.post("/admin/staff/end", "staff", "nobody").want(t, "unknown account", 404)
	account("new", "long enough", "roles", "teacher", "roles", "dorm", "classes", "三(2)班、0901班", "buildings", "01").
		want(t, "right", 200, "第一次的密码", "long enough")
	a.get("/admin/staff").want(t, "the new account", 200, "新老师", "九(1)班", "1号楼")
	a.post("/admin/devices", "name", "新设备", "place", "某处", "offers", "coffee").want(t, "offer", 403, "新设备")
	s.client().post("/login").want(t, "empty login", 401, "用户名或密码不对")
	s.client().post("/login", "login", long[:9000], "password", long[:9000]).want(t, "long login", 401, "用户名或密码不对")
	s.client().post("/setup/unknown", "school", "学校").want(t, "dead link", 404, "这个设置链接")
	s.client().get("/enroll/unknown").want(t, "dead link", 404, "这个登记链接")
	s.client().get("/nowhere").want(t, "nowhere", 404, "没有找到")
	s.client().send(http.MethodDelete, "/kiosk", "").want(t, "method", 405, "这样打不开")
}

// TestErrorsToFragments: htmx gets the sentence alone, sent to the place for it; an unknown error shows a reference only.
func TestErrorsToFragments(t *testing.T) {
	s := openSite(t, 2)
	got := s.as(s.Keeper).get("/admin", "HX-Request", "true")
	got.want(t, "forbidden", 403, "你不能看这一页。")
	if got.header.Get("HX-Retarget") != "#say" || strings.Contains(got.body, "<html") {
		t.Errorf("not a sentence for its place: %v %s", got.header, got.body)
	}
	got = s.client().get("/phone/queue", "HX-Request", "true")
	if got.header.Get("HX-Redirect") != "/login" {
		t.Errorf("an ended session does not lead to the login: %v", got.header)
	}
	k := s.kiosk()
	s.Close()
	got = k.get("/kiosk")
	s.Start()
	ref := regexp.MustCompile(`<b>([0-9a-f]{6})</b>`).FindStringSubmatch(got.body)
	if got.status != 500 || ref == nil || strings.Contains(got.body, "kv") || !strings.Contains(s.log.String(), "reference="+ref[1]) {
		t.Errorf("status %d, page %s, log %s", got.status, got.body, s.log)
	}
	if got.header.Get("Content-Security-Policy") == "" || got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("headers of an error page: %v", got.header)
	}
}

// TestRetry: a page comes back with a sentence for what somebody can change, and never for an error nobody foresaw.
func TestRetry(t *testing.T) {
	shown := errors.New("shown")
	show := func(status int, say string) error {
		if status != http.StatusNotFound || say != views.SentenceOf("not-found") {
			t.Errorf("%d %q", status, say)
		}
		return shown
	}
	if err := retry(fmt.Errorf("wrapped: %w", school.ErrNotFound), show); err != shown {
		t.Errorf("the page did not come back: %v", err)
	}
	if disk := errors.New("disk full"); retry(disk, show) != disk {
		t.Error("an error nobody foresaw did not go on to the error handler")
	}
}

// TestPanic: the log names the place where a handler panicked, which is what whoever mends it asks first.
func TestPanic(t *testing.T) {
	s := openSite(t, 2)
	s.app.Get("/falls", func(*fiber.Ctx) error { return fall() })
	s.client().get("/falls").want(t, "a panic", 500, "出了一点问题")
	if !strings.Contains(s.log.String(), "panic: the floor") || !strings.Contains(s.log.String(), "handlers.fall") {
		t.Errorf("the log: %s", s.log)
	}
}

func fall() error { panic("the floor") }
