package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// wouldAsk reports whether the browser would ask before it leaves the page.
const wouldAsk = `(() => { const e = new Event("beforeunload", { cancelable: true }); dispatchEvent(e); return e.defaultPrevented; })()`

// TestTypedStays: what was typed into a form is there after a slip, a covered screen and an ended session, and is sent when its
// writer is back; whoever else signs in over it gets their own page and sees none of it.
func TestTypedStays(t *testing.T) {
	s, d := openSchool(t, "-children", "30"), openDesk(t)
	tb := d.login(s, "wang")
	const room = "input[name=room]"
	value := func() string { return eval[string](tb, `document.querySelector("input[name=room]").value`) }
	typeOver := func(text string) {
		t.Helper()
		tb.do(chromedp.Navigate(s.url + "/counselor/plan"))
		tb.wait(room)
		eval[bool](tb, `(() => { document.querySelector("input[name=room]").select(); return true; })()`)
		tb.do(chromedp.SendKeys(chromedp.CSS(room), text))
	}
	typeOver("二楼的小屋")
	tb.eventually("a question before leaving", wouldAsk)

	for _, cover := range []func(){func() { tb.key("F9", "F9", 120) }, func() { tb.tap("遮住屏幕") }} {
		cover()
		tb.wait("dialog input[name=secret]")
		if eval[bool](tb, `document.querySelector("input[name=room]").checkVisibility({ visibilityProperty: true })`) {
			t.Error("the covered page shows what was typed")
		}
		tb.shot("typed-covered")
		tb.do(chromedp.SendKeys(chromedp.CSS("dialog input[name=secret]"), "wrong wrong\r"))
		tb.reads("不对，请再试")
		tb.do(chromedp.SendKeys(chromedp.CSS("dialog input[name=secret]"), password("wang")+"\r"))
		tb.gone("dialog")
		tb.wait(room)
		if got := value(); got != "二楼的小屋" {
			t.Errorf("after the lock the page holds %q", got)
		}
	}

	leave := func() {
		t.Helper()
		eval[bool](tb, `(() => {
			window.out = false;
			fetch("/logout", { method: "POST", redirect: "manual" }).then(() => { window.out = true; });
			return true;
		})()`)
		tb.eventually("signed out", "window.out === true")
	}
	signIn := func(login string) {
		t.Helper()
		tb.wait("dialog input[name=login]")
		tb.do(chromedp.SendKeys(chromedp.CSS("dialog input[name=login]"), login),
			chromedp.SendKeys(chromedp.CSS("dialog input[name=password]"), password(login)+"\r"))
	}
	leave()
	eval[bool](tb, `(() => { document.getElementById("alarm").dispatchEvent(new Event("look")); return true; })()`)
	signIn("wang")
	tb.gone("dialog")
	if got := value(); got != "二楼的小屋" {
		t.Errorf("after a look without a session the page holds %q", got)
	}
	leave()
	tb.tap("存好")
	tb.wait("dialog input[name=login]")
	tb.shot("typed-login")
	signIn("wang")
	tb.gone("dialog")
	tb.eventually("the page of the stored plan", `document.querySelector("input[name=room]").defaultValue === "二楼的小屋"`)

	typeOver("不该留下的")
	leave()
	tb.tap("存好")
	signIn("li")
	tb.eventually("the other's own page", `location.pathname === "/counselor"`)
	tb.do(chromedp.Navigate(s.url + "/counselor/plan"))
	tb.wait(room)
	if got := value(); got == "不该留下的" {
		t.Error("one counselor's words were sent in another's name")
	}
	if n := eval[int](tb, `sessionStorage.length + localStorage.length`); n != 0 {
		t.Errorf("%d things stand in the browser's storage", n)
	}
}

// TestTwoTabsOnANoteJourney: the second of two windows on a note reads what the first wrote beside its own words, and goes on.
func TestTwoTabsOnANoteJourney(t *testing.T) {
	s, d := openSchool(t, "-children", "30"), openDesk(t)
	one, two := d.login(s, "wang"), d.login(s, "wang")
	child := s.Children[0]
	one.do(chromedp.Navigate(s.url+"/counselor/find"), chromedp.SendKeys(chromedp.CSS("input[name=q]"), child.Card+"\r"))
	one.reads(child.Name)
	one.tap("写记录")
	one.wait("input[name=passphrase]")
	path := eval[string](one, "location.href")
	two.do(chromedp.Navigate(path))
	for _, tb := range []*tab{one, two} {
		tb.do(chromedp.SendKeys(chromedp.CSS("input[name=passphrase]"), password("wang")+"\r"))
		tb.wait("textarea[name=words]")
	}
	one.do(chromedp.SendKeys(chromedp.CSS("textarea[name=words]"), "第一个窗口写的"))
	one.reads("草稿存于")
	two.do(chromedp.SendKeys(chromedp.CSS("textarea[name=words]"), "第二个窗口写的"))
	two.reads("另一个窗口写的在下面")
	two.reads("第一个窗口写的")
	two.shot("note-two-tabs")
	two.do(chromedp.SendKeys(chromedp.CSS("textarea[name=words]"), "，接着写"))
	two.reads("草稿存于")
	two.tap("存成记录")
	two.reads("存成记录了")
	two.reads("第二个窗口写的，接着写")
	one.do(chromedp.SendKeys(chromedp.CSS("textarea[name=words]"), "。"))
	one.reads("第二个窗口写的，接着写")
	one.tap("存成记录")
	one.reads("以前的写法")
}
