package handlers

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"zhixinwu/store/kv/kvtest"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// TestDiskDies: from some moment on the disk takes nothing. Every page is read as before, and says so; what is written is
// refused in words; and a child that calls for an adult is heard, goes on being heard, and is told who comes.
func TestDiskDies(t *testing.T) {
	if !kvtest.Apart(t) {
		return
	}
	s := openSite(t, 4)
	staff := map[string]*client{}
	for path, a := range map[string]school.Actor{"/counselor": s.Counselor, "/phone": s.Keeper, "/dorm": s.Dorm, "/class": s.Teacher,
		"/office": s.Office, "/office/children": s.Head, "/admin": s.Admin} {
		staff[path] = s.as(a)
	}
	kiosk, bell, wall := s.kiosk(), s.client(deviceCookie, s.Browser(s.Bell)), s.client(deviceCookie, s.Browser(s.Wall))
	kvtest.RefuseCall(t, unix.SYS_FDATASYNC)

	read := func(status int, texts ...string) {
		t.Helper()
		s.Clock.Pass(time.Minute) // a session is touched, and a device seen
		for path, c := range staff {
			c.get(path).want(t, path, status, texts...)
		}
		kiosk.get("/kiosk").want(t, "the kiosk", 200)
		bell.get("/board/duty").want(t, "the bell", 200)
		wall.get("/board").want(t, "the board", 200)
	}
	read(200)
	kiosk.post("/kiosk/letter", "kind", "text", "text", "外婆病了").want(t, "a letter", 503, "没有存住")
	kiosk.post("/kiosk/scan", "code", s.Code(s.Children[0])).want(t, "a scan", 503, "没有存住")
	s.client().get("/healthz").want(t, "health", 503)
	read(200, "什么都存不下来")
	staff["/admin"].get("/admin").want(t, "the administrator", 200, "硬盘")
	staff["/phone"].get("/alarm", "HX-Request", "true").want(t, "a page that is open", 200, "什么都存不下来")
	if strings.Contains(s.log.String(), "request failed") {
		t.Errorf("the log: %s", s.log)
	}

	asked := kiosk.post("/kiosk/now")
	asked.want(t, "the call", 200, "没有存下来，但是铃响了")
	kiosk.post("/kiosk/now").want(t, "a second tap", 200)
	rings := bell.get("/board/duty/now", "HX-Request", "true")
	rings.want(t, "the bell", 200, "有孩子想现在就见大人", s.Kiosk.Place)
	if n := strings.Count(rings.body, "data-ring"); n != 1 {
		t.Errorf("two taps ring %d times", n)
	}
	staff["/counselor"].get("/alarm", "HX-Request", "true").want(t, "the counselor", 200, "有孩子想现在就见大人")
	_, rest, _ := strings.Cut(rings.body, `name="call" value="`)
	call, _, _ := strings.Cut(rest, `"`)
	staff["/counselor"].send(http.MethodPost, "/alarm/accept", "call="+call, "HX-Request", "true").want(t, "accepting", 200, "你正在去")
	_, rest, _ = strings.Cut(asked.body, `hx-get="/kiosk/now?call=`)
	screen, _, _ := strings.Cut(rest, `"`)
	kiosk.get("/kiosk/now?call="+screen, "HX-Request", "true").want(t, "the child", 200, s.Counselor.Staff.Name, "正在来")
	bell.send(http.MethodPost, "/board/duty/accept", "call="+call, "HX-Request", "true").want(t, "the second", 409, "已经去了")
	staff["/counselor"].send(http.MethodPost, "/alarm/met", "call="+call, "HX-Request", "true").want(t, "met", 200)
	if a := bell.get("/board/duty/now", "HX-Request", "true"); strings.Contains(a.body, "data-ring") {
		t.Errorf("it rings for a child that was met: %s", a.body)
	}

	// A cover comes and goes by the time alone.
	s.Clock.Pass(2 * time.Hour)
	c := staff["/dorm"]
	if a := c.get("/dorm"); a.status != 303 || a.header.Get("Location") != "/unlock" {
		t.Errorf("after two hours: %d to %s", a.status, a.header.Get("Location"))
	}
	c.post("/unlock", "secret", "wrong").want(t, "a wrong password", 422)
	c.post("/unlock", "secret", storetest.Password).want(t, "the password", 303)
	c.get("/dorm").want(t, "uncovered", 200)
	c.post("/lock").want(t, "covered by hand", 303)
	if a := c.get("/dorm"); a.status != 303 {
		t.Errorf("covered by hand: %d", a.status)
	}
}
