package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// client is a browser without a screen, at the page that a link leads to.
func (c *clocked) client(link string) *client {
	c.t.Helper()
	jar, _ := cookiejar.New(nil)
	cl := &client{c.t, &http.Client{Jar: jar, Timeout: patience}, c.url}
	if link != "" {
		r, err := cl.Get(link)
		if err != nil {
			c.t.Fatal(err)
		}
		r.Body.Close()
	}
	return cl
}

// wall is a board: it listens, and at each event fetches what it shows, also after the server was away.
type wall struct {
	*client
	mu    sync.Mutex
	shown string
	seen  func(body string)
}

func (w *wall) body() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.shown
}

func (w *wall) run(ctx context.Context) {
	for ctx.Err() == nil {
		w.listen(ctx)
		time.Sleep(100 * time.Millisecond)
	}
}

func (w *wall) listen(ctx context.Context) {
	stream, _ := http.NewRequestWithContext(ctx, "GET", w.url+"/board/events", nil)
	r, err := (&http.Client{Jar: w.Jar}).Do(stream)
	if err != nil {
		return
	}
	defer r.Body.Close()
	for lines := bufio.NewScanner(r.Body); lines.Scan(); {
		if lines.Text() != "data: look" {
			continue
		}
		page, err := w.Get(w.url + "/board/calls")
		if err != nil {
			return
		}
		body, err := io.ReadAll(page.Body)
		page.Body.Close()
		if err != nil || page.StatusCode != http.StatusOK {
			return
		}
		w.mu.Lock()
		w.shown = string(body)
		seen := w.seen
		w.mu.Unlock()
		if seen != nil {
			seen(string(body))
		}
	}
}

// waitingShown is the number in the bar of a board: the text around it has its pinyin.
var waitingShown = regexp.MustCompile(`(?s)<header class="bar">.*?</ruby></span>\s*<b>(\d+)</b>`)

func waitingOn(t testing.TB, body string) int {
	m := waitingShown.FindStringSubmatch(body)
	if m == nil {
		return 0
	}
	n := 0
	if _, err := fmt.Sscan(m[1], &n); err != nil {
		t.Error(err)
	}
	return n
}

