package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zhixinwu/store"
)

// client is a browser without a screen.
type client struct {
	t testing.TB
	*http.Client
	url string
}

func (s *school) client(to string) *client {
	s.t.Helper()
	jar, _ := cookiejar.New(nil)
	c := &client{s.t, &http.Client{Jar: jar, Timeout: 20 * time.Second}, s.url}
	if to != "" {
		if _, err := c.Get(to); err != nil {
			s.t.Fatal(err)
		}
	}
	return c
}

func (s *school) logIn(login string) *client {
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

// TestNothingPrivateLeaks uses every room once and then searches the log, the event streams and every file of the data
// folder for what must not be there.
func TestNothingPrivateLeaks(t *testing.T) {
	s := openSchool(t, "-children", "60")
	child := s.Children[0]
	const words, answer, noteWords, passphraseGuess = "夜里我一个人不敢睡", "明晚我来陪你们宿舍", "他说不想再回那间屋子", "a wrong guess 77"
	var streams safeBuffer
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	stream := func(c *client, path string) {
		r, _ := http.NewRequestWithContext(ctx, "GET", s.url+path, nil)
		resp, err := (&http.Client{Jar: c.Jar}).Do(r)
		if err != nil {
			t.Error(err)
			return
		}
		wg.Go(func() { io.Copy(&streams, resp.Body); resp.Body.Close() })
	}
	kiosk, board := s.client(s.device("图书角")), s.client(s.device("亲情室叫号屏"))
	keeper, counselor, dorm := s.logIn("zhao"), s.logIn("wang"), s.logIn("dorm1")
	stream(board, "/board/events")
	stream(keeper, "/phone/events")
	stream(counselor, "/counselor/events")
	stream(dorm, "/dorm/events")

	kiosk.post("/kiosk/scan", "code", child.Card[:17])
	kiosk.post("/kiosk/scan", "code", child.Card)
	kiosk.post("/kiosk/ticket")
	slot := find(t, `name="slot" value="([^"]+)"`, kiosk.page("/kiosk/booking"))
	kiosk.post("/kiosk/booking", "slot", slot, "topic", "body")
	_, page := keeper.post("/phone/call", "line", "1")
	phone := find(t, `<b>(199\d{8})</b>`, page)
	ticket := find(t, `name="ticket" value="([^"]+)"`, page)
	keeper.post("/phone/start", "ticket", ticket)
	keeper.post("/phone/end", "ticket", ticket, "outcome", "spoke")
	_, page = kiosk.post("/kiosk/letter", "kind", "text", "text", words, "mood", "homesick", "urgent", "1")
	code := find(t, `name="shown" value="([^"]+)"`, page)
	kiosk.post("/kiosk/letter/check", "shown", code, "code", code)
	counselor.post("/counselor/mailbox/unlock", "passphrase", passphraseGuess)
	_, page = counselor.post("/counselor/mailbox/unlock", "passphrase", password("wang"))
	letter := find(t, `href="(/counselor/letters/[0-9a-f]+)"`, page)
	if !strings.Contains(counselor.page(letter), words) {
		t.Fatal("the keeper cannot read the letter")
	}
	counselor.post(letter, "text", answer)
	if _, page = kiosk.post("/kiosk/reply", "code", code); !strings.Contains(strip(page), answer) {
		t.Fatal("the child cannot read the answer")
	}
	counselor.post("/counselor/notes/" + child.ID + "/begin")
	counselor.post("/counselor/notes/"+child.ID+"/draft", "note", "1", "words", noteWords)
	counselor.post("/counselor/notes/unlock", "passphrase", passphraseGuess)
	counselor.post("/counselor/notes/unlock", "passphrase", password("wang"), "on", "/counselor/notes/"+child.ID+"?note=1")
	counselor.post("/counselor/notes/"+child.ID+"/keep", "note", "1", "words", noteWords)
	if !strings.Contains(counselor.page("/counselor/notes/"+child.ID), noteWords) {
		t.Fatal("the counselor cannot read the note")
	}
	s.client("").post("/login", "login", "wang", "password", "a wrong password 88")
	if _, page := s.logIn("admin").post("/counselor/letters", "x", "y"); strings.Contains(page, words) {
		t.Error("the administrator reads the letter")
	}
	time.Sleep(100 * time.Millisecond)
	cancel()
	wg.Wait()
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}

	private := []string{child.Card, child.Card[:17], phone, words, answer, noteWords, code, "homesick", password("wang"), passphraseGuess, "a wrong password 88", child.Name}
	log := s.log.String()
	if !strings.Contains(log, "route=/kiosk/scan") {
		t.Fatal("the log of the run is empty, so searching it shows nothing")
	}
	if !strings.Contains(streams.String(), "data: look") {
		t.Fatal("the streams said nothing")
	}
	for _, p := range private {
		if strings.Contains(log, p) {
			t.Errorf("the log holds %q", p)
		}
		if strings.Contains(streams.String(), p) {
			t.Errorf("a stream holds %q", p)
		}
	}
	// In the data: names and family numbers must be there, and show that the search works; the rest must not.
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, e := range entries {
		raw, err := os.ReadFile(filepath.Join(s.dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(raw, []byte(phone)) {
			found++
		}
		for _, p := range private {
			if p != phone && p != child.Name && bytes.Contains(raw, []byte(p)) {
				t.Errorf("%s holds %q", e.Name(), p)
			}
		}
	}
	if found != 1 {
		t.Errorf("the family's number is in %d files, so the search is broken", found)
	}
}

// strip takes pinyin and tags away.
func strip(page string) string {
	return regexp.MustCompile(`<rt>[^<]*</rt>|<[^>]*>`).ReplaceAllString(page, "")
}

// TestKill9 kills the real program twenty times in the middle of scans, tickets, bookings and letters: whatever was
// acknowledged is there once afterwards, and the data is whole.
func TestKill9(t *testing.T) {
	bin, dir := buildProgram(t), t.TempDir()
	var mu sync.Mutex
	tickets := map[string]int{}     // child → number acknowledged
	bookings := map[string]string{} // child → slot acknowledged
	var codes []string
	next := 0
	const rounds = 20
	for round := range rounds {
		p := startProgram(t, bin, dir, "127.0.0.1:0")
		var wg sync.WaitGroup
		ctx, cancel := context.WithCancel(context.Background())
		for range 6 {
			wg.Go(func() {
				c := p.client(p.device("图书角"))
				for ctx.Err() == nil {
					mu.Lock()
					i := next
					next++
					mu.Unlock()
					if i >= len(p.Children) {
						return
					}
					child := p.Children[i]
					if status, _, err := c.try("/kiosk/scan", "code", child.Card); err != nil || status != 200 {
						return
					}
					if status, page, err := c.try("/kiosk/ticket"); err == nil && status == 200 {
						no := atoiIn(strip(page))
						mu.Lock()
						tickets[child.ID] = no
						mu.Unlock()
					}
					r, err := c.Get(p.url + "/kiosk/booking")
					if err != nil {
						return
					}
					body, err := io.ReadAll(r.Body)
					r.Body.Close()
					m := regexp.MustCompile(`name="slot" value="([^"]+)"`).FindStringSubmatch(string(body))
					if err != nil || m == nil {
						return
					}
					if status, _, err := c.try("/kiosk/booking", "slot", m[1]); err == nil && status == 200 {
						mu.Lock()
						bookings[child.ID] = m[1]
						mu.Unlock()
					}
				}
			})
		}
		wg.Go(func() {
			c := p.client(p.device("图书角"))
			for ctx.Err() == nil {
				status, page, err := c.try("/kiosk/letter", "kind", "text", "text", fmt.Sprint("信 ", round))
				if err != nil || status != 200 {
					return
				}
				if m := regexp.MustCompile(`name="shown" value="([^"]+)"`).FindStringSubmatch(page); m != nil {
					mu.Lock()
					codes = append(codes, m[1])
					mu.Unlock()
				}
			}
		})
		time.Sleep(time.Duration(150+round*15) * time.Millisecond)
		p.kill()
		cancel()
		wg.Wait()
		mu.Lock()
		if next >= len(p.Children) {
			next = 0 // they scan again: what they have must still be theirs
		}
		mu.Unlock()
	}
	t.Logf("%d kills; acknowledged: %d tickets, %d bookings, %d letters", rounds, len(tickets), len(bookings), len(codes))
	if len(tickets) < 20 || len(bookings) < 20 || len(codes) < 20 {
		t.Error("too little was acknowledged to show anything")
	}
	s, err := store.Open(dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Check(); err != nil {
		t.Error(err)
	}
	seen := map[int]string{}
	for child, no := range tickets {
		p, on, err := s.TicketOf(child)
		if err != nil || !on || p.Ticket.No != no {
			t.Errorf("ticket %d of %s: %+v, %v", no, child, p.Ticket, err)
		}
		if other, twice := seen[no]; twice {
			t.Errorf("number %d was given to %s and %s", no, other, child)
		}
		seen[no] = child
	}
	held := map[string]string{}
	for child, slot := range bookings {
		h, err := s.HeldBy(child)
		if err != nil || len(h.Bookings) != 1 || h.Bookings[0].Key() != slot {
			t.Errorf("booking %s of %s: %+v, %v", slot, child, h, err)
		}
		if other, twice := held[slot]; twice {
			t.Errorf("slot %s was given to %s and %s", slot, other, child)
		}
		held[slot] = child
	}
	desk := store.Device{ID: "test", Offers: []store.Offer{store.OfferLetters}}
	if slices.Sort(codes); len(slices.Compact(codes)) != len(codes) {
		t.Error("a return code was given twice")
	}
	for _, code := range codes {
		if _, err := s.ReadReply(desk, code); err != nil {
			t.Errorf("letter %s: %v", code, err)
		}
	}
}

func atoiIn(text string) (n int) {
	fmt.Sscanf(regexp.MustCompile(`你是(\d+)号`).FindString(text), "你是%d号", &n)
	return n
}

// TestFiftyBoards: two kiosks, a keeper and fifty boards at once over real connections; every board hears of a commit in
// time, and the program closes within two seconds with all of them open.
func TestFiftyBoards(t *testing.T) {
	s := openSchool(t, "-children", "120")
	const boards = 50
	looks := make([]chan time.Time, boards)
	ready := make(chan struct{}, boards)
	for i := range boards {
		looks[i] = make(chan time.Time, 1000)
		c := s.client(s.device("亲情室叫号屏"))
		go func() {
			r, err := (&http.Client{Jar: c.Jar}).Get(s.url + "/board/events")
			if err != nil {
				t.Error(err)
				return
			}
			defer r.Body.Close()
			lines, first := bufio.NewScanner(r.Body), true
			for lines.Scan() {
				if lines.Text() != "data: look" {
					continue
				}
				if first {
					first = false
					ready <- struct{}{}
					continue
				}
				looks[i] <- time.Now()
			}
		}()
	}
	for range boards {
		<-ready
	}
	keeper := s.logIn("zhao")
	kiosks := []*client{s.client(s.device("图书角")), s.client(s.device("亲情室门口"))}
	var worst time.Duration
	for i := range 20 {
		k := kiosks[i%2]
		k.post("/kiosk/scan", "code", s.Children[i].Card)
		before := time.Now()
		k.post("/kiosk/ticket")
		for b := range boards {
			select {
			case at := <-looks[b]:
				worst = max(worst, at.Sub(before))
			case <-time.After(5 * time.Second):
				t.Fatalf("board %d heard nothing of ticket %d", b, i+1)
			}
		}
		if i == 10 {
			keeper.post("/phone/call", "line", "1")
			for b := range boards {
				<-looks[b]
			}
		}
	}
	t.Logf("slowest of %d boards from the tap to the look: %v (bar 200ms)", boards, worst.Round(time.Millisecond))
	begin := time.Now()
	if err := s.stop(); err != nil {
		t.Error(err)
	}
	if took := time.Since(begin); took > 2*time.Second {
		t.Errorf("closing with %d open streams took %v", boards, took)
	}
}

// TestStreamsAreGuarded: the event streams, too, ask who is there.
func TestStreamsAreGuarded(t *testing.T) {
	s := openSchool(t, "-children", "20")
	for path, allowed := range map[string]string{"/phone/events": "zhao", "/counselor/events": "wang", "/dorm/events": "dorm1", "/board/events": "", "/kiosk/line/events": "",
		"/board/door/events": "", "/board/duty/events": "", "/alarm/events": "zhao wang dorm1 admin"} {
		for _, who := range []string{"", "zhao", "wang", "dorm1", "admin"} {
			c := s.client("")
			if who != "" {
				c = s.logIn(who)
			}
			ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
			req, _ := http.NewRequestWithContext(ctx, "GET", s.url+path, nil)
			r, err := c.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			if open := r.StatusCode == 200; open != (who != "" && slices.Contains(strings.Fields(allowed), who)) {
				t.Errorf("%s for %q: %d", path, who, r.StatusCode)
			}
			cancel()
			r.Body.Close()
		}
	}
}

// TestTooLarge: a body over the limit is answered with a sentence.
func TestTooLarge(t *testing.T) {
	s := openSchool(t, "-children", "20")
	c := s.client(s.device("图书角"))
	status, page, err := c.try("/kiosk/letter", "kind", "text", "text", strings.Repeat("a", 600<<10))
	if err == nil && (status != http.StatusRequestEntityTooLarge || !strings.Contains(page, "内容太多了")) {
		t.Errorf("%d %.200s", status, page)
	}
	if err != nil && !errors.Is(err, io.EOF) && !strings.Contains(err.Error(), "connection reset") && !strings.Contains(err.Error(), "broken pipe") {
		t.Error(err)
	}
}

// TestSetUpAndServe: a real school from an empty folder to its first administrator.
func TestSetUpAndServe(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"serve", "-http", "127.0.0.1:0", "-data", dir}, in, io.Discard)
		in.Close()
	}()
	lines := bufio.NewScanner(out)
	lines.Scan()
	s := &school{t: t, url: find(t, `is open: (\S+)`, lines.Text())}
	lines.Scan()
	setup := find(t, `(/setup/\S+)`, lines.Text())
	go io.Copy(io.Discard, out)
	c := s.client("")
	if status, page := c.post(setup, "school", "云岭小学", "name", "管理员", "login", "admin", "password", "a long password", "again", "another"); status != 422 || !strings.Contains(page, "云岭小学") {
		t.Errorf("two passwords: %d", status)
	}
	if status, page := c.post(setup, "school", "云岭小学", "name", "管理员", "login", "admin", "password", "a long password", "again", "a long password"); status != 200 || !strings.Contains(page, "设备") {
		t.Errorf("set-up: %d %.200s", status, page)
	}
	if strings.Contains(s.client("").page("/demo"), "演示") {
		t.Error("a real school has a demo page")
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	// A made-up school is never served as a real one, nor the other way round.
	if err := run(context.Background(), []string{"demo", "-http", "127.0.0.1:0", "-data", dir}, io.Discard, io.Discard); err == nil {
		t.Error("the demo moved into a real school")
	}
}

func TestCommandLine(t *testing.T) {
	var out bytes.Buffer
	if err := run(t.Context(), []string{"-version"}, &out, io.Discard); err != nil || !strings.HasPrefix(out.String(), "zhixinwu ") {
		t.Errorf("version: %v %s", err, &out)
	}
	for _, args := range [][]string{{"unknown"}, {"serve"}, {"check"}, {"demo", "-children", "0"}, {"demo", "surplus"}, {"check", "-data", filepath.Join(t.TempDir(), "nowhere")}} {
		if err := run(t.Context(), args, io.Discard, io.Discard); err == nil {
			t.Errorf("%v was accepted", args)
		}
	}
	t.Setenv("ZHIXINWU_CHILDREN", "many")
	if err := run(t.Context(), []string{"demo"}, io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), "ZHIXINWU_CHILDREN") {
		t.Errorf("a bad variable: %v", err)
	}
}

// TestSameSeedSameSchool: cards, logins and links are the same every time, and others with another seed.
func TestSameSeedSameSchool(t *testing.T) {
	a, b, c := openSchool(t, "-seed", "7", "-children", "50"), openSchool(t, "-seed", "7", "-children", "50"), openSchool(t, "-seed", "8", "-children", "50")
	if x, y := fmt.Sprint(a.Demo), fmt.Sprint(b.Demo); x != y {
		t.Error("the same seed makes two schools")
	}
	if a.Children[0].Card == c.Children[0].Card || a.Devices[0].Enroll == c.Devices[0].Enroll {
		t.Error("two seeds share cards or links")
	}
}
