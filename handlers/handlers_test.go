package handlers

import (
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"zhixinwu/store"
	"zhixinwu/store/storetest"
	"zhixinwu/views"
)

// site is the whole program over a school on a real file.
type site struct {
	*storetest.School
	t   *testing.T
	app *fiber.App
	log *strings.Builder
}

func openSite(t *testing.T, children int) *site {
	t.Helper()
	s := &site{School: storetest.Open(t, children), t: t, log: &strings.Builder{}}
	var err error
	s.app, err = New(Config{Store: s.Store, Log: slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Demo: &views.Demo{School: "试验小学"}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// client is one browser: it keeps its cookies.
type client struct {
	*site
	cookies map[string]string
}

func (s *site) client(cookies ...string) *client {
	c := &client{s, map[string]string{}}
	for i := 0; i < len(cookies); i += 2 {
		c.cookies[cookies[i]] = cookies[i+1]
	}
	return c
}

func (s *site) kiosk() *client { return s.client(deviceCookie, s.Browser(s.Kiosk)) }

func (s *site) as(a store.Actor) *client {
	s.t.Helper()
	_, token, err := s.LogIn(a.Staff.Login, storetest.Password, store.Browser{Secret: "browser of " + a.Staff.Login})
	if err != nil {
		s.t.Fatal(err)
	}
	return s.client(staffCookie, token)
}

type answer struct {
	status int
	header http.Header
	body   string
}

func (c *client) send(method, target, form string, header ...string) answer {
	c.t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(form))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	for name, value := range c.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w, err := c.app.Test(r, -1) // as long as it takes
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, target, err)
	}
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, cookie := range w.Cookies() {
		c.cookies[cookie.Name] = cookie.Value
	}
	return answer{w.StatusCode, w.Header, string(body)}
}

func (c *client) get(target string, header ...string) answer {
	c.t.Helper()
	return c.send(http.MethodGet, target, "", header...)
}

// post sends a form of name, value pairs.
func (c *client) post(target string, fields ...string) answer {
	c.t.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return c.send(http.MethodPost, target, form.Encode())
}

func (a answer) want(t *testing.T, what string, status int, texts ...string) {
	t.Helper()
	plain := regexp.MustCompile(`<rt>[^<]*</rt>|<[^>]*>`).ReplaceAllString(a.body, "")
	if a.status != status {
		t.Errorf("%s: status %d, want %d: %.300s", what, a.status, status, strings.Join(strings.Fields(plain), " "))
	}
	for _, text := range texts {
		if !strings.Contains(plain, text) && !strings.Contains(a.body, text) {
			t.Errorf("%s: %q is not on the page: %.300s", what, text, strings.Join(strings.Fields(plain), " "))
		}
	}
}

// TestRoleMatrix calls every route of the table as every role, as nobody and as every device, and compares the answer with
// the group's need. It reads the same table as the server.
func TestRoleMatrix(t *testing.T) {
	s := openSite(t, 4)
	server := &Server{demo: &views.Demo{}}
	callers := []struct {
		name   string
		role   store.Role
		device *store.Device
		client *client
	}{
		{"nobody", "", nil, s.client()},
		{"stranger's cookies", "", nil, s.client(staffCookie, "made up", deviceCookie, "made up")},
		{"kiosk", "", &s.Kiosk, s.kiosk()},
		{"hall", "", &s.Hall, s.client(deviceCookie, s.Browser(s.Hall))},
		{"wall", "", &s.Wall, s.client(deviceCookie, s.Browser(s.Wall))},
		{"door", "", &s.Sign, s.client(deviceCookie, s.Browser(s.Sign))},
		{"duty", "", &s.Bell, s.client(deviceCookie, s.Browser(s.Bell))},
	}
	for _, a := range []store.Actor{s.Admin, s.Head, s.Office, s.Teacher, s.Counselor, s.Keeper, s.Dorm, s.Gate} {
		callers = append(callers, struct {
			name   string
			role   store.Role
			device *store.Device
			client *client
		}{a.Staff.Login, a.Staff.Roles[0], nil, s.as(a)})
	}
	routes, probes := 0, 0
	for _, g := range server.groups() {
		for _, r := range g.routes {
			routes++
			if strings.HasSuffix(r.path, "/events") {
				continue // a stream never ends in app.Test; TestStreamsAreGuarded asks them over a real connection
			}
			for _, c := range callers {
				probes++
				path := strings.NewReplacer(":token", "unknown", ":name", "unknown", ":id", "unknown").Replace(r.path)
				caller := c.client.site.client()
				if path != "/logout" && path != "/lock" { // would end the session of all that follow
					maps.Copy(caller.cookies, c.client.cookies)
				}
				got := caller.send(r.method, path, "")
				allowed := g.need.anyone || g.need.member && c.role != "" || c.device != nil && g.need.allows(*c.device) || c.role != "" && slices.Contains(g.need.roles, c.role)
				refused := got.status == http.StatusForbidden || got.status == http.StatusUnauthorized ||
					got.status == http.StatusSeeOther && got.header.Get("Location") == "/login"
				switch {
				case allowed && refused && !ownWords(path, got):
					t.Errorf("%s may %s %s but got %d: %.200s", c.name, r.method, r.path, got.status, got.body)
				case !allowed && !refused:
					t.Errorf("%s may not %s %s but got %d", c.name, r.method, r.path, got.status)
				case got.status >= 500:
					t.Errorf("%s %s %s: %d", c.name, r.method, r.path, got.status)
				}
			}
		}
	}
	t.Logf("%d routes × %d callers: %d requests", routes, len(callers), probes)
	if routes < 50 || probes < 500 {
		t.Error("the matrix lost its routes")
	}
}

