package handlers

import (
	"strings"
	"testing"
	"time"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// fakeKey remembers its bytes; a copy has bytes of its own.
type fakeKey struct{ bytes []byte }

func (k fakeKey) Clone() fakeKey { return fakeKey{append([]byte(nil), k.bytes...)} }
func (k fakeKey) Wipe()          { clear(k.bytes) }

// TestKeysAreWiped: a key leaves no bytes behind when its session locks, gets another, or has not looked for its life, which
// a timer finds out; the copy that a request works with lives as long as the request wants.
func TestKeysAreWiped(t *testing.T) {
	now, forgotten := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC), 0
	b := newBoxes[fakeKey](func() time.Time { return now }, func() time.Duration { return 10 * time.Minute }, func() { forgotten++ })
	app := fiber.New()
	as := func(session string, do func(*fiber.Ctx)) {
		c := app.AcquireCtx(&fasthttp.RequestCtx{})
		defer app.ReleaseCtx(c)
		c.Request().Header.SetCookie(staffCookie, session)
		do(c)
	}
	keep := func(session string) fakeKey {
		k := fakeKey{[]byte("a key")}
		as(session, func(c *fiber.Ctx) { b.keep(c, k) })
		return k
	}
	find := func(session string) (k fakeKey, open bool) {
		as(session, func(c *fiber.Ctx) { k, open = b.find(c) })
		return k, open
	}
	wiped := func(what string, k fakeKey, want bool) {
		t.Helper()
		if is := string(k.bytes) == "\x00\x00\x00\x00\x00"; is != want {
			t.Errorf("%s: wiped %v", what, is)
		}
	}
	one, other := keep("one"), keep("other")
	copied, open := find("one")
	as("one", b.lock)
	wiped("locked", one, true)
	wiped("the copy of a request", copied, false)
	wiped("another's", other, false)
	if _, still := find("one"); !open || still || forgotten != 1 {
		t.Errorf("open %v, after the lock %v, forgotten %d times", open, still, forgotten)
	}
	again := keep("other")
	wiped("replaced", other, true)
	now = now.Add(9 * time.Minute)
	if k, open := find("other"); !open || string(k.bytes) != "a key" {
		t.Errorf("after nine minutes: %v, %q", open, k.bytes)
	}
	now = now.Add(9 * time.Minute)
	b.sweep()
	wiped("nine minutes after the last look", again, false)
	now = now.Add(2 * time.Minute)
	b.sweep()
	wiped("after its life", again, true)
	if b.timer != nil || forgotten != 3 {
		t.Errorf("with nothing open a timer runs: %v, forgotten %d times", b.timer != nil, forgotten)
	}
	b.life = func() time.Duration { return time.Nanosecond }
	b.now = time.Now
	last := keep("last")
	waitFor(t, "the timer", func() bool { b.mu.Lock(); defer b.mu.Unlock(); return len(b.open) == 0 })
	wiped("by the timer", last, true)
}

// TestListIsForgotten: a list that nobody imports does not stay in memory: not beyond its hour, not beyond the log out.
func TestListIsForgotten(t *testing.T) {
	s := openSite(t, 2)
	d := &drafts{now: s.Now, byStaff: map[string]draft{}}
	d.keep("001", draft{token: "t"})
	s.Clock.Pass(draftLife)
	if d.sweep(); len(d.byStaff) != 1 {
		t.Error("a list is gone within its hour")
	}
	s.Clock.Pass(time.Second)
	if d.sweep(); len(d.byStaff) != 0 {
		t.Error("a list outlives its hour")
	}
	office := s.as(s.Office)
	page := office.upload("/office/import", "list", "名单.csv", []byte("姓名,班级\r\n麦小一,二1\r\n")).body
	list := first(t, `name="draft" value="([^"]+)"`, page)
	office.post("/office/import/plan", "draft", list).want(t, "before the log out", 200, "麦小一")
	office.post("/logout")
	a := s.as(s.Office).post("/office/import/plan", "draft", list)
	a.want(t, "after the log out", a.status, views.SentenceOf("list.gone"))
	if strings.Contains(a.body, "麦小一") {
		t.Error("a list outlives the log out")
	}
}
