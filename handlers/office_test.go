package handlers

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
)

// upload posts a form with a file.
func (c *client) upload(target, field, name string, content []byte) answer {
	c.t.Helper()
	return c.uploadAll(target, field, name, string(content))
}

// uploadAll posts a form with files, which are name, content pairs.
func (c *client) uploadAll(target, field string, files ...string) answer {
	c.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i < len(files); i += 2 {
		part, err := form.CreateFormFile(field, files[i])
		if err == nil {
			_, err = io.WriteString(part, files[i+1])
		}
		if err != nil {
			c.t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		c.t.Fatal(err)
	}
	return c.send(http.MethodPost, target, body.String(), "Content-Type", form.FormDataContentType())
}

// TestLeastSight: nobody sees by an address what the menu does not offer. A class teacher who guesses the number of another
// class's child gets what the number of nobody gets; the gate sees no family.
func TestLeastSight(t *testing.T) {
	s := openSite(t, 4)
	mine, other := "/office/children/"+s.Children[0].ID, "/office/children/"+s.Children[1].ID
	teacher := s.as(s.Teacher)
	teacher.get(mine).want(t, "the own class", 200, "海边的码头")
	for _, path := range []string{other, "/office/children/999999"} {
		for _, a := range []answer{teacher.get(path), teacher.post(path, "revision", "0", "address", "x"),
			teacher.get(path + "/photo"), teacher.post(path + "/confirm")} {
			a.want(t, path, 403, "你不能看这一页")
		}
	}
	for _, path := range []string{"/office/children", "/office", "/office/children/export", "/office/import", mine + "/depart"} {
		if a := teacher.get(path); a.status != 403 && a.status != 405 && a.status != 404 {
			t.Errorf("a teacher opens %s: %d", path, a.status)
		}
	}
	for _, a := range []school.Actor{s.Gate, s.Keeper, s.Dorm, s.Counselor, s.Admin} {
		c := s.as(a)
		for _, path := range []string{mine, "/office/children", "/class", "/class/export", "/office/verification", mine + "/photo"} {
			if got := c.get(path); got.status != 403 || strings.Contains(got.body, "码头") {
				t.Errorf("%s opens %s: %d", a.Staff.Login, path, got.status)
			}
		}
		if got := c.get("/" + a.Staff.Login); strings.Contains(got.body, "码头") {
			t.Errorf("the page of %s names a workplace", a.Staff.Login)
		}
	}
	if export := teacher.get("/class/export"); export.status != 200 || !strings.Contains(export.header.Get("Content-Disposition"), "xlsx") {
		t.Errorf("a teacher's list: %d", export.status)
	}
}

// TestFirstPassword: nothing but the change of the password is open before it was changed.
func TestFirstPassword(t *testing.T) {
	s := openSite(t, 2)
	if err := s.Access.ResetPassword(s.Admin, s.Office.ID(), "first password"); err != nil {
		t.Fatal(err)
	}
	c := s.client()
	c.post("/login", "login", "office", "password", "first password").want(t, "login", 303)
	for _, path := range []string{"/office", "/office/children", "/office/import", "/office/children/export"} {
		if a := c.get(path); a.status != 303 || a.header.Get("Location") != "/password" {
			t.Errorf("%s: %d to %s", path, a.status, a.header.Get("Location"))
		}
		if a := c.get(path, "HX-Request", "true"); a.header.Get("HX-Redirect") != "/password" {
			t.Errorf("%s as a fragment: %d", path, a.status)
		}
	}
	c.post("/office/children/new", "name", "麦小一", "class", "一1").want(t, "a post", 403, "请先换掉")
	c.get("/password").want(t, "the page", 200, "第一次登录")
	c.post("/password", "old", "first password", "password", "my own password", "again", "another").want(t, "two passwords", 422, "不一样")
	c.post("/password", "old", "first password", "password", "my own password", "again", "my own password").want(t, "right", 303)
	c.get("/office").want(t, "afterwards", 200, "学生")
	// A covered screen shows nothing either, whoever asks.
	c.post("/lock").want(t, "lock", 303)
	if a := c.get("/office"); a.status != 303 || a.header.Get("Location") != "/unlock" {
		t.Errorf("covered: %d to %s", a.status, a.header.Get("Location"))
	}
	c.post("/unlock", "secret", "wrong").want(t, "wrong", 422, "不对")
	c.post("/unlock", "secret", "my own password").want(t, "unlock", 303)
	c.get("/office").want(t, "uncovered", 200)
}

// TestImportPages: what is no list gets a sentence and is not stored; a list of one tab is not another's; only routes for files
// take a large body.
func TestImportPages(t *testing.T) {
	s := openSite(t, 2)
	c := s.as(s.Office)
	for name, file := range map[string]struct {
		content string
		say     string
	}{
		"a.pdf": {"%PDF-1.7", "这不是名单"}, "old.xls": {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 2048), "另存为 .xlsx"},
		"no-header.csv": {"一,二\r\n三,四\r\n", "没有找到表头"}, "long.csv": {"姓名,班级\r\n" + strings.Repeat("麦小一,二1\r\n", 20_000), "超过 5000 行"},
		"empty.csv": {"", "这不是名单"},
	} {
		c.upload("/office/import", "list", name, []byte(file.content)).want(t, name, 422, file.say)
	}
	c.post("/office/import/plan", "draft", "made up").want(t, "no list", 404, "重新选文件")
	a := c.upload("/office/import", "list", "名单.csv", []byte("姓名,班级\r\n麦小一,二1\r\n麦小二,高一\r\n"))
	a.want(t, "a list", 200, "麦小一", "B3", "班级看不懂")
	if children, _ := s.Store.Roster.Children(s.Office); len(children) != 2 {
		t.Error("looking at a list stored something")
	}
	c.send(http.MethodPost, "/office/children/new", "name="+strings.Repeat("x", 600<<10)).want(t, "a large form", 413, "内容太多")
	s.as(s.Head).upload("/office/import", "list", "x.csv", []byte("x")).want(t, "the head", 403)
}

// TestImportIsWhatWasShown: a column that is read in another way than the dry run showed is shown again before it is stored.
func TestImportIsWhatWasShown(t *testing.T) {
	s := openSite(t, 2)
	c := s.as(s.Office)
	a := c.upload("/office/import", "list", "名单.csv", []byte("姓名,班级,家庭住址\r\n麦小一,二1,山下村\r\n"))
	hidden := func(name string) string {
		m := regexp.MustCompile(`name="` + name + `" value="([^"]+)"`).FindStringSubmatch(a.body)
		if m == nil {
			t.Fatalf("no %s on %s", name, a.body)
		}
		return m[1]
	}
	commit := func(address string) answer {
		return c.post("/office/import/commit", "draft", hidden("draft"), "print", hidden("print"),
			"column-0", "name", "column-1", "class", "column-2", address)
	}
	a = commit("village.name")
	a.want(t, "another column", 409, "再看一遍")
	if children, _ := s.Store.Roster.Children(s.Office); len(children) != 2 {
		t.Error("what was not shown is stored")
	}
	commit("village.name").want(t, "shown again", 200, "新来 1 个")
	children, err := s.Store.Roster.Children(s.Office)
	i := slices.IndexFunc(children, func(c roster.Child) bool { return c.Name == "麦小一" })
	if err != nil || i < 0 || children[i].Address != "" || children[i].Village.Name != "山下村" {
		t.Errorf("%+v %v", children, err)
	}
}
