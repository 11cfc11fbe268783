package main

import (
	"bytes"
	"encoding/binary"
	"io"
	"mime/multipart"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestSpokenCalls: calls are spoken one after the other, never over each other, each once, and once more after a while if
// nobody has come.
func TestSpokenCalls(t *testing.T) {
	s, d := openSchool(t, "-children", "40"), openDesk(t)
	board := d.open(1280, 800, s.device("亲情室叫号屏"), spoken)
	board.wait(".call.free")
	kiosk, keeper := s.client(s.device("图书角")), s.logIn("zhao")
	for i := range 3 {
		kiosk.post("/kiosk/scan", "code", s.Children[i].Card)
		kiosk.post("/kiosk/ticket")
	}
	page := ""
	for _, line := range []string{"1", "2", "3"} {
		_, page = keeper.post("/phone/call", "line", line)
	}
	board.eventually("three spoken calls", `spoken.length === 6`)
	want := "begin 1号，请到1 号电话|end 1号，请到1 号电话|begin 2号，请到2 号电话|end 2号，请到2 号电话|begin 3号，请到3 号视频|end 3号，请到3 号视频"
	if got := eval[string](board, `spoken.join("|")`); got != want {
		t.Errorf("spoken: %s", got)
	}
	// The first one comes. The board's clock is set forward instead of waiting.
	keeper.post("/phone/start", "ticket", find(t, `name="ticket" value="([^"]+/000001)"`, page))
	board.eventually("two calls", `document.querySelectorAll(".call.now").length === 2`)
	eval[bool](board, `(() => { const real = Date.now; Date.now = () => real() + 21000; return true; })()`)
	board.eventually("two calls again", `spoken.length === 10`)
	if got := eval[string](board, `spoken.slice(6).join("|")`); got != want[len("begin 1号，请到1 号电话|end 1号，请到1 号电话|"):] {
		t.Errorf("spoken again: %s", got)
	}
	eval[bool](board, `(() => { const real = Date.now; Date.now = () => real() + 60000; return true; })()`)
	keeper.post("/phone/announce", "text", "请安静")
	board.reads("请安静")
	if got := eval[int](board, `spoken.length`); got != 10 {
		t.Errorf("a call is spoken a third time: %d", got)
	}
}

// TestEars: a child hears a choice without choosing it, and the whole page in its order; another screen ends what is said.
func TestEars(t *testing.T) {
	s, d := openSchool(t, "-children", "40"), openDesk(t)
	kiosk := d.open(1024, 600, s.device("图书角"), spoken)
	kiosk.wait("#screen [data-listen]")
	if n := eval[int](kiosk, `spoken.length`); n != 0 {
		t.Errorf("%d texts are spoken without a tap", n)
	}
	kiosk.click("a.room.phone .ear")
	kiosk.eventually("one choice", `spoken.length === 2`)
	kiosk.click("#screen [data-listen]")
	kiosk.wait("h1.heard")
	kiosk.wait("a.room.heart.heard")
	kiosk.eventually("the help button", `spoken.at(-1) === "end 我需要帮助"`)
	kiosk.gone(".heard, .reading")
	want := "亲情电话，给家里打电话|你想做什么？|先刷卡，写信不用刷|知心屋，找老师说说话|亲情电话，给家里打电话|知心信箱，不记名字|看回信|110 报警，12355 青少年热线，12356 心理热线|我需要帮助"
	if got := eval[string](kiosk, `spoken.filter((s) => s.startsWith("end")).map((s) => s.slice(4)).join("|")`); got != want {
		t.Errorf("read: %s", got)
	}
	if !eval[bool](kiosk, `document.querySelector("#screen a.room.phone") !== null`) {
		t.Error("an ear chooses")
	}

	// A second tap ends it; so does the card of the next child, of whom nothing is said by itself.
	for _, end := range []func(){
		func() { kiosk.click("#screen [data-listen]") },
		func() { kiosk.scan(s.Children[0].Card); kiosk.wait("[data-visit]") },
	} {
		eval[int](kiosk, `spoken.length = 0`)
		kiosk.click("#screen [data-listen]")
		kiosk.eventually("the question", `spoken.length > 0`)
		end()
		kiosk.eventually("silence", `spoken.at(-1).startsWith("cut")`)
		kiosk.gone(".heard, .reading")
	}
	kiosk.click("button.room.phone .ear")
	kiosk.eventually("the choice alone", `spoken.at(-1) === "end 亲情电话，给家里打电话" && spoken.at(-3).startsWith("cut")`)

	// A question over the screen has an ear of its own.
	kiosk.click("button.room.phone")
	kiosk.tap("不打了")
	eval[int](kiosk, `spoken.length = 0`)
	kiosk.click("[role=alertdialog]:not([hidden]) [data-listen]")
	kiosk.eventually("the question's answers", `spoken.at(-1) === "end 不打了"`)
	if got := eval[string](kiosk, `spoken.filter((s) => s.startsWith("end")).join("|")`); got != "end 不打电话了吗？|end 还要打|end 不打了" {
		t.Errorf("the question says %s", got)
	}
	kiosk.tap("还要打")
	kiosk.tap("好了")
	kiosk.wait("a.room.mail")

	// The volume is this browser's own and outlives the page; silent, it shows no ears.
	kiosk.tap("我需要帮助")
	eval[int](kiosk, `spoken.length = 0`)
	kiosk.tap("小声")
	kiosk.eventually("a softer voice", `spoken.at(-1) === "end 小声" && document.querySelector("meter").value === 3`)
	kiosk.tap("不出声")
	kiosk.gone(".ear, #screen [data-listen]")
	kiosk.do(chromedp.Navigate(s.url + "/kiosk"))
	kiosk.wait("a.room.mail")
	if eval[bool](kiosk, `document.querySelector(".ear") !== null`) {
		t.Error("a silent kiosk shows ears")
	}
	kiosk.tap("我需要帮助")
	kiosk.tap("不出声")
	kiosk.wait("#screen [data-listen]")
	if v := eval[int](kiosk, `document.querySelector("meter").value`); v != 3 {
		t.Errorf("the volume is %d again", v)
	}

	mute := d.open(1024, 600, s.device("图书角"))
	mute.wait("a.room.mail")
	if eval[bool](mute, `document.querySelector(".ear, #screen [data-listen]") !== null`) {
		t.Error("a browser without a voice shows ears")
	}
}

// beep is a WAV file of a twentieth of a second.
func beep(tone int) []byte {
	const rate = 8000
	samples := make([]byte, rate/20)
	for i := range samples {
		samples[i] = byte(128 + 60*((i*tone/rate)%2))
	}
	b := []byte("RIFF")
	b = binary.LittleEndian.AppendUint32(b, uint32(36+len(samples)))
	b = append(b, "WAVEfmt "...)
	for _, v := range []uint32{16, 1 | 1<<16, rate, rate, 1 | 8<<16} {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	b = binary.LittleEndian.AppendUint32(append(b, "data"...), uint32(len(samples)))
	return append(b, samples...)
}

// record uploads a recording of each sentence, and returns the page that says so.
func (c *client) record(texts ...string) string {
	c.t.Helper()
	page := c.page("/admin/voice")
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i, text := range texts {
		n := find(c.t, `n=(\d+)"[^>]*>`+text+`</a>`, page)
		file, err := form.CreateFormFile("files", n+".wav")
		if err != nil {
			c.t.Fatal(err)
		}
		file.Write(beep(200 + 40*i))
	}
	form.Close()
	r, err := c.Post(c.url+"/admin/voice/files", form.FormDataContentType(), &body)
	if err != nil {
		c.t.Fatal(err)
	}
	defer r.Body.Close()
	answer, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != 200 {
		c.t.Fatalf("recordings: %d, %v", r.StatusCode, err)
	}
	return string(answer)
}

// asked are the sounds that a screen has fetched, by the sentences that they record.
func (tb *tab) asked() (texts []string) {
	tb.t.Helper()
	index, err := chromedp.Run(tb.ctx, chromedp.Evaluate[map[string]string](
		`fetch(document.querySelector("[data-voice]").dataset.voice).then((r) => r.json())`, chromedp.EvalAwaitPromise))
	if err != nil {
		tb.t.Fatal(err)
	}
	named := map[string]string{}
	for text, address := range index {
		named[address] = text
	}
	tb.mu.Lock()
	defer tb.mu.Unlock()
	for _, r := range tb.requests {
		if i := strings.Index(r, "/voice/"); i >= 0 && !strings.Contains(r, "/voice/index/") {
			at := strings.LastIndex(r[:i], "/")
			texts = append(texts, named[r[at:]])
		}
	}
	return texts
}

// TestRecordings: what the school has recorded is heard where no browser has a voice, a number from its words, and nothing
// is fetched before it is asked for.
func TestRecordings(t *testing.T) {
	s, d := openSchool(t, "-children", "40"), openDesk(t)
	office := s.logIn("office")
	if page := office.record("你想做什么？", "亲情电话", "二", "十", "一", "号", "请到", "号电话"); !strings.Contains(page, "存好了 8 段录音") {
		t.Errorf("the recordings were not kept: %.600s", strip(page))
	}
	kiosk := d.open(1024, 600, s.device("图书角"))
	kiosk.wait("#screen [data-listen]")
	kiosk.quiet()
	if got := kiosk.asked(); len(got) != 0 {
		t.Errorf("fetched before a tap: %q", got)
	}
	kiosk.click("#screen [data-listen]")
	kiosk.gone(".reading")
	if got := strings.Join(kiosk.asked(), " "); got != "你想做什么？ 亲情电话" {
		t.Errorf("heard: %s", got)
	}

	// Where the browser has a voice too, each text is in one of the two.
	both := d.open(1024, 600, s.device("图书角"), spoken)
	both.wait("#screen [data-listen]")
	both.click("#screen [data-listen]")
	both.eventually("the last button", `spoken.at(-1) === "end 我需要帮助"`)
	if got := eval[string](both, `spoken[0] + "|" + spoken.includes("end 亲情电话，给家里打电话")`); got != "begin 先刷卡，写信不用刷|true" {
		t.Errorf("the browser's voice: %s", got)
	}
	if got := strings.Join(both.asked(), " "); got != "你想做什么？" {
		t.Errorf("heard beside the browser's voice: %s", got)
	}

	board := d.open(1280, 800, s.device("亲情室叫号屏"))
	board.wait(".call.free")
	board.click(".sound")
	phones, keeper := s.client(s.device("图书角")), s.logIn("zhao")
	for i := range 21 {
		phones.post("/kiosk/scan", "code", s.Children[i].Card)
		phones.post("/kiosk/ticket")
	}
	for i := range 21 {
		_, page := keeper.post("/phone/call", "line", "1")
		if i < 20 {
			keeper.post("/phone/leave", "ticket", find(t, `name="ticket" value="([^"]+)"`, page))
		}
	}
	board.wait(`.call.now[data-no="21"]`)
	want := "二 十 一 号 请到 一 号电话"
	until(t, want, func() bool { return strings.HasSuffix(strings.Join(board.asked(), " "), want) })

	// One that is taken away is not heard any more, on a screen that stood there before.
	sentence := find(t, `n=(\d+)"[^>]*>你想做什么？</a>`, office.page("/admin/voice"))
	if status, _ := office.post("/admin/voice/delete", "n", sentence); status != 200 {
		t.Errorf("deleting: %d", status)
	}
	kiosk.tap("我需要帮助")
	kiosk.tap("知道了")
	kiosk.wait("a.room.mail")
	kiosk.mu.Lock()
	kiosk.requests = nil
	kiosk.mu.Unlock()
	kiosk.click("#screen [data-listen]")
	kiosk.gone(".reading")
	if got := strings.Join(kiosk.asked(), " "); got != "亲情电话" {
		t.Errorf("heard after the change: %s", got)
	}
}

// TestMicrophone: a sentence is recorded on its page, kept, and the next one is offered.
func TestMicrophone(t *testing.T) {
	s, d := openSchool(t, "-children", "40"), openDesk(t)
	office := d.login(s, "office")
	office.do(chromedp.Navigate(s.url + "/admin/voice"))
	office.reads("第 1 句")
	office.hidden("[data-norecord]")
	office.click("[data-record]")
	office.reads("停，存下来")
	office.click("[data-record]")
	office.reads("录了 1 句")
	office.wait("audio")
	office.eventually("a sound that plays", `document.querySelector("audio").duration > 0`)
	office.shot("staff-voice-recorded")
	office.tap("下一句没录的")
	office.reads("第 2 句")
	office.do(chromedp.Navigate(s.url + "/admin/voice?n=1"))
	office.tap("删掉")
	office.reads("录了 0 句")
}
