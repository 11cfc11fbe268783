package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// chromium is the browser to test with. Without one the journeys are skipped, but not under CI, which installs it.
func chromium(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("no Chromium, and CI must not skip the browser journeys")
	}
	t.Skip("no Chromium here: the browser journeys are skipped")
	return ""
}

// desk is one Chromium; its tabs do not share cookies.
type desk struct {
	t   testing.TB
	ctx context.Context
}

func openDesk(t testing.TB) *desk {
	t.Helper()
	opts := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(chromium(t)), chromedp.UserDataDir(t.TempDir()), chromedp.WSURLReadTimeout(patience),
		chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("use-fake-device-for-media-stream", true), chromedp.Flag("use-fake-ui-for-media-stream", true))
	a, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, cancel := chromedp.NewContext(a)
	t.Cleanup(func() { cancel(); stop() })
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	return &desk{t, ctx}
}

// tab is one screen, with everything that it asked of any server.
type tab struct {
	t   testing.TB
	ctx context.Context

	mu         sync.Mutex
	requests   []string
	pending    map[network.RequestID]bool // asked for and not answered in full
	bytes      int
	violations []string
}

// open shows a page in a tab of its own; the scripts run in it before its own do, and in each page after it.
func (d *desk) open(width, height int64, url string, scripts ...string) *tab {
	d.t.Helper()
	tb := &tab{t: d.t, pending: map[network.RequestID]bool{}}
	listen := func(ev any) {
		tb.mu.Lock()
		defer tb.mu.Unlock()
		switch ev := ev.(type) {
		case *network.EventRequestWillBeSent:
			tb.requests = append(tb.requests, ev.Request.URL)
			tb.pending[ev.RequestID] = true
		case *network.EventLoadingFinished:
			tb.bytes += int(ev.EncodedDataLength)
			delete(tb.pending, ev.RequestID)
		case *network.EventLoadingFailed:
			delete(tb.pending, ev.RequestID)
		case *log.EventEntryAdded:
			if strings.Contains(ev.Entry.Text, "Content Security Policy") {
				tb.violations = append(tb.violations, ev.Entry.Text)
			}
		}
	}
	ctx, cancel := chromedp.NewContext(d.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(listen))
	tb.ctx = ctx
	d.t.Cleanup(func() {
		tb.mu.Lock()
		defer tb.mu.Unlock()
		if len(tb.violations) > 0 {
			d.t.Errorf("CSP violations: %q", tb.violations)
		}
		cancel()
	})
	// The first action starts the tab and must not have a deadline: the tab would end with it.
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, height)); err != nil {
		d.t.Fatal(err)
	}
	for _, script := range scripts {
		tb.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := cdp.Call(ctx, t, page.AddScriptToEvaluateOnNewDocument,
				page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
			return err
		}))
	}
	tb.do(chromedp.Navigate(url))
	return tb
}

// spoken is a Chinese voice, which no browser has where tests run: it writes down when it begins and ends each text, and
// takes a moment for it.
const spoken = `
	window.spoken = [];
	window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
	Object.defineProperty(window, "speechSynthesis", { value: {
		getVoices: () => [{ lang: "zh-CN" }],
		addEventListener() {},
		cancel() { if (this.now) spoken.push("cut " + this.now.text); this.now = null; },
		speak(u) {
			spoken.push("begin " + u.text);
			this.now = u;
			setTimeout(() => { if (this.now === u) { spoken.push("end " + u.text); this.now = null; u.onend(); } }, 400);
		},
	} });
`

func (tb *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	tb.t.Helper()
	ctx, cancel := context.WithTimeout(tb.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		tb.t.Fatalf("%v\nthe screen shows: %s", err, tb.seen())
	}
}

// seen is what a person would read now.
func (tb *tab) seen() string {
	ctx, cancel := context.WithTimeout(tb.ctx, patience)
	defer cancel()
	text, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`location.pathname + ": " + document.body.innerText.slice(0, 600)`))
	return text
}

