package handlers

import (
	"strings"
	"testing"
	"zhixinwu/store/storetest"
)

// TestNoteAfterTheLock: the key locks itself while somebody writes. What is kept then is said to be kept, before and after the
// passphrase; what cannot be kept comes through the passphrase and lies on the page again, word for word.
func TestNoteAfterTheLock(t *testing.T) {
	s := openSite(t, 2)
	child := s.Children[0].ID
	c := s.as(s.Counselor)
	to := c.post("/counselor/notes/" + child + "/begin").header.Get("Location")
	c.post("/counselor/notes/unlock", "passphrase", storetest.Password, "on", to).want(t, "unlock", 303)
	form := formOf(t, c.get(to).body, "/counselor/notes/"+child+"/keep")
	c.post("/counselor/notes/lock").want(t, "the lock", 303)

	form.Set("words", "外婆病了")
	form.Set("plan", strings.Repeat("长", 6000))
	long := c.submit("/counselor/notes/"+child+"/keep", form)
	long.want(t, "too long, and locked", 422, "用口令打开", "写的还在这一页上")
	carried := formOf(t, long.body, "/counselor/notes/unlock")
	carried.Set("passphrase", "wrong wrong")
	carried = formOf(t, c.submit("/counselor/notes/unlock", carried).body, "/counselor/notes/unlock")
	carried.Set("passphrase", storetest.Password)
	again := c.submit("/counselor/notes/unlock", carried)
	again.want(t, "unlocked", 200, "刚才写的还在", "外婆病了")
	form = formOf(t, again.body, "/counselor/notes/"+child+"/keep")
	if form.Get("words") != "外婆病了" || len(form.Get("plan")) != 18000 {
		t.Errorf("on the page: %d letters of the plan, %q", len(form.Get("plan")), form.Get("words"))
	}

	form.Set("plan", "周五再见")
	c.post("/counselor/notes/lock")
	kept := c.submit("/counselor/notes/"+child+"/keep", form)
	kept.want(t, "kept", 303)
	locked := c.get(kept.header.Get("Location"))
	locked.want(t, "locked", 200, "存成记录了", "输入口令就能接着看")
	open := formOf(t, locked.body, "/counselor/notes/unlock")
	open.Set("passphrase", storetest.Password)
	c.get(c.submit("/counselor/notes/unlock", open).header.Get("Location")).want(t, "opened", 200, "存成记录了", "周五再见")
}

// TestTwoTabsOnANote: the second to write sees both texts, draft or record, and saves over the first only after that.
func TestTwoTabsOnANote(t *testing.T) {
	s := openSite(t, 2)
	child := s.Children[0].ID
	c := s.as(s.Counselor)
	to := c.post("/counselor/notes/" + child + "/begin").header.Get("Location")
	draft, keep := "/counselor/notes/"+child+"/draft", "/counselor/notes/"+child+"/keep"
	c.post("/counselor/notes/unlock", "passphrase", storetest.Password, "on", to).want(t, "unlock", 303)
	one, two := formOf(t, c.get(to).body, keep), formOf(t, c.get(to).body, keep)
	one.Set("words", "第一个窗口")
	two.Set("words", "第二个窗口")
	c.submit(draft, one).want(t, "the first", 200, "10:00:00")
	c.submit(draft, two).want(t, "the second", 409, "另一个窗口", "第一个窗口", `data-version="1"`)
	both := c.submit(keep, two)
	both.want(t, "the second keeps", 409, "另一个窗口", "第一个窗口", "第二个窗口")
	c.post("/counselor/notes/lock")
	if a := c.submit(draft, two); a.status != 409 || strings.Contains(a.body, "第一个窗口") || !strings.Contains(a.body, "先用口令打开") {
		t.Errorf("with the key locked: %d %s", a.status, a.body)
	}
	again := formOf(t, both.body, keep)
	if again.Get("words") != "第二个窗口" {
		t.Errorf("the form came back with %q", again.Get("words"))
	}
	c.submit(keep, again).want(t, "knowingly", 303)
	c.submit(draft, one).want(t, "the first goes on", 409)
}
