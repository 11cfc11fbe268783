package handlers

import (
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"zhixinwu/store/school"
	"zhixinwu/views"
)

// TestRoleMatrix calls every route of the table as every role, as nobody and as every device, and compares the answer with
// the group's need. It reads the same table as the server.
func TestRoleMatrix(t *testing.T) {
	s := openSite(t, 4)
	server := &Server{demo: &views.Demo{}}
	callers := []struct {
		name   string
		role   school.Role
		device *school.Device
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
	for _, a := range []school.Actor{s.Admin, s.Head, s.Office, s.Teacher, s.Counselor, s.Keeper, s.Dorm, s.Gate} {
		callers = append(callers, struct {
			name   string
			role   school.Role
			device *school.Device
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
				allowed := g.need.anyone || g.need.member && c.role != "" ||
					c.device != nil && g.need.allows(*c.device) || c.role != "" && slices.Contains(g.need.roles, c.role)
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

func TestCrossOrigin(t *testing.T) {
	s := openSite(t, 2)
	k := s.kiosk()
	form := url.Values{"code": {s.Code(s.Children[0])}}.Encode()
	k.send(http.MethodPost, "/kiosk/scan", form, "Origin", "http://evil.example").want(t, "another site", 403, "不是从本页来的")
	k.send(http.MethodPost, "/kiosk/scan", form, "Sec-Fetch-Site", "cross-site").want(t, "another site", 403)
	k.send(http.MethodPost, "/kiosk/scan", form, "Origin", "http://localhost").want(t, "the same site", 200)
	k.send(http.MethodPost, "/kiosk/scan", form, "Sec-Fetch-Site", "same-origin").want(t, "the same site", 200)
}

// TestKioskStaysEnrolled: every full page begins the device cookie's life again, under its own path.
func TestKioskStaysEnrolled(t *testing.T) {
	s := openSite(t, 2)
	for path, c := range map[string]*client{"/kiosk": s.kiosk(), "/board": s.client(deviceCookie, s.Browser(s.Wall))} {
		got := strings.Join(c.get(path).header.Values("Set-Cookie"), "\n")
		for _, part := range []string{deviceCookie + "=" + c.cookies[deviceCookie], "max-age=34560000", "path=" + path + ";", "HttpOnly",
			"SameSite=Strict"} {
			if !strings.Contains(got, part) {
				t.Errorf("%s sets %q, without %s", path, got, part)
			}
		}
	}
}
