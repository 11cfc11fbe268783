package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"zhixinwu/store"
	"zhixinwu/store/access"
	"zhixinwu/store/school"
	"zhixinwu/views"

	"github.com/chromedp/chromedp"
)

// openReal starts the program on an empty folder, as a school does, and returns the set-up link.
func openReal(t *testing.T) (s *running, setup string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	s = &running{t: t, dir: t.TempDir()}
	ended := make(chan error, 1)
	if err := quiet(t, "found", "-data", s.dir); err != nil {
		t.Fatal(err)
	}
	go func() {
		ended <- run(ctx, []string{"serve", "-http", "127.0.0.1:0", "-data", s.dir}, in, io.Discard)
		in.Close()
	}()
	lines := bufio.NewScanner(out)
	lines.Scan()
	s.url = find(t, `is open: (\S+)`, lines.Text())
	lines.Scan()
	setup = find(t, `(/setup/\S+)`, lines.Text())
	go io.Copy(io.Discard, out)
	s.stop = func() error { cancel(); return <-ended }
	return s, setup
}

func (tb *tab) fill(pairs ...string) {
	tb.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		tb.do(chromedp.SetValue(chromedp.CSS(pairs[i]), pairs[i+1]))
	}
}

// first logs in with a first password, which the program makes its owner change.
func (d *desk) first(s *running, login, given string) *tab {
	d.t.Helper()
	tb := d.open(1366, 768, s.url+"/login")
	tb.fill("input[name=login]", login, "input[name=password]", given)
	tb.tap("登录")
	tb.reads("第一次登录")
	tb.do(chromedp.Navigate(s.url + "/office")) // nothing else opens before
	tb.reads("第一次登录")
	tb.fill("input[name=old]", given, "input[name=password]", password(login), "input[name=again]", password(login))
	tb.click("form[action='/password'] button")
	tb.gone("input[name=again]")
	return tb
}