// ownWords: behind the guard, a kiosk without a child, a locked mailbox and the login itself refuse in their own words.
func ownWords(path string, got answer) bool {
	switch {
	case path == "/" || path == "/logout" || path == "/lock" || path == "/kiosk/stay":
		return true
	case strings.HasPrefix(path, "/office/children/unknown"): // a teacher who guesses is not told what exists
		return got.status == http.StatusForbidden
	case path == "/login":
		return strings.Contains(got.body, "用户名或密码不对")
	case strings.HasPrefix(path, "/kiosk/"):
		return strings.Contains(got.body, views.SentenceOf("visit.none")) || strings.Contains(got.body, "<rt>shuā</rt>")
	case strings.HasPrefix(path, "/counselor/notes/"): // a child that the counselor is not named on
		return strings.Contains(got.body, views.SentenceOf("note.reader")) || strings.Contains(got.body, views.SentenceOf("note.locked"))
	case strings.HasPrefix(path, "/counselor/"):
		return strings.Contains(got.body, "信箱锁着")
	}
	return false
}

// TestNoRouteBeside: what the program answers is the table, and a group without a need stops the start.
func TestNoRouteBeside(t *testing.T) {
	s := openSite(t, 2)
	table := map[string]bool{}
	for _, g := range (&Server{demo: &views.Demo{}}).groups() {
		for _, r := range g.routes {
			table[r.method+" "+r.path] = true
		}
	}
	for _, r := range s.app.GetRoutes(true) {
		if r.Path != "/" && !table[r.Method+" "+r.Path] && r.Method != http.MethodHead {
			t.Errorf("a route beside the table: %s %s", r.Method, r.Path)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a group without a need was accepted")
		}
	}()
	(&Server{}).guard(need{})
}

