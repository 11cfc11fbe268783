package handlers

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"testing"
	"time"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

// listen serves the site on a real port: a stream never ends in app.Test.
func (s *site) listen() (url string) {
	s.t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	go s.app.Listener(ln)
	s.t.Cleanup(func() {
		if err := s.app.ShutdownWithTimeout(10 * time.Second); err != nil {
			s.t.Error(err)
		}
	})
	return "http://" + ln.Addr().String()
}

// stream opens a stream, which breaks after its patience: a test that fails ends then.
func (c *client) stream(url string, patience time.Duration) *bufio.Scanner {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	c.t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	for name, value := range c.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { answer.Body.Close() })
	if answer.StatusCode != http.StatusOK {
		c.t.Fatalf("%s: %d", url, answer.StatusCode)
	}
	return bufio.NewScanner(answer.Body)
}

// looks opens a stream and returns what reads it up to the next "look again".
func (c *client) looks(url string) (next func(what string)) {
	c.t.Helper()
	lines := c.stream(url, time.Minute)
	return func(what string) {
		c.t.Helper()
		for lines.Scan() {
			if lines.Text() == "data: look" {
				return
			}
		}
		c.t.Fatalf("%s: the page was not told: %v", what, lines.Err())
	}
}

// TestLivePagesAreTold: whoever watches a page is told of what happened elsewhere, and does not wait for the next round.
func TestLivePagesAreTold(t *testing.T) {
	s := openSite(t, 4)
	url := s.listen()
	code := s.Code(s.Children[0])
	at := visit.Visit{Device: s.Kiosk, Child: s.Children[0].ID}
	scan := func() error { _, err := s.Scan(s.Hall, code); return err }
	ticket := func() error { _, err := s.Phone.TakeTicket(at); return err }
	leave := func() error {
		_, err := s.Phone.GiveUpTicket(at)
		return err
	}
	slot := "2026-11-23/1200/" + s.Counselor.ID()
	book := func() error { _, err := s.Heart.Book(at, slot, ""); return err }
	cancel := func() error { return s.Heart.CancelBooking(at, slot) }
	ask := func() error { _, err := s.Urgent.AskNow(visit.Visit{Device: s.Hall}, 0); return err }
	for _, c := range []struct {
		path    string
		watcher *client
		what    string
		act     func() error
	}{
		{"/dorm/events", s.as(s.Dorm), "a scan", scan},
		{"/phone/events", s.as(s.Keeper), "a number", ticket},
		{"/board/events", s.client(deviceCookie, s.Browser(s.Wall)), "a number given up", leave},
		{"/counselor/events", s.as(s.Counselor), "a booking", book},
		{"/board/door/events", s.client(deviceCookie, s.Browser(s.Sign)), "a booking cancelled", cancel},
		{"/alarm/events", s.as(s.Colleague), "a call", ask},
	} {
		next := c.watcher.looks(url + c.path)
		next("the connection") // every stream begins with a look
		if err := c.act(); err != nil {
			t.Fatalf("%s: %v", c.what, err)
		}
		next(c.what)
	}
}

// TestStreamEndsWithItsSession: a stream tells nothing more, and ends, once whoever opened it could not open it again: after
// the log out, behind the cover, when the session has run out, when the account or the role has ended or the device is gone.
func TestStreamEndsWithItsSession(t *testing.T) {
	s := openSite(t, 4)
	url := s.listen()
	as := func(a school.Actor) func() *client { return func() *client { return s.as(a) } }
	for _, c := range []struct {
		what, path string
		open       func() *client
		end        func(*client) error
	}{
		{"logged out", "/counselor/events", as(s.Counselor), func(c *client) error { c.post("/logout"); return nil }},
		{"covered", "/counselor/events", as(s.Counselor), func(c *client) error { c.post("/lock"); return nil }},
		{"silent for long", "/alarm/events", as(s.Colleague), func(*client) error { s.Clock.Pass(time.Hour); return nil }},
		{"gone for days", "/dorm/events", as(s.Dorm), func(*client) error { s.Clock.Pass(40 * 24 * time.Hour); return nil }},
		{"ended", "/phone/events", as(s.Keeper), func(*client) error { return s.Access.EndStaff(s.Admin, s.Keeper.ID()) }},
		{"without its device", "/board/events", func() *client { return s.client(deviceCookie, s.Browser(s.Wall)) },
			func(*client) error { return s.Access.RemoveDevice(s.Admin, s.Wall.ID) }},
	} {
		watcher := c.open()
		lines := watcher.stream(url+c.path, time.Minute)
		for lines.Scan() && lines.Text() != "data: look" { // every stream begins with a look
		}
		if err := c.end(watcher); err != nil {
			t.Fatalf("%s: %v", c.what, err)
		}
		if err := s.Update(func(tx *school.Tx) error {
			for _, topic := range []string{school.TopicBooking, school.TopicUrgent, school.TopicSignin, school.TopicPhone} {
				tx.Publish(topic)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() {
			if lines.Text() == "data: look" {
				t.Errorf("%s: the stream still tells", c.what)
			}
		}
		if lines.Err() != nil {
			t.Errorf("%s: the stream did not end: %v", c.what, lines.Err())
		}
	}
	lines := s.as(s.Head).stream(url+"/alarm/events", time.Minute)
	s.Clock.Pass(40 * 24 * time.Hour)
	for lines.Scan() { // nothing happens any more, and it ends with the next sign of life
	}
	if lines.Err() != nil {
		t.Errorf("in silence: the stream did not end: %v", lines.Err())
	}
}
