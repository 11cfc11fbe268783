package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestNothingEndsByMistake: what a child has begun survives a card under the reader, one wrong tap and the way to help; and
// nobody else is shown it.
func TestNothingEndsByMistake(t *testing.T) {
	s, d := openSchool(t, "-children", "40"), openDesk(t)
	k := d.open(1024, 600, s.device("图书角"))
	letter := func() {
		t.Helper()
		k.wait("a.room.mail")
		k.click("a.room.mail")
		k.click(`[data-value="afraid"]`)
		k.click(`[data-value="friends"]`)
		k.click(`[data-value="text"]`)
		k.wait("textarea")
	}
	holds := func(want string) {
		t.Helper()
		if got := eval[string](k, `document.querySelector("textarea").value`); got != want {
			t.Errorf("the letter holds %q, want %q", got, want)
		}
	}
	const words = "外婆的号码是 19900001234567890123，请打给她"
	letter()
	k.do(chromedp.KeyEvent(words)) // more digits than a card has, typed
	holds(words)

	k.scanText(s.Children[0].Card)
	k.reads("有人在写信")
	k.shot("keep-scan-asks")
	holds(words)
	k.tap("还没有")
	k.hidden("[data-ask=letter]")
	holds(words)
	k.tap("我需要帮助")
	k.reads("你不是一个人")
	k.shot("keep-help")
	k.tap("接着写信")
	k.wait("textarea")
	holds(words)
	k.tap("我需要帮助")
	k.tap("知道了")
	k.wait("a.room.mail")
	k.tap("接着写信")
	holds(words)
	k.tap("不写了")
	k.tap("接着写")
	holds(words)
	k.tap("不写了")
	k.tap("不写了")
	k.wait("a.room.mail")
	k.shot("keep-undo")
	k.tap("接着写信")
	holds(words)
	k.scanText(s.Children[0].Card)
	k.tap("写完了")
	k.wait("[data-visit]")
	k.tap("结束")
	k.wait("a.room.mail")
	if eval[bool](k, `[...document.querySelectorAll("[data-resume]")].some((e) => !e.hidden)`) {
		t.Error("the next child is offered the letter of the one before")
	}

	// Who left the letter for help and then walked away is not the next who comes.
	letter()
	k.do(chromedp.KeyEvent(words))
	k.tap("我需要帮助")
	k.reads("接着写信")
	eval[bool](k, `(document.getElementById("screen").dataset.idle = "0.1") !== ""`)
	k.wait("a.room.mail")
	if eval[bool](k, `[...document.querySelectorAll("[data-resume]")].some((e) => !e.hidden)`) {
		t.Error("a letter that was left alone is offered to the next child")
	}

	letter()
	k.do(chromedp.KeyEvent("请帮帮我"))
	k.tap("写好了")
	k.tap("不急")
	k.wait(".digits")
	code := k.shownCode()
	k.scan(s.Children[0].Card)
	k.reads("暗号记住了吗")
	k.tap("记住了")
	k.wait("[data-visit]")
	if eval[bool](k, `[...document.querySelectorAll("[data-resume]")].some((e) => !e.hidden)`) {
		t.Error("a signed-in child is offered another's code")
	}
	k.tap("结束")
	k.tap("刚才的暗号")
	k.wait("[data-secret].covered")
	if got := k.shownCode(); got != code {
		t.Errorf("%s again, it was %s", got, code)
	}
	if strings.TrimSpace(eval[string](k, `getComputedStyle(document.querySelector(".digits")).visibility`)) != "hidden" {
		t.Error("the code is seen by whoever comes by")
	}
	k.shot("keep-code-covered")
	eval[bool](k, `document.querySelector("[data-peek]").dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }))`)
	k.wait("[data-secret]:not(.covered)")
	eval[bool](k, `dispatchEvent(new PointerEvent("pointerup"))`)
	k.wait("[data-secret].covered")
	k.tap("清空走人")
	k.tap("走了")
	k.wait("a.room.mail")
	if eval[bool](k, `[...document.querySelectorAll("[data-resume]")].some((e) => !e.hidden)`) {
		t.Error("a code that was cleared is offered again")
	}

	k.scan(s.Children[0].Card)
	k.wait("[data-visit]")
	k.click("button.room.phone")
	k.wait(".ticket .no")
	k.tap("不打了")
	k.shot("keep-ticket-asks")
	k.tap("还要打")
	k.wait(".ticket .no")
	k.tap("不打了")
	k.tap("不打了")
	k.reads("点错了")
	k.shot("keep-ticket-undo")
	k.tap("点错了")
	k.wait(".ticket .no")
	k.reads("你是1号")
}