// TestPhoneRoomAtOnce: two kiosks, a keeper and fifty boards over real connections. Each board shows every commit, and how
// fast is logged. With everybody at work at once and a restart in the middle no number and no line is given twice, no child
// has two places, nothing acknowledged is lost, and all boards come to show the same.
func TestPhoneRoomAtOnce(t *testing.T) {
	const boards, timed, each = 50, 20, 40
	s := openClocked(t, timed+2*each)
	s.Set(func(settings *school.Settings) { settings.Rules[school.RulePhoneFair] = 1 })
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	type sight struct{ board, waiting int }
	sights := make(chan sight, 100_000)
	var walls []*wall
	for i := range boards {
		w := &wall{client: s.client(s.enrol(s.Wall)), seen: func(body string) { sights <- sight{i, waitingOn(t, body)} }}
		walls = append(walls, w)
		go w.run(ctx)
	}
	for range boards { // each begins with a look
		<-sights
	}
	kiosks := []*client{s.client(s.enrol(s.Kiosk)), s.client(s.enrol(s.Kiosk))}
	keeper := s.client("")
	if status, _ := keeper.post("/login", "login", "keeper", "password", storetest.Password); status != 200 {
		t.Fatalf("login: %d", status)
	}

	var took []time.Duration
	for i := range timed {
		kiosks[i%2].post("/kiosk/scan", "code", s.Code(s.Children[i]))
		before := time.Now()
		kiosks[i%2].post("/kiosk/ticket")
		for left := make([]bool, boards); slices.Contains(left, false); {
			select {
			case at := <-sights:
				if at.waiting == i+1 && !left[at.board] {
					left[at.board] = true
					took = append(took, time.Since(before))
				}
			case <-time.After(patience):
				t.Fatalf("a board does not show ticket %d", i+1)
			}
		}
	}
	slices.Sort(took)
	p99, worst := took[len(took)*99/100], took[len(took)-1]
	t.Logf("from the tap to the page on %d boards: median %v, p99 %v (bar 200ms), worst %v", boards,
		took[len(took)/2].Round(time.Millisecond), p99.Round(time.Millisecond), worst.Round(time.Millisecond))
	for _, w := range walls {
		w.mu.Lock()
		w.seen = nil
		w.mu.Unlock()
	}

	// Everybody at once. The kiosks fight for the same children; whoever finds no server asks again, as a browser does.
	addr, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	numbers := [2]map[string]int{{}, {}}
	var working, calling sync.WaitGroup
	half := make(chan struct{})
	codes := make([]string, len(s.Children))
	for i, c := range s.Children {
		codes[i] = s.Code(c)
	}
	for k, kiosk := range kiosks {
		working.Go(func() {
			for i := timed; i < len(codes); i++ {
				if k == 0 && i == timed+each {
					close(half)
				}
				for end := time.Now().Add(patience); ; {
					status, _, err := kiosk.try("/kiosk/scan", "code", codes[i])
					page := ""
					if err == nil && status == 200 {
						status, page, err = kiosk.try("/kiosk/ticket")
					}
					if err == nil && status == 200 {
						numbers[k][s.Children[i].ID] = atoiIn(strip(page))
						break
					}
					if time.Now().After(end) {
						t.Errorf("child %d got no number: %d, %v", i, status, err)
						return
					}
					time.Sleep(20 * time.Millisecond)
				}
			}
		})
	}
	var calls atomic.Int64
	done := make(chan struct{})
	calling.Go(func() {
		onLine := regexp.MustCompile(`(?s)aria-label="(\d) 号电话".*?</section>`)
		ticket := regexp.MustCompile(`name="ticket" value="([^"]+)"`)
		for {
			select {
			case <-done:
				return
			default:
			}
			for _, line := range []string{"1", "2", "3"} {
				_, page, err := keeper.try("/phone/call", "line", line)
				if err != nil {
					time.Sleep(20 * time.Millisecond)
					continue
				}
				holders := map[string]string{}
				for _, section := range onLine.FindAllStringSubmatch(page, -1) {
					if m := ticket.FindStringSubmatch(section[0]); m != nil {
						if other, twice := holders[m[1]]; twice {
							t.Errorf("lines %s and %s have the same ticket", other, section[1])
						}
						holders[m[1]] = section[1]
					}
				}
				for key, on := range holders {
					if on == line {
						keeper.try("/phone/start", "ticket", key)
						keeper.try("/phone/resume", "ticket", key)
						if status, _, err := keeper.try("/phone/end", "ticket", key, "outcome", "no-answer"); err == nil && status == 200 {
							calls.Add(1)
						}
					}
				}
			}
		}
	})
	<-half
	s.stop()
	s.Start()
	s.serve(addr.Host)
	working.Wait()
	until(t, "ten calls by the keeper", func() bool { return calls.Load() >= 10 })
	close(done)
	calling.Wait()
	t.Logf("%d tickets by two kiosks at once, %d calls, a restart in the middle", 2*each, calls.Load())
	given := map[int]string{}
	for k := range kiosks {
		for child, no := range numbers[k] {
			if no == 0 {
				continue // the ticket was called already, and its page says so instead
			}
			if other, twice := given[no]; twice && other != child {
				t.Errorf("number %d was given to two children", no)
			}
			given[no] = child
		}
	}
	if len(given) < each {
		t.Errorf("only %d numbers were read", len(given))
	}
	room, err := s.Phone.Desk(s.Keeper)
	if err != nil {
		t.Fatal(err)
	}
	places := map[string]bool{}
	for _, q := range room.Waiting {
		if places[q.Child] {
			t.Errorf("child %s stands twice in the queue", q.Child)
		}
		places[q.Child] = true
	}
	if room.Day.Waiting != len(room.Waiting) {
		t.Errorf("the counter says %d, %d wait", room.Day.Waiting, len(room.Waiting))
	}
	// One more ticket, and every board shows the same.
	last := s.client(s.enrol(s.Kiosk))
	last.post("/kiosk/scan", "code", codes[0])
	last.post("/kiosk/ticket/leave")
	want := func() string { return strings.TrimSpace(s.client(s.enrol(s.Wall)).page("/board/calls")) }()
	for i, w := range walls {
		for end := time.Now().Add(patience); strings.TrimSpace(w.body()) != want; time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("board %d shows an old page: %.300s\nwant %.300s", i, strip(w.body()), strip(want))
			}
		}
	}
}
