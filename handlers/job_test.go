package handlers

import (
	"strings"
	"testing"
	"zhixinwu/store/school"
)

// TestJobsPage: the administrator reads what failed, since when, and what that means; the menu counts it, and the error's own
// text stays out of the page.
func TestJobsPage(t *testing.T) {
	s := openSite(t, 2)
	c := s.as(s.Admin)
	c.get("/admin/jobs").want(t, "before the first run", 200, "还没有到时候", "给排队的孩子补上空时间")
	if err := s.Store.Update(func(tx *school.Tx) error { return tx.Put("session", "broken", []byte("{")) }); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := s.Do("tidy"); err != nil {
			t.Fatal(err)
		}
	}
	page := c.get("/admin/jobs")
	page.want(t, "after three failures", 200, "没有做成：数据有损坏", "3 次没有做成", "从 2026-11-23 10:00 起", `<span class="pill">1</span>`)
	if strings.Contains(page.body, "<b></b>") {
		t.Error("a job has no name on the page")
	}
	for _, a := range []school.Actor{s.Head, s.Office, s.Counselor} {
		s.as(a).get("/admin/jobs").want(t, a.Staff.Login, 403)
	}
}
