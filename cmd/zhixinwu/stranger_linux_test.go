package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// memoryBar is what the program may ever have held, in kB, whatever a stranger sends: see DESIGN.md, Numbers to hold.
const memoryBar = 100 << 10

// stranger is a machine in the school's network that belongs to nobody: it has an address of its own.
type stranger struct {
	t    *testing.T
	host string
	from net.Dialer
	*http.Client
}

func (p *program) stranger(t *testing.T, n int) stranger {
	u, err := url.Parse(p.url)
	if err != nil {
		t.Fatal(err)
	}
	from := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(n))}}
	transport := &http.Transport{MaxIdleConnsPerHost: 64, DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		return from.DialContext(ctx, network, addr)
	}}
	t.Cleanup(transport.CloseIdleConnections)
	return stranger{t, u.Host, from, &http.Client{Transport: transport, Timeout: patience}}
}

// open begins a request and leaves it there; a refused connection is fine too.
func (a stranger) open(request string) {
	conn, err := a.from.Dial("tcp", a.host)
	if err != nil {
		return
	}
	a.t.Cleanup(func() { conn.Close() })
	io.WriteString(conn, request)
}

// peak is the most memory that a process has ever held, in kB.
func (p *program) peak(t *testing.T) (kB int) {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscanf(find(t, `VmHWM:\s+(\d+ kB)`, string(status)), "%d kB", &kB); err != nil {
		t.Fatal(err)
	}
	return kB
}

// during is what must go on whatever a stranger does: a child writes a letter and finds its answer page, and the keeper, who
// has signed in at this desk before, signs in again. Then it says what the program has held.
func (p *program) during(t *testing.T, what string, kiosk, desk *client) {
	t.Helper()
	_, page := kiosk.post("/kiosk/letter", "kind", "text", "text", "我想妈妈了", "mood", "homesick")
	code := find(t, `name="shown" value="([^"]+)"`, page)
	if status, _ := kiosk.post("/kiosk/reply", "code", code); status != http.StatusOK {
		t.Errorf("%s: the letter is not found: %d", what, status)
	}
	if status, _ := desk.post("/login", "login", "zhao", "password", password("zhao")); status != http.StatusOK {
		t.Errorf("%s: the keeper's login: %d", what, status)
	}
	if kB := p.peak(t); kB > memoryBar {
		t.Errorf("%s: the program has held %d MB", what, kB>>10)
	} else {
		t.Logf("%s: the program has held %d MB at most", what, kB>>10)
	}
}

// bomb is a form in parts that is small on the line and half a gigabyte unpacked.
func bomb(t *testing.T) (packed []byte, contentType string) {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	form := multipart.NewWriter(w)
	part, err := form.CreateFormField("login")
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range 512 {
		part.Write(zeros)
	}
	form.Close()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), form.FormDataContentType()
}