func (tb *tab) wait(sel string)   { tb.t.Helper(); tb.do(chromedp.WaitVisible(chromedp.CSS(sel))) }
func (tb *tab) gone(sel string)   { tb.t.Helper(); tb.do(chromedp.WaitNotPresent(chromedp.CSS(sel))) }
func (tb *tab) hidden(sel string) { tb.t.Helper(); tb.do(chromedp.WaitNotVisible(chromedp.CSS(sel))) }

// click presses a control as a finger does. A screen that is replaced between finding the control and pressing it gives no
// press: then the control is looked for again.
func (tb *tab) click(sel string) {
	tb.t.Helper()
	ctx, cancel := context.WithTimeout(tb.ctx, patience)
	defer cancel()
	for {
		err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(sel)))
		if err == nil {
			return
		}
		if ctx.Err() != nil || !strings.Contains(err.Error(), "-32000") {
			tb.t.Fatalf("click %s: %v\nthe screen shows: %s", sel, err, tb.seen())
		}
	}
}

// tap clicks the visible control with a text, pinyin apart; while a question lies over the screen, one of its answers.
func (tb *tab) tap(text string) {
	tb.t.Helper()
	script := fmt.Sprintf(`(() => {
		const plain = (e) => { const c = e.cloneNode(true); c.querySelectorAll("rt").forEach((r) => r.remove()); return c.textContent; };
		const within = document.querySelector("[role=alertdialog]:not([hidden])") || document;
		const e = [...within.querySelectorAll("button,a")].find((e) => e.checkVisibility() && plain(e).includes(%q));
		if (!e) return false;
		e.click();
		return true;
	})()`, text)
	tb.eventually("a control with "+text, script)
}

func (tb *tab) eventually(what, script string) {
	tb.t.Helper()
	deadline := time.Now().Add(patience)
	for {
		ok, err := chromedp.Run(tb.ctx, chromedp.Evaluate[bool](script))
		if err == nil && ok {
			return
		}
		if time.Now().After(deadline) {
			tb.t.Fatalf("%s: not there (%v)\nthe screen shows: %s", what, err, tb.seen())
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// reads waits for a text on the screen, pinyin and what is hidden apart.
func (tb *tab) reads(text string) {
	tb.t.Helper()
	tb.eventually(text, fmt.Sprintf(`(() => {
		const c = document.body.cloneNode(true);
		c.querySelectorAll("rt, [hidden]").forEach((r) => r.remove());
		return c.textContent.includes(%q);
	})()`, text))
}

func eval[T any](tb *tab, script string) T {
	tb.t.Helper()
	v, err := chromedp.Run(tb.ctx, chromedp.Evaluate[T](script))
	if err != nil {
		tb.t.Fatalf("%s: %v", script, err)
	}
	return v
}

// scan types a card code as a keyboard-wedge scanner does. Its keys carry the times at which a scanner sends them: a busy
// machine may hand them to the page at any later time.
func (tb *tab) scan(code string) {
	tb.t.Helper()
	at := time.Now()
	for i, d := range code {
		tb.keyAt(string(d), "Digit"+string(d), 48+int64(d-'0'), at.Add(time.Duration(i)*scannerGap))
	}
	tb.keyAt("Enter", "Enter", 13, at.Add(time.Duration(len(code))*scannerGap))
}

// scanText is a scan that arrives as text too, as in a field that has the focus.
func (tb *tab) scanText(code string) {
	tb.t.Helper()
	at := time.Now()
	for i, d := range code {
		tb.press(input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: string(d), Text: string(d),
			Code: "Digit" + string(d), WindowsVirtualKeyCode: 48 + int64(d-'0')}, at.Add(time.Duration(i)*scannerGap))
	}
	tb.keyAt("Enter", "Enter", 13, at.Add(time.Duration(len(code))*scannerGap))
}

// scannerGap is between two keys of a wedge scanner.
const scannerGap = 10 * time.Millisecond

// scanIME types it as it arrives while an input method is switched on: no text, only the places of the keys.
func (tb *tab) scanIME(code string) {
	tb.t.Helper()
	at := time.Now()
	for i, d := range code {
		tb.keyAt("Process", "Digit"+string(d), 229, at.Add(time.Duration(i)*scannerGap))
	}
	tb.keyAt("Enter", "Enter", 13, at.Add(time.Duration(len(code))*scannerGap))
}

func (tb *tab) key(key, code string, virtual int64) {
	tb.t.Helper()
	tb.keyAt(key, code, virtual, time.Now())
}

func (tb *tab) keyAt(key, code string, virtual int64, at time.Time) {
	tb.t.Helper()
	for _, typ := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
		tb.press(input.DispatchKeyEventParams{Type: typ, Key: key, Code: code, WindowsVirtualKeyCode: virtual}, at)
	}
}

func (tb *tab) press(p input.DispatchKeyEventParams, at time.Time) {
	tb.t.Helper()
	p.Timestamp = input.TimeSinceEpoch(float64(at.UnixMicro()) / 1e6)
	tb.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, input.DispatchKeyEvent, p)
		return err
	}))
}

