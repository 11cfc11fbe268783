package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"testing"
	"zhixinwu/store"
	"zhixinwu/store/school"
	"zhixinwu/views"

	"github.com/chromedp/chromedp"
)

// program is the real binary in a process of its own.
type program struct {
	*running
	cmd *exec.Cmd
}

func buildProgram(t testing.TB) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "zhixinwu")
	out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return bin
}

func startProgram(t testing.TB, bin, dir, addr string) *program {
	t.Helper()
	cmd := exec.Command(bin, "demo", "-children", "120", "-http", addr, "-data", dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &program{running: &running{t: t, dir: dir}, cmd: cmd}
	t.Cleanup(p.kill)
	p.url = opened(t, out)
	p.read()
	return p
}

// kill is kill -9: nothing in the program gets a chance to tidy up.
func (p *program) kill() {
	p.cmd.Process.Kill()
	p.cmd.Wait()
	http.DefaultClient.CloseIdleConnections()
}

// TestServerComesBack: the server is killed under a child's hands and started again. The page says so, keeps what was
// typed, and goes on by itself; the board does not show a stale number.
func TestServerComesBack(t *testing.T) {
	d := openDesk(t)
	bin := buildProgram(t)
	dir := t.TempDir()
	srv := startProgram(t, bin, dir, "127.0.0.1:0")
	kiosk := d.open(1280, 800, srv.device("图书角"))
	board := d.open(1280, 800, srv.device("亲情室叫号屏"))
	board.wait(".call.free")
	kiosk.wait("a.room.mail")
	kiosk.click("a.room.mail")
	kiosk.click(`[data-value="sad"]`)
	kiosk.tap("跳过")
	kiosk.click(`[data-value="text"]`)
	kiosk.do(chromedp.SendKeys(chromedp.CSS("textarea"), "外婆病了"))
	kiosk.tap("写好了")
	srv.kill()
	kiosk.tap("不急")
	kiosk.wait(".net")
	kiosk.shot("kiosk-offline")
	board.wait(".stale")
	addr, _ := url.Parse(srv.url)
	again := startProgram(t, bin, dir, addr.Host)
	kiosk.hidden(".net")
	if got := eval[string](kiosk, `document.querySelector("textarea").value`); got != "外婆病了" {
		t.Fatalf("the typed text is gone: %q", got)
	}
	kiosk.tap("不急")
	kiosk.wait(".digits")
	board.hidden(".stale")
	// A new ticket reaches the board through its new stream.
	kiosk.scan(again.Children[0].Card)
	kiosk.tap("记住了") // whoever scans next is asked first
	kiosk.wait("button.room.phone")
	kiosk.click("button.room.phone")
	board.eventually("number 1 on the board", `[...document.querySelectorAll(".next b")].some((b) => b.textContent === "1")`)
	again.kill()
	checkData(t, dir)
}

// acknowledged is what children were told that they have.
type acknowledged struct {
	mu       sync.Mutex
	next     int               // child to come
	tickets  map[string]int    // child → number
	bookings map[string]string // child → slot
	codes    []string          // of letters
	acts     int               // all of these, repeated ones too
}

func (a *acknowledged) add(what func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.acts++
	what()
}

// TestKill9 kills the real program twenty times in the middle of scans, tickets, bookings and letters: whatever was
// acknowledged is there once afterwards, and the data is whole. Each round goes on until it has something to lose, and is cut
// after another number of acts than the one before.
func TestKill9(t *testing.T) {
	bin, dir := buildProgram(t), t.TempDir()
	a := &acknowledged{tickets: map[string]int{}, bookings: map[string]string{}}
	const rounds = 20
	for round := range rounds {
		p := startProgram(t, bin, dir, "127.0.0.1:0")
		a.acts = 0
		if a.next >= len(p.Children) {
			a.next = 0 // they scan again: what they have must still be theirs
		}
		var wg sync.WaitGroup
		var kiosks []*client // all enrolled before the first act, so that the cut meets acts only
		for range 7 {
			kiosks = append(kiosks, p.client(p.device("图书角")))
		}
		for _, c := range kiosks[1:] {
			wg.Go(func() { a.scan(c, p.Children) })
		}
		wg.Go(func() { a.write(kiosks[0], round) })
		until(t, fmt.Sprintf("something to lose in round %d", round), func() bool {
			a.mu.Lock()
			defer a.mu.Unlock()
			return a.acts >= 10+round && len(a.tickets) > round && len(a.bookings) > round && len(a.codes) > round
		})
		p.kill() // the rest find no server any more
		wg.Wait()
	}
	t.Logf("%d kills; acknowledged: %d tickets, %d bookings, %d letters", rounds, len(a.tickets), len(a.bookings), len(a.codes))
	a.kept(t, dir)
}

// scan lets one child after the other scan, take a ticket and book, until the program is gone or all had their turn.
func (a *acknowledged) scan(c *client, children []views.DemoChild) {
	for {
		a.mu.Lock()
		i := a.next
		a.next++
		a.mu.Unlock()
		if i >= len(children) {
			return
		}
		child := children[i]
		if status, _, err := c.try("/kiosk/scan", "code", child.Card); err != nil || status != 200 {
			return
		}
		if status, page, err := c.try("/kiosk/ticket"); err == nil && status == 200 {
			no := atoiIn(strip(page))
			a.add(func() { a.tickets[child.ID] = no })
		}
		r, err := c.Get(c.url + "/kiosk/booking")
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
			a.add(func() { a.bookings[child.ID] = m[1] })
		}
	}
}

// write sends one letter after the other, until the program is gone.
func (a *acknowledged) write(c *client, round int) {
	for {
		status, page, err := c.try("/kiosk/letter", "kind", "text", "text", fmt.Sprint("信 ", round))
		if err != nil || status != 200 {
			return
		}
		if m := regexp.MustCompile(`name="shown" value="([^"]+)"`).FindStringSubmatch(page); m != nil {
			a.add(func() { a.codes = append(a.codes, m[1]) })
		}
	}
}

// kept looks for everything in the data.
func (a *acknowledged) kept(t *testing.T, dir string) {
	s, err := store.Open(dir, school.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Check(); err != nil {
		t.Error(err)
	}
	seen := map[int]string{}
	for child, no := range a.tickets {
		p, on, err := s.Phone.TicketOf(child)
		if err != nil || !on || p.Ticket.No != no {
			t.Errorf("ticket %d of %s: %+v, %v", no, child, p.Ticket, err)
		}
		if other, twice := seen[no]; twice {
			t.Errorf("number %d was given to %s and %s", no, other, child)
		}
		seen[no] = child
	}
	held := map[string]string{}
	for child, slot := range a.bookings {
		h, err := s.Heart.HeldBy(child)
		if err != nil || len(h.Bookings) != 1 || h.Bookings[0].Key() != slot {
			t.Errorf("booking %s of %s: %+v, %v", slot, child, h, err)
		}
		if other, twice := held[slot]; twice {
			t.Errorf("slot %s was given to %s and %s", slot, other, child)
		}
		held[slot] = child
	}
	if slices.Sort(a.codes); len(slices.Compact(a.codes)) != len(a.codes) {
		t.Error("a return code was given twice")
	}
	desk := school.Device{ID: "test", Offers: []school.Offer{school.OfferLetters}}
	for _, code := range a.codes {
		if _, err := s.Mail.ReadReply(desk, code); err != nil {
			t.Errorf("letter %s: %v", code, err)
		}
	}
}
