package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestNothingPrivateLeaks uses every room once and then searches the log, the event streams and every file of the data
// folder for what must not be there.
func TestNothingPrivateLeaks(t *testing.T) {
	s := openSchool(t, "-children", "60")
	child := s.Children[0]
	const words, answer, noteWords, passphraseGuess = "夜里我一个人不敢睡", "明晚我来陪你们宿舍", "他说不想再回那间屋子", "a wrong guess 77"
	var streams [4]safeBuffer
	var wg sync.WaitGroup
	stream := func(heard *safeBuffer, c *client, path string) {
		r, _ := http.NewRequest("GET", s.url+path, nil)
		resp, err := (&http.Client{Jar: c.Jar}).Do(r)
		if err != nil {
			t.Error(err)
			return
		}
		wg.Go(func() { io.Copy(heard, resp.Body); resp.Body.Close() })
	}
	kiosk, board := s.client(s.device("图书角")), s.client(s.device("亲情室叫号屏"))
	keeper, counselor, dorm := s.logIn("zhao"), s.logIn("wang"), s.logIn("dorm1")
	stream(&streams[0], board, "/board/events")
	stream(&streams[1], keeper, "/phone/events")
	stream(&streams[2], counselor, "/counselor/events")
	stream(&streams[3], dorm, "/dorm/events")

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
	// Every stream tells more once all that is private was said; it is read to its end, which the program makes by closing.
	looks := func(i int) int { return strings.Count(streams[i].String(), "data: look") }
	var told [len(streams)]int
	for i := range streams {
		told[i] = looks(i)
	}
	kiosk.post("/kiosk/scan", "code", s.Children[1].Card)
	kiosk.post("/kiosk/ticket")
	kiosk.post("/kiosk/booking", "slot", find(t, `name="slot" value="([^"]+)"`, kiosk.page("/kiosk/booking")))
	s.client(s.device("女生楼门厅")).post("/kiosk/scan", "code", s.Children[1].Card)
	for i := range streams {
		until(t, fmt.Sprintf("a look on stream %d", i), func() bool { return looks(i) > told[i] })
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	wg.Wait()

	private := []string{child.Card, child.Card[:17], child.Name, phone, words, answer, noteWords, code, "homesick",
		password("wang"), passphraseGuess, "a wrong password 88"}
	log := s.log.String()
	if !strings.Contains(log, "route=/kiosk/scan") {
		t.Fatal("the log of the run is empty, so searching it shows nothing")
	}
	for _, p := range private {
		if strings.Contains(log, p) {
			t.Errorf("the log holds %q", p)
		}
		for i := range streams {
			if strings.Contains(streams[i].String(), p) {
				t.Errorf("stream %d holds %q", i, p)
			}
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

// TestFiftyBoards: two kiosks, a keeper and fifty boards at once over real connections; every board hears of each commit, and
// the program closes with all of them open. How fast is a figure of the machine, and is logged.
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
			case <-time.After(patience):
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
	if err := s.stop(); err != nil { // of streams that do not end by themselves
		t.Error(err)
	}
	t.Logf("closing with %d open streams took %v", boards, time.Since(begin).Round(time.Millisecond))
}

// TestStreamsAreGuarded: the event streams, too, ask who is there.
func TestStreamsAreGuarded(t *testing.T) {
	s := openSchool(t, "-children", "20")
	for path, allowed := range map[string]string{
		"/phone/events":      "zhao",
		"/counselor/events":  "wang",
		"/dorm/events":       "dorm1",
		"/board/events":      "",
		"/kiosk/line/events": "",
		"/board/door/events": "",
		"/board/duty/events": "",
		"/alarm/events":      "zhao wang dorm1 admin",
	} {
		for _, who := range []string{"", "zhao", "wang", "dorm1", "admin"} {
			c := s.client("")
			if who != "" {
				c = s.logIn(who)
			}
			ctx, cancel := context.WithTimeout(context.Background(), patience)
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
	if err == nil && (status != http.StatusRequestEntityTooLarge || !strings.Contains(strip(page), "内容太多了")) {
		t.Errorf("%d %.200s", status, page)
	}
	cut := func(err error) bool { // before the answer arrived
		return errors.Is(err, io.EOF) || strings.Contains(err.Error(), "connection reset") || strings.Contains(err.Error(), "broken pipe")
	}
	if err != nil && !cut(err) {
		t.Error(err)
	}
}

// TestSetUpAndServe: a real school from an empty folder to its first administrator.
func TestSetUpAndServe(t *testing.T) {
	dir := t.TempDir()
	if err := run(t.Context(), []string{"found", "-data", dir}, io.Discard, io.Discard); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"serve", "-http", "127.0.0.1:0", "-data", dir}, in, io.Discard)
		in.Close()
	}()
	lines := bufio.NewScanner(out)
	lines.Scan()
	s := &running{t: t, url: find(t, `is open: (\S+)`, lines.Text())}
	lines.Scan()
	setup := find(t, `(/setup/\S+)`, lines.Text())
	go io.Copy(io.Discard, out)
	c := s.client("")
	build := func(again string) (status int, page string) {
		return c.post(setup, "school", "云岭小学", "name", "管理员", "login", "admin", "password", "a long password", "again", again)
	}
	if status, page := build("another"); status != 422 || !strings.Contains(page, "云岭小学") {
		t.Errorf("two passwords: %d", status)
	}
	if status, page := build("a long password"); status != 200 || !strings.Contains(page, "设备") {
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
	for _, args := range [][]string{
		{"unknown"}, {"serve"}, {"check"}, {"demo", "-children", "0"}, {"demo", "surplus"},
		{"check", "-data", filepath.Join(t.TempDir(), "nowhere")},
	} {
		if err := run(t.Context(), args, io.Discard, io.Discard); err == nil {
			t.Errorf("%v was accepted", args)
		}
	}
	t.Setenv("ZHIXINWU_CHILDREN", "many")
	err := run(t.Context(), []string{"demo"}, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "ZHIXINWU_CHILDREN") {
		t.Errorf("a bad variable: %v", err)
	}
}

// TestSameSeedSameSchool: cards, logins and links are the same every time, and others with another seed.
func TestSameSeedSameSchool(t *testing.T) {
	open := func(seed string) *running { return openSchool(t, "-seed", seed, "-children", "50") }
	a, b, c := open("7"), open("7"), open("8")
	if x, y := fmt.Sprint(a.Demo), fmt.Sprint(b.Demo); x != y {
		t.Error("the same seed makes two schools")
	}
	if a.Children[0].Card == c.Children[0].Card || a.Devices[0].Enroll == c.Devices[0].Enroll {
		t.Error("two seeds share cards or links")
	}
}