// login opens a member of staff's home page in a tab of its own.
func (d *desk) login(s *running, login string) *tab {
	d.t.Helper()
	tb := d.open(1280, 800, s.url+"/login")
	tb.do(chromedp.SendKeys(chromedp.CSS(`input[name=login]`), login),
		chromedp.SendKeys(chromedp.CSS(`input[name=password]`), password(login)),
		chromedp.Click(chromedp.CSS(`button.btn`)),
		chromedp.WaitVisible(chromedp.CSS(`nav.side`)))
	return tb
}

// shot keeps a picture of the screen where ZHIXINWU_SHOTS names a folder.
func (tb *tab) shot(name string) {
	tb.t.Helper()
	dir := os.Getenv("ZHIXINWU_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(tb.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644)
	}
	if err != nil {
		tb.t.Fatal(err)
	}
}

// drag moves the pressed pointer along points.
func (tb *tab) drag(at func(x, y float64) (float64, float64), points [][2]float64) {
	tb.t.Helper()
	for i, p := range points {
		x, y := at(p[0], p[1])
		typ := input.DispatchMouseEventTypeMouseMoved
		if i == 0 {
			typ = input.DispatchMouseEventTypeMousePressed
		}
		tb.do(chromedp.MouseEvent(typ, x, y, chromedp.ButtonLeft))
		if i == len(points)-1 {
			tb.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseReleased, x, y, chromedp.ButtonLeft))
		}
	}
}

// heard takes a violation off the list, and waits for it.
func (tb *tab) heard(text string) {
	tb.t.Helper()
	until(tb.t, "a violation: "+text, func() bool {
		tb.mu.Lock()
		defer tb.mu.Unlock()
		i := slices.IndexFunc(tb.violations, func(v string) bool { return strings.Contains(v, text) })
		if i >= 0 {
			tb.violations = slices.Delete(tb.violations, i, i+1)
		}
		return i >= 0
	})
}

// shownCode is the return code that the screen shows the child.
func (tb *tab) shownCode() string {
	tb.t.Helper()
	return eval[string](tb, `document.querySelector("input[name=shown]").value`)
}

// enter taps a return code, picture by picture and digit by digit.
func (tb *tab) enter(code string) {
	tb.t.Helper()
	parts := strings.Split(code, "-")
	for _, p := range parts[:4] {
		tb.click(fmt.Sprintf(`[data-code="%s"]`, p))
	}
	for _, d := range parts[4] {
		tb.click(fmt.Sprintf(`[data-part=digits] [data-code="%c"]`, d))
	}
}
