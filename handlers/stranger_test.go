package handlers

import (
	"crypto/sha256"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"zhixinwu/store/storetest"
	"zhixinwu/views"
)

// TestStrangersWriteNothing: no request of a stranger costs a commit; the data file stays as it is, byte for byte.
func TestStrangersWriteNothing(t *testing.T) {
	s := openSite(t, 2)
	data := func() [32]byte {
		raw, err := os.ReadFile(filepath.Join(s.Dir, "zhixinwu.db"))
		if err != nil {
			t.Fatal(err)
		}
		return sha256.Sum256(raw)
	}
	s.client().get("/healthz").want(t, "the first look of the minute writes", 200, "ok")
	before := data()
	for what, ask := range map[string]func(c *client) answer{
		"health":            func(c *client) answer { return c.get("/healthz") },
		"a code":            func(c *client) answer { return c.get("/enroll") },
		"waiting":           func(c *client) answer { return c.get("/enroll/wait") },
		"a link":            func(c *client) answer { return c.get("/enroll/unknown") },
		"the end of nobody": func(c *client) answer { return c.post("/logout") },
		"the login page":    func(c *client) answer { return c.get("/login") },
		"a wrong password":  func(c *client) answer { return c.post("/login", "login", "admin", "password", "wrong") },
		"a wrong name":      func(c *client) answer { return c.post("/login", "login", "nobody", "password", "wrong") },
		"a set-up link":     func(c *client) answer { return c.post("/setup/unknown", "school", "学校") },
		"a feed":            func(c *client) answer { return c.get("/feed/unknown") },
		"a cover":           func(c *client) answer { return c.post("/lock") },
	} {
		for range 3 {
			if got := ask(s.client()); got.status >= 500 {
				t.Errorf("%s: %d", what, got.status)
			}
		}
		if data() != before {
			t.Errorf("%s has written", what)
			before = data()
		}
	}
}

// TestCoverCoversAll: whoever stands before a covered screen can uncover it or leave. The digits that uncover it cannot be
// set there, nor the password changed, nor any page seen.
func TestCoverCoversAll(t *testing.T) {
	s := openSite(t, 2)
	c := s.as(s.Keeper)
	c.post("/password/pin", "password", storetest.Password, "pin", "2794").want(t, "a PIN", 303)
	c.post("/lock").want(t, "the cover", 303)
	for _, g := range (&Server{demo: &views.Demo{}}).groups() {
		if g.need.anyone || g.need.kiosk || g.need.offer != "" || g.need.cover {
			continue
		}
		for _, r := range g.routes {
			got := c.send(r.method, strings.NewReplacer(":id", "unknown").Replace(r.path), "")
			if to := got.header.Get("Location"); got.status != http.StatusUnauthorized && (got.status != 303 || to != "/unlock") {
				t.Errorf("%s %s behind the cover: %d %s", r.method, r.path, got.status, to)
			}
		}
	}
	c.post("/password/pin", "password", storetest.Password, "pin", "8306").want(t, "another PIN", 401, "屏幕锁着")
	c.post("/unlock", "secret", "8306").want(t, "that one", 422)
	c.post("/unlock", "secret", "2794").want(t, "the own one", 303)
	c.get("/phone").want(t, "uncovered", 200)
	c.post("/lock").want(t, "the cover", 303)
	c.post("/logout").want(t, "leaving", 303)
	c.post("/unlock", "secret", "2794").want(t, "nothing to uncover", 401)
}

// TestStrangersAreSeen: the administrator reads where somebody is guessing, and who is refused when to come again.
func TestStrangersAreSeen(t *testing.T) {
	s := openSite(t, 2)
	for range 5 {
		s.client().post("/login", "login", "keeper", "password", "wrong").want(t, "a guess", 401, "用户名或密码不对")
	}
	refused := s.client().post("/login", "login", "keeper", "password", "wrong")
	refused.want(t, "the sixth", 429, "平时登录的那台电脑")
	if refused.header.Get("Retry-After") == "" {
		t.Error("not told when to come again")
	}
	s.as(s.Admin).get("/admin/staff").want(t, "the accounts", 200, "有人在别处试错密码 5 次")
}

// TestFormsAreReadFromTheBody: what an address carries ends up in histories, so it is neither a password nor an act.
func TestFormsAreReadFromTheBody(t *testing.T) {
	s := openSite(t, 2)
	query := url.Values{"login": {"admin"}, "password": {storetest.Password}, "code": {s.Code(s.Children[0])}}.Encode()
	s.client().post("/login?"+query).want(t, "a password in the address", 401)
	s.kiosk().post("/kiosk/scan?"+query).want(t, "a card in the address", 422, "没有读全")
	s.kiosk().post("/kiosk/scan?code=1", "code", s.Code(s.Children[0])).want(t, "the body counts", 200, "小一")
	found := s.as(s.Office).get("/office/children?q=" + url.QueryEscape("小一"))
	if found.want(t, "a search is an address", 200, "禾小一"); strings.Contains(found.body, "禾小丁") {
		t.Error("the search finds everybody")
	}
}