// TestStrangersCannotFillIt: packed forms, bodies that are announced and never sent, and connections without end do not fill
// the memory, and keep no child from its letter.
func TestStrangersCannotFillIt(t *testing.T) {
	p := startProgram(t, buildProgram(t), t.TempDir(), "127.0.0.1:0")
	kiosk, desk := p.client(p.device("图书角")), p.logIn("zhao")
	p.during(t, "before", kiosk, desk)

	packed, contentType := bomb(t)
	t.Logf("a form of %d kB", len(packed)>>10)
	a := p.stranger(t, 66)
	for _, path := range []string{"/login", "/office/import", "/kiosk/letter", "/nowhere"} {
		var wait sync.WaitGroup
		for range 8 {
			wait.Go(func() {
				r, err := http.NewRequest(http.MethodPost, p.url+path, bytes.NewReader(packed))
				if err != nil {
					t.Error(err)
					return
				}
				r.Header.Set("Content-Type", contentType)
				r.Header.Set("Content-Encoding", "gzip")
				if answer, err := a.Do(r); err == nil { // it may close before all was sent
					if answer.Body.Close(); answer.StatusCode != http.StatusUnsupportedMediaType {
						t.Errorf("%s unpacks: %d", path, answer.StatusCode)
					}
				}
			})
		}
		wait.Wait()
	}
	p.during(t, "packed forms", kiosk, desk)

	head := func(path string, length int) string {
		return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"+
			"Content-Length: %d\r\n\r\nlogin=admi", path, length)
	}
	for range 200 {
		p.stranger(t, 67).open(head("/login", 12_000_000))
		p.stranger(t, 68).open(head("/login", 60_000) + strings.Repeat("x", 9_000))
	}
	p.during(t, "bodies that do not come", kiosk, desk)

	// Whoever has many addresses has many connections, up to what the memory bears.
	answered, closed := 0, make(chan struct{})
	for n := range 5 {
		b := p.stranger(t, 70+n)
		for range 250 {
			conn, err := b.from.Dial("tcp", b.host)
			if err != nil {
				t.Fatal(err)
			}
			go func() { <-closed; conn.Close() }()
			io.WriteString(conn, "GET /help HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: "+strings.Repeat("x", 3_000)+"\r\n\r\n")
			if answer, err := http.ReadResponse(bufio.NewReader(conn), nil); err == nil && answer.StatusCode == http.StatusOK {
				answered++
			}
		}
	}
	t.Logf("%d connections at once", answered)
	if answered > 1024 {
		t.Errorf("%d connections at once", answered)
	}
	close(closed)
	until(t, "the connections are closed", func() bool { _, _, err := kiosk.try("/kiosk/done"); return err == nil })
	p.during(t, "connections without end", kiosk, desk)
}

// TestStrangersCannotCrowdIt: forty who try passwords without pause, and whoever asks for one code after the other, keep no
// child from its letter, no keeper from the desk and no kiosk from being paired.
func TestStrangersCannotCrowdIt(t *testing.T) {
	p := startProgram(t, buildProgram(t), t.TempDir(), "127.0.0.1:0")
	kiosk, desk, admin := p.client(p.device("图书角")), p.logIn("zhao"), p.logIn("admin")
	ctx, stop := context.WithCancel(t.Context())
	var wait sync.WaitGroup
	var answers [600]atomic.Int64
	a := p.stranger(t, 66)
	for n := range 40 {
		wait.Go(func() {
			for round := 0; ctx.Err() == nil; round++ {
				form := url.Values{"login": {fmt.Sprint("zhao", n, round)}, "password": {"a guess"}}.Encode()
				r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.url+"/login", strings.NewReader(form))
				if err != nil {
					t.Error(err)
					return
				}
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				answer, err := a.Do(r)
				if err != nil {
					continue
				}
				answers[answer.StatusCode].Add(1)
				if answer.StatusCode == http.StatusServiceUnavailable && answer.Header.Get("Retry-After") == "" {
					t.Error("sent away without a word when to come again")
				}
				io.Copy(io.Discard, answer.Body)
				answer.Body.Close()
			}
		})
	}
	until(t, "some are tried and some sent away", func() bool { return answers[401].Load() > 0 && answers[503].Load() > 0 })
	for range 5 {
		p.during(t, "forty at the door", kiosk, desk)
	}

	fresh := p.client("")
	code := find(t, `class="code">(\d{6})<`, fresh.page("/enroll"))
	for range 50 {
		if answer, err := a.Get(p.url + "/enroll"); err == nil {
			answer.Body.Close()
		}
	}
	device := find(t, `name="device" value="(\d+)"`, admin.page("/admin"))
	if status, page := admin.post("/admin/devices/pair", "device", device, "code", code); status != http.StatusOK {
		t.Errorf("the kiosk is not paired: %d %.300s", status, strip(page))
	}
	stop()
	wait.Wait()
	t.Logf("%d were tried, %d sent away", answers[401].Load(), answers[503].Load())
}