// TestRealSchool: what an office does on its first afternoon, with nothing but a list. Set-up, settings, accounts by list, a
// kiosk by the code on its screen, the list, the cards; and then a child scans.
func TestRealSchool(t *testing.T) {
	d := openDesk(t)
	s, setup := openReal(t)
	admin := d.open(1366, 768, s.url+setup)
	admin.fill("input[name=school]", "云岭小学", "input[name=name]", "管理员", "input[name=login]", "admin",
		"input[name=password]", password("admin"), "input[name=again]", password("admin"))
	admin.tap("建好学校")
	admin.wait("nav.side")

	admin.do(chromedp.Navigate(s.url + "/admin/settings"))
	admin.fill("textarea[name=terms]", "2026年秋季 2026.9.1 22周", "input[name=hours-0]", "晚上", "input[name='kiosk.idle']", "45")
	admin.tap("保存")
	admin.reads("时间看不懂")
	const typed = `document.querySelector("textarea[name=terms]").value + document.querySelector("input[name=hours-0]").value`
	if got := eval[string](admin, typed); got != "2026年秋季 2026.9.1 22周晚上" {
		t.Errorf("what was typed is gone: %q", got)
	}
	admin.fill("input[name=hours-0]", "9:00-11:30，16点-20点")
	admin.tap("保存")
	admin.reads("存好了")
	admin.reads("周日 09:00-11:30；周日 16:00-20:00")
	admin.shot("real-settings")

	admin.do(chromedp.Navigate(s.url + "/admin/staff"))
	admin.fill("textarea[name=list]", "禾老师 office 德育处\n麦老师 teacher 一(1)班\n某老师 bad")
	admin.tap("全部加上")
	admin.reads("第 3 行")
	admin.fill("textarea[name=list]", "禾老师 office 德育处\n麦老师 teacher 二(1)班\n竹老师 dorm 生活老师")
	admin.tap("全部加上")
	admin.wait("code.secret")
	admin.shot("real-accounts")
	given := eval[[]string](admin, `[...document.querySelectorAll("code.secret")].map((e) => e.textContent)`)

	admin.do(chromedp.Navigate(s.url + "/admin"))
	admin.fill("form[action='/admin/devices'] input[name=name]", "门口的屏", "form[action='/admin/devices'] input[name=place]", "门口")
	admin.do(chromedp.Click(chromedp.CSS(`input[value=phone]`)), chromedp.Click(chromedp.CSS(`input[value=letters]`)))
	admin.click("form[action='/admin/devices'] button")
	admin.reads("门口的屏")
	kiosk := d.open(1280, 800, s.url+"/enroll")
	code := eval[string](kiosk, `document.querySelector(".code").textContent`)
	kiosk.shot("real-code")
	admin.fill("input[name=code]", "000000")
	admin.click("form[action='/admin/devices/pair'] button")
	admin.reads("没有这个登记码")
	admin.fill("input[name=code]", code)
	admin.click("form[action='/admin/devices/pair'] button")
	admin.gone("[role=alert].say:not(:empty)")
	kiosk.wait("a.room.phone")

	office := d.first(s, "office", given[0])
	office.reads("先把名单放进来")
	office.shot("real-office-empty")
	office.tap("导入名单")
	office.wait("input[name=list]")
	upload := func(name, content string) {
		t.Helper()
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		office.do(chromedp.Navigate(s.url+"/office/import"), chromedp.SetUploadFiles(chromedp.CSS("input[name=list]"), []string{path}))
		office.tap("看一看")
	}
	upload("照片.xlsx", "%PDF-1.4 not a list")
	office.reads("这不是名单")
	upload("花名册.csv", "\ufeff云岭小学学生花名册,,,,,\r\n"+
		"序号,学生姓名,性别,出生年月日,所在班级,宿舍,家长电话\r\n"+
		"1,麦小一,女,2018.3.8,二年级1班,女生楼301-4床,138 0000 0001\r\n"+
		"2,麦小二,男,20180909,二1,,1.38E+10\r\n"+
		"合计,2人,,,,,\r\n")
	office.reads("表头在第 2 行")
	office.reads("G4")
	office.reads("表格把号码缩短了")
	office.shot("real-import")
	office.tap("导入：新来 1 个")
	office.reads("导入好了")
	upload("花名册2.csv", "姓名,班级,出生日期\r\n麦小二,二(1)班,2018-09-09\r\n")
	office.tap("导入：新来 1 个")
	office.reads("导入好了")

	office.do(chromedp.Navigate(s.url + "/office/children"))
	office.do(chromedp.SendKeys(chromedp.CSS("input[name=q]"), "mxy"))
	office.eventually("one row", `document.querySelectorAll("#rows tbody tr").length === 1 &&
		document.querySelector("#rows").textContent.includes("麦小一")`)
	office.tap("麦小一")
	office.reads("女生楼")
	office.do(chromedp.Navigate(s.url + "/office/cards?class=" + "二(1)班"))
	office.wait(".printed code")
	kiosk.scan(eval[string](office, `document.querySelector(".printed code").textContent`))
	kiosk.reads("小")
	kiosk.wait("[data-visit]")

	// The class teacher sees the own class, and not a child of another by guessing.
	teacher := d.first(s, "teacher", given[1])
	teacher.do(chromedp.Navigate(s.url + "/class"))
	teacher.reads("麦小二")
	if err := s.stop(); err != nil {
		t.Error(err)
	}

	// Somebody at the server helps an administrator who forgot.
	var said strings.Builder
	if err := run(context.Background(), []string{"recover", "-data", s.dir, "-login", "office"}, &said, io.Discard); err == nil {
		t.Error("recover took an account that is no administrator")
	}
	if err := run(context.Background(), []string{"recover", "-data", s.dir, "-login", "admin"}, &said, io.Discard); err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(s.dir, school.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if _, _, err := st.Access.LogIn("admin", find(t, `next login: (\S+)`, said.String()), access.Browser{}); err != nil {
		t.Errorf("the recovered password: %v", err)
	}
	if err := st.Check(); err != nil {
		t.Error(err)
	}
}

// TestFileClash: two tabs with one file. The second to save sees both versions, and nothing is lost.
func TestFileClash(t *testing.T) {
	s, d := openSchool(t, "-children", "60"), openDesk(t)
	path := s.url + "/office/children/" + s.Children[0].ID
	one, two := d.login(s, "office"), d.login(s, "class11")
	for _, tb := range []*tab{one, two} {
		tb.do(chromedp.Navigate(path))
		tb.wait("input[name='address']")
	}
	one.fill("input[name='address']", "云岭村一组", "input[name='father.name']", "某大江")
	one.tap("保存")
	one.reads("存好了")
	two.fill("input[name='address']", "云岭村二组", "input[name='village.name']", "村主任")
	two.tap("保存")
	two.reads("德育处老师")
	two.reads("改成了：云岭村一组")
	two.shot("file-clash")
	const fields = `["address", "father.name", "village.name"]
		.map((n) => document.querySelector("input[name='" + n + "']").value).join()`
	const both = "云岭村二组,某大江,村主任"
	if got := eval[string](two, fields); got != both {
		t.Errorf("the second one's form holds %s", got)
	}
	two.tap("保存")
	two.reads("存好了")
	one.do(chromedp.Navigate(path))
	one.reads("云岭村一组 → 云岭村二组")
	if got := eval[string](one, fields); got != both {
		t.Errorf("the file holds %s", got)
	}
	// A wrong field keeps what was typed, says why beside it, and stores nothing.
	one.fill("input[name='birth']", "2015.2.30", "input[name='guardian.phones']", "12345", "input[name='note']", "没有存")
	one.tap("保存")
	one.reads("日期看不懂")
	one.reads("电话看不懂")
	one.shot("file-wrong")
	if got := eval[string](one, `document.querySelector("input[name='note']").value`); got != "没有存" {
		t.Errorf("the note was lost: %q", got)
	}
	// Another class's child cannot be opened by its number.
	other := s.child(func(c views.DemoChild) bool { return c.Class != s.Children[0].Class })
	two.do(chromedp.Navigate(s.url + "/office/children/" + other.ID))
	two.reads("你不能看这一页")
}

// TestCoveredScreen: the button covers at once, the digits open again, and what was behind it is not shown meanwhile.
func TestCoveredScreen(t *testing.T) {
	s, d := openSchool(t, "-children", "30"), openDesk(t)
	tb := d.login(s, "wang")
	tb.do(chromedp.Navigate(s.url + "/password"))
	tb.fill("form[action='/password/pin'] input[name=password]", password("wang"), "input[name=pin]", "2580")
	tb.tap("设好")
	tb.reads("太好猜")
	tb.fill("form[action='/password/pin'] input[name=password]", password("wang"), "input[name=pin]", "2794")
	tb.tap("设好")
	tb.reads("已经设过了")
	tb.do(chromedp.Navigate(s.url + "/counselor"))
	tb.tap("遮住屏幕")
	tb.reads("锁着")
	tb.shot("covered")
	tb.do(chromedp.Navigate(s.url + "/counselor"))
	tb.reads("锁着")
	tb.fill("input[name=secret]", "0000")
	tb.tap("打开")
	tb.reads("不对，请再试")
	tb.fill("input[name=secret]", "2794")
	tb.tap("打开")
	tb.wait("nav.side")
	tb.key("F9", "F9", 120)
	tb.reads("锁着")
	if n := fmt.Sprint(eval[int](tb, `document.querySelectorAll("nav.side").length`)); n != "0" {
		t.Error("the menu is still there")
	}
}