// TestDemoRoutesExistInDemoOnly.
func TestDemoRoutesExistInDemoOnly(t *testing.T) {
	s := openSite(t, 2)
	app, err := New(Config{Store: s.Store, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	s.client().get("/demo").want(t, "demo", 200, "试验小学")
	s.app = app
	s.client().get("/demo").want(t, "no demo", 404)
	s.client().get("/demo.json").want(t, "no demo", 404)
}

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
	if _, on, _ := s.TicketOf(s.Children[0].ID); on {
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
	if letters, _ := s.Letters(s.Counselor); len(letters) > 0 {
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
	a.post("/admin/staff", "name", "新老师", "login", "Bad Login!", "password", "long enough", "roles", "gate").want(t, "login", 422, "用户名要用", "新老师")
	a.post("/admin/staff", "name", "新老师", "login", "new", "password", "short", "roles", "gate").want(t, "password", 422, "密码要")
	a.post("/admin/staff", "name", "新老师", "login", "gate", "password", "long enough", "roles", "gate").want(t, "taken", 409, "已经有人用了")
	a.post("/admin/staff", "name", "新老师", "login", "new", "password", "long enough", "roles", "teacher", "classes", "三(2)班 高一班").want(t, "class", 422, "班级看不懂", "三(2)班 高一班")
	a.post("/admin/staff/end", "staff", s.Admin.ID()).want(t, "last administrator", 409, "最后一位管理员")
	a.post("/admin/staff/end", "staff", "nobody").want(t, "unknown account", 404)
	a.post("/admin/staff", "name", "新老师", "login", "new", "password", "long enough", "roles", "teacher", "roles", "dorm", "classes", "三(2)班、0901班", "buildings", "01").want(t, "right", 200, "第一次的密码", "long enough")
	a.get("/admin/staff").want(t, "the new account", 200, "新老师", "九(1)班", "1号楼")
	a.post("/admin/devices", "name", "新设备", "place", "某处", "offers", "coffee").want(t, "offer", 403, "新设备")
	s.client().post("/login").want(t, "empty login", 401, "用户名或密码不对")
	s.client().post("/login", "login", long[:9000], "password", long[:9000]).want(t, "long login", 401, "用户名或密码不对")
	s.client().post("/setup/unknown", "school", "学校").want(t, "dead link", 404, "这个设置链接")
	s.client().get("/enroll/unknown").want(t, "dead link", 404, "这个登记链接")
	s.client().get("/nowhere").want(t, "nowhere", 404, "没有找到")
	s.client().send(http.MethodDelete, "/kiosk", "").want(t, "method", 405, "这样打不开")
}

// TestMixedChildren: what one child left open cannot act for the next, and a failed scan of another card signs out.
func TestMixedChildren(t *testing.T) {
	s := openSite(t, 4)
	k := s.kiosk()
	visit := func(a answer) string {
		m := regexp.MustCompile(`name="visit" value="([0-9a-f]+)"`).FindStringSubmatch(a.body)
		if m == nil {
			t.Fatalf("no visit on the page: %.300s", a.body)
		}
		return m[1]
	}
	first := visit(k.post("/kiosk/scan", "code", s.Code(s.Children[0])))
	if again := visit(k.post("/kiosk/scan", "code", s.Code(s.Children[0]))); again != first {
		t.Error("a second scan of the same card began another visit")
	}
	second := visit(k.post("/kiosk/scan", "code", s.Code(s.Children[1])))
	k.post("/kiosk/ticket", "visit", first).want(t, "the first child's page", 409)
	k.post("/kiosk/ticket", "visit", second).want(t, "the second child's page", 200, "你是1号")
	if _, on, _ := s.TicketOf(s.Children[0].ID); on {
		t.Error("the first child has a ticket")
	}
	k.post("/kiosk/scan", "code", "123").want(t, "a misread", 422, "小丁", "没有读全")
	k.post("/kiosk/ticket").want(t, "after a misread", 200)
	lost := s.Code(s.Children[2])
	if _, err := s.ReplaceCard(s.Office, s.Children[2].ID); err != nil {
		t.Fatal(err)
	}
	k.post("/kiosk/scan", "code", lost).want(t, "a replaced card", 409, "这张卡换过了")
	k.post("/kiosk/ticket").want(t, "after it", 401)

	// Half a minute without a touch ends the visit in the server too; another kiosk knows nothing of it.
	k.post("/kiosk/scan", "code", s.Code(s.Children[1]))
	s.kiosk().post("/kiosk/ticket").want(t, "another kiosk", 401)
	for range 3 {
		s.Clock.Pass(20e9)
		if got := k.post("/kiosk/stay"); got.status != 204 {
			t.Errorf("stay: %d", got.status)
		}
	}
	s.Clock.Pass(30e9)
	k.post("/kiosk/ticket").want(t, "idle", 401, "请先刷卡")
	// A letter is never behind a card.
	k.post("/kiosk/scan", "code", s.Code(s.Children[1]))
	k.get("/kiosk/letter").want(t, "letter", 200)
	k.post("/kiosk/ticket").want(t, "after the letter", 401)
}

func TestCrossOrigin(t *testing.T) {
	s := openSite(t, 2)
	k := s.kiosk()
	form := url.Values{"code": {s.Code(s.Children[0])}}.Encode()
	k.send(http.MethodPost, "/kiosk/scan", form, "Origin", "http://evil.example").want(t, "another site", 403, "不是从本页来的")
	k.send(http.MethodPost, "/kiosk/scan", form, "Sec-Fetch-Site", "cross-site").want(t, "another site", 403)
	k.send(http.MethodPost, "/kiosk/scan", form, "Origin", "http://example.com").want(t, "the same site", 200)
	k.send(http.MethodPost, "/kiosk/scan", form, "Sec-Fetch-Site", "same-origin").want(t, "the same site", 200)
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

// TestKioskStaysEnrolled: every full page begins the device cookie's life again, under its own path.
func TestKioskStaysEnrolled(t *testing.T) {
	s := openSite(t, 2)
	for path, c := range map[string]*client{"/kiosk": s.kiosk(), "/board": s.client(deviceCookie, s.Browser(s.Wall))} {
		got := strings.Join(c.get(path).header.Values("Set-Cookie"), "\n")
		if !strings.Contains(got, deviceCookie+"="+c.cookies[deviceCookie]) || !strings.Contains(got, "max-age=34560000") || !strings.Contains(got, "path="+path+";") || !strings.Contains(got, "HttpOnly") || !strings.Contains(got, "SameSite=Strict") {
			t.Errorf("%s sets %q", path, got)
		}
	}
}

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
