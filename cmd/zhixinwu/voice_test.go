package main

import "testing"

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
