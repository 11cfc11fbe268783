package handlers

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// TestAuditPage: the administrator reads no child's name, the head reads it, has a code to write down, and can ask for it; and
// both are told on every page when the audit was cut.
func TestAuditPage(t *testing.T) {
	s := openSite(t, 4)
	child := s.Children[0]
	head, admin, counselor := s.as(s.Head), s.as(s.Admin), s.as(s.Counselor)
	if _, err := s.Roster.OpenFile(s.Office, child.ID); err != nil {
		t.Fatal(err)
	}
	a := admin.get("/admin/audit")
	a.want(t, "the administrator", 200, "看档案", "一个孩子")
	if strings.Contains(a.body, child.Name) || strings.Contains(a.body, "核对码") {
		t.Error("the administrator reads a child's name, or the code")
	}
	admin.post("/admin/audit", "name", child.Name).want(t, "asking for a child", 200, "没有叫这个名字的人")
	a = head.get("/admin/audit")
	a.want(t, "the head", 200, "看档案", child.Name, "核对码")
	code := regexp.MustCompile(`[0-9]+-[a-z0-9]{4}-[a-z0-9]{4}`).FindString(a.body)
	head.post("/admin/audit/code", "code", code).want(t, "the code", 200, "对上了")
	head.post("/admin/audit/code", "code", "1"+code).want(t, "another", 200, "对不上")
	admin.post("/admin/audit/code", "code", code).want(t, "the administrator asks", 403)

	// What is printed, and who becomes a counselor.
	counselor.get("/counselor/slip?slot=2026-11-24/0720/001").want(t, "a slip of nobody", 404)
	teacher := s.as(s.Teacher)
	teacher.get("/phone/contacts/month?class=一1").want(t, "a class's month", 200, child.Name)
	added := school.Staff{Login: "new", Name: "孙老师", Roles: []school.Role{school.RoleCounselor}}
	if _, err := s.Access.AddStaff(s.Admin, added, storetest.Password); err != nil {
		t.Fatal(err)
	}
	counselor.get("/counselor").want(t, "the counselor", 200, "孙老师 成了知心屋老师，是 管理员 加的")
	head.get("/admin/audit").want(t, "the head", 200, "看一个班的联系表", "成为知心屋老师")

	for _, c := range []*client{head, admin} {
		if a := c.get("/admin/audit"); strings.Contains(a.body, "少了记录") {
			t.Error("a whole audit is said to be cut")
		}
	}
	path := filepath.Join(s.Dir, "zhixinwu.db")
	s.Close()
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	s.Write("meta", "audit", `{"N":1,"Chain":"00"}`)
	again := &site{School: s.School, t: t, log: &strings.Builder{}}
	again.open()
	for _, a := range []school.Actor{s.Head, s.Admin} {
		c := again.as(a)
		c.get("/admin/audit").want(t, a.Staff.Login, 200, "少了记录")
		c.get("/alarm", "HX-Request", "true").want(t, a.Staff.Login, 200, "少了记录")
	}
	if err := s.Check(); err == nil {
		t.Error("a cut audit is whole")
	}
	again.as(s.Admin).get("/admin").want(t, "after the check", 200, "检查时发现数据坏了")
	for _, word := range []string{"少了记录", "数据坏了"} {
		if a := again.as(s.Keeper).get("/phone"); strings.Contains(a.body, word) {
			t.Errorf("the keeper is told %s", word)
		}
	}
	s.Close()
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	s.Start()
}
