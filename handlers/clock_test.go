package handlers

import (
	"strings"
	"testing"
	"time"

	"zhixinwu/store/school"
)

// TestClockWarning: while the computer's clock is not the school's, every page of the staff says so and the administrator's
// leads to what to do. The kiosk says nothing of it, and works.
func TestClockWarning(t *testing.T) {
	s := openSite(t, 2)
	pages := map[string]*client{}
	for path, a := range map[string]school.Actor{
		"/admin": s.Admin, "/office": s.Office, "/class": s.Teacher, "/counselor": s.Counselor,
		"/phone": s.Keeper, "/dorm": s.Dorm, "/gate": s.Gate, "/duty": s.Head,
	} {
		pages[path] = s.as(a)
	}
	warned := func(want bool) {
		t.Helper()
		for path, c := range pages {
			got := c.get(path)
			if strings.Contains(got.body, "电脑的时间不对") != want {
				t.Errorf("%s %s warns: %v", path, s.Now(), !want)
			}
			if leads := strings.Contains(got.body, `href="/admin/clock"`); leads != (want && path == "/admin") {
				t.Errorf("%s leads to what to do: %v", path, leads)
			}
		}
	}
	warned(false)
	pages["/admin"].get("/admin/clock").want(t, "nothing wrong", 200, "没有什么要做")
	s.Clock.Turn(-time.Hour)
	warned(true)
	pages["/admin"].get("/admin/clock").want(t, "an hour back", 200, "电脑显示：2026年11月23日 09:00", "知心屋按这个走：2026年11月23日 10:00")
	s.kiosk().post("/kiosk/scan", "code", s.Code(s.Children[0])).want(t, "the kiosk", 200, "小一")
	s.Clock.Turn(time.Hour)
	warned(false)
	s.Clock.Turn(365 * 24 * time.Hour)
	warned(true)
	pages["/office"].post("/admin/clock").want(t, "the office", 403)
	pages["/admin"].post("/admin/clock").want(t, "trusted", 303)
	if day := school.DayOf(s.Now()); day != "2027-11-23" {
		t.Errorf("it is %s", day)
	}
}

// TestClockBackEndsVisits: a child's visit and an opened mailbox last no longer for a clock that went back.
func TestClockBackEndsVisits(t *testing.T) {
	s := openSite(t, 2)
	k := s.kiosk()
	k.post("/kiosk/scan", "code", s.Code(s.Children[0])).want(t, "scan", 200, "小一")
	s.SetBack(time.Hour)
	s.Clock.Pass(5 * time.Minute)
	if got := k.get("/kiosk/ticket"); !strings.Contains(got.body, "<rt>shuā</rt>") {
		t.Errorf("the visit goes on after five minutes: %.300s", got.body)
	}
}
