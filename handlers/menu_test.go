package handlers

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"zhixinwu/store/mail"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// nav is a page's menu without the line of whoever is logged in.
func (a answer) nav() string {
	return regexp.MustCompile(`(?s)<nav class="side".*?<div class="me"`).FindString(a.body)
}

// menu are its lines, each "address name".
func (a answer) menu() (lines []string) {
	for _, m := range regexp.MustCompile(`<a\s+href="([^"]*)"[^>]*>\s*([^<\s]+)`).FindAllStringSubmatch(a.nav(), -1) {
		lines = append(lines, m[1]+" "+m[2])
	}
	return lines
}

// jack is one person with all duties, as in a small school.
func (s *site) jack() school.Actor {
	s.t.Helper()
	st, err := s.Access.AddStaff(s.Admin, school.Staff{Login: "jack", Name: "一人全管", Roles: school.Roles,
		Classes: s.Teacher.Staff.Classes, Buildings: s.Dorm.Staff.Buildings}, storetest.Password)
	if err != nil {
		s.t.Fatal(err)
	}
	return school.Actor{Staff: st}
}

// TestMenu: what each duty finds in its menu, in this order; whoever has several duties finds each page once.
func TestMenu(t *testing.T) {
	s := openSite(t, 2)
	for _, c := range []struct {
		actor school.Actor
		home  string
		menu  string
	}{
		{s.Counselor, "/counselor", "今天 一周 找孩子 谈话记录 转来的孩子 好久没见 开门时间 危机步骤 信箱 知心屋数字 值班表"},
		{s.Keeper, "/phone", "亲情室 家长来电 电话和通知 和家里联系 电话用量"},
		{s.Dorm, "/dorm", "今天的签到 请知心屋看看"},
		{s.Teacher, "/class", "我的孩子 要办的事 和家里联系 核对联系卡 请知心屋看看"},
		{s.Gate, "/gate", "门卫"},
		{s.Office, "/office", "和家里联系 电话用量 学生 找孩子 导入名单 核对联系卡 印卡 升级和毕业 请知心屋看看 知心屋老师不在 知心屋数字 录音"},
		{s.Head, "/office", "和家里联系 电话用量 学生 找孩子 核对联系卡 请知心屋看看 知心屋老师不在 知心屋数字 值班表 谁看过什么"},
		{s.Admin, "/admin", "电话和通知 值班表 设备 人员 自动做的事 设置 录音 谁看过什么"},
		{s.jack(), "/counselor", "今天 一周 找孩子 谈话记录 转来的孩子 好久没见 开门时间 危机步骤 信箱 亲情室 家长来电 电话和通知 " +
			"今天的签到 我的孩子 要办的事 和家里联系 电话用量 门卫 学生 找孩子 导入名单 核对联系卡 印卡 升级和毕业 " +
			"请知心屋看看 知心屋老师不在 知心屋数字 值班表 设备 人员 自动做的事 设置 录音 谁看过什么"},
	} {
		var names []string
		for _, line := range s.as(c.actor).get(c.home).menu() {
			_, name, _ := strings.Cut(line, " ")
			names = append(names, name)
		}
		if got := strings.Join(names, " "); got != c.menu {
			t.Errorf("%s\nsees   %s\nwanted %s", c.actor.Staff.Login, got, c.menu)
		}
	}
}

// TestMenuPages: each line leads to a page that opens, is marked in the menu, and has its title, its room's colours, and
// where it shows what changes by itself, its own stream. A page behind a line that is not live hears of urgent calls alone.
func TestMenuPages(t *testing.T) {
	s := openSite(t, 2)
	c := s.as(s.jack())
	var got []string
	for _, line := range c.get("/counselor").menu() {
		path, name, _ := strings.Cut(line, " ")
		page := c.get(path)
		page.want(t, line, 200, "<title>"+name+" · ")
		current := regexp.MustCompile(`<a\s+href="([^"]*)"\s+aria-current="page"`).FindAllStringSubmatch(page.nav(), -1)
		if len(current) != 1 || current[0][1] != path {
			t.Errorf("%s: the menu marks %v", line, current)
		}
		row := line + " " + regexp.MustCompile(`<body class="staff (\w+)"`).FindStringSubmatch(page.body)[1]
		main := regexp.MustCompile(`<main id="main"[^>]*>`).FindString(page.body)
		for _, live := range regexp.MustCompile(`(?:data-live|hx-get)="([^"]*)"`).FindAllStringSubmatch(main, -1) {
			row += " " + live[1]
		}
		got = append(got, row)
	}
	want := strings.Split(`/counselor 今天 heart /counselor/events /counselor
/counselor/week 一周 heart
/counselor/find 找孩子 heart
/counselor/notes 谈话记录 heart
/counselor/referrals 转来的孩子 heart
/counselor/greetings 好久没见 heart
/counselor/plan 开门时间 heart
/counselor/guide 危机步骤 heart
/counselor/letters 信箱 mail
/phone 亲情室 phone /phone/events /phone/queue
/phone/callin 家长来电 phone
/phone/lines 电话和通知 phone
/dorm 今天的签到 dorm /dorm/events /dorm
/class 我的孩子 plain
/class/tasks 要办的事 plain
/phone/contacts 和家里联系 phone
/phone/numbers 电话用量 phone
/gate 门卫 plain
/office 学生 plain
/office/children 找孩子 plain
/office/import 导入名单 plain
/office/verification 核对联系卡 plain
/office/cards 印卡 plain
/office/rollover 升级和毕业 plain
/refer 请知心屋看看 heart
/away 知心屋老师不在 heart
/figures 知心屋数字 heart
/duty 值班表 heart
/admin 设备 plain
/admin/staff 人员 plain
/admin/jobs 自动做的事 plain
/admin/settings 设置 plain
/admin/voice 录音 plain
/admin/audit 谁看过什么 plain`, "\n")
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Errorf("the menu is\n%s\nwanted\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			break
		}
	}
}

// TestFormsAnswerLooksAgain: a live page that answers a form asks for the page again, and not for the form's address.
func TestFormsAnswerLooksAgain(t *testing.T) {
	s := openSite(t, 2)
	page := s.as(s.Counselor).post("/counselor/arrived", "slot", "2026-11-23/1200/"+s.Counselor.ID())
	page.want(t, "nobody has the slot", 404)
	main := regexp.MustCompile(`<main id="main"[^>]*>`).FindString(page.body)
	if !strings.Contains(main, `data-live="/counselor/events"`) || !strings.Contains(main, `hx-get="/counselor"`) {
		t.Errorf("the page looks again at %s", main)
	}
}

// TestMenuCountsLetters: the mailbox's line says how many letters nobody has opened.
func TestMenuCountsLetters(t *testing.T) {
	s := openSite(t, 2)
	if _, err := s.Mail.SendLetter(s.Kiosk, mail.LetterText{Kind: "text", Text: "你好"}, false, "once"); err != nil {
		t.Fatal(err)
	}
	s.Clock.Pass(24 * time.Hour) // letters are handed over at the school's hours
	page := s.as(s.Counselor).get("/counselor/week")
	if !regexp.MustCompile(`href="/counselor/letters"[^>]*>\s*信箱\s*<span class="pill">1</span>`).MatchString(page.body) {
		t.Errorf("no letter is counted: %s", page.nav())
	}
}
