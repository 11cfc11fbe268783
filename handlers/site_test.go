package handlers

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
	"zhixinwu/store/access"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
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
	s.open()
	return s
}

// open starts the program over the school, again after its file was closed.
func (s *site) open() {
	s.t.Helper()
	var err error
	s.app, err = New(Config{Store: s.Store, Log: slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Demo: &views.Demo{School: "试验小学"}})
	if err != nil {
		s.t.Fatal(err)
	}
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

func (s *site) as(a school.Actor) *client {
	s.t.Helper()
	_, token, err := s.Access.LogIn(a.Staff.Login, storetest.Password, access.Browser{Secret: "browser of " + a.Staff.Login})
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
	r.Host = "localhost"
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(header); i += 2 {
		if r.Header.Set(header[i], header[i+1]); header[i] == "Host" {
			r.Host = header[i+1]
		}
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

func first(t *testing.T, pattern, page string) string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no %s in %.300s", pattern, page)
	}
	return m[1]
}

// waitFor waits for what a stream still carries.
func waitFor(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: not after a minute", what)
		}
	}
}
