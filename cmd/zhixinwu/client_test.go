package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"testing"
	"time"
)

// patience is how long a test waits for what must come. It says nothing about speed: a busy machine takes its time, and
// only a test that fails ever waits this long.
const patience = 2 * time.Minute

// until waits for a condition.
func until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: not after %v", what, patience)
		}
	}
}

// client is a browser without a screen.
type client struct {
	t testing.TB
	*http.Client
	url string
}

func (s *running) client(to string) *client {
	s.t.Helper()
	jar, _ := cookiejar.New(nil)
	c := &client{s.t, &http.Client{Jar: jar, Timeout: patience}, s.url}
	if to != "" {
		if _, err := c.Get(to); err != nil {
			s.t.Fatal(err)
		}
	}
	return c
}

func (s *running) logIn(login string) *client {
	s.t.Helper()
	c := s.client("")
	if status, _ := c.post("/login", "login", login, "password", password(login)); status != 200 {
		s.t.Fatalf("login of %s: %d", login, status)
	}
	return c
}

// try sends a form and returns an error for a broken connection.
func (c *client) try(path string, fields ...string) (int, string, error) {
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	r, err := c.PostForm(c.url+path, form)
	if err != nil {
		return 0, "", err
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	return r.StatusCode, string(body), err
}

func (c *client) post(path string, fields ...string) (int, string) {
	c.t.Helper()
	status, body, err := c.try(path, fields...)
	if err != nil {
		c.t.Fatal(err)
	}
	return status, body
}

func (c *client) page(path string) string {
	c.t.Helper()
	r, err := c.Get(c.url + path)
	if err != nil {
		c.t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return string(body)
}

// find returns the first group of a pattern in a page.
func find(t testing.TB, pattern, page string) string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no %s in %.400s", pattern, page)
	}
	return m[1]
}

// strip takes pinyin and tags away.
func strip(page string) string {
	return regexp.MustCompile(`<rt>[^<]*</rt>|<[^>]*>`).ReplaceAllString(page, "")
}

func atoiIn(text string) (n int) {
	fmt.Sscanf(regexp.MustCompile(`你是(\d+)号`).FindString(text), "你是%d号", &n)
	return n
}
