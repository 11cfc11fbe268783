package handlers

import (
	"regexp"
	"strings"
	"testing"
	"zhixinwu/store/school"
)

// agreedIn is what the form that shows the moves sends back.
func agreedIn(t *testing.T, page string) string {
	t.Helper()
	m := regexp.MustCompile(`name="agreed" value="([0-9a-f]+)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no moves are shown: %.600s", strip(page))
	}
	return m[1]
}

// TestPlanShowsMoves: a week that would leave a booked child before a closed door is shown with the child and its new time
// first; what is agreed to is what was shown, and nothing else.
func TestPlanShowsMoves(t *testing.T) {
	s := openSite(t, 3)
	c := s.as(s.Counselor)
	book := func(i int, slot string) {
		t.Helper()
		k := s.kiosk()
		k.post("/kiosk/scan", "code", s.Code(s.Children[i]))
		k.post("/kiosk/booking", "slot", slot+s.Counselor.ID()).want(t, "booked", 200, "约好了")
	}
	book(0, "2026-11-24/1600/")
	plan := []string{"revision", "1", "room", "知心屋", "face", "sun", "minutes", "20", "day2", "12:00-14:00", "day3", "12:00-14:00"}
	shown := c.post("/counselor/plan", plan...)
	shown.want(t, "before she is sure", 409, "还没有存", s.Children[0].Name, "16:00", "11月25日 星期三 12:00", "王老师",
		`value="12:00-14:00"`)
	first := agreedIn(t, shown.body)
	book(1, "2026-11-24/1620/")
	shown = c.post("/counselor/plan", append(plan, "agreed", first)...)
	shown.want(t, "another has booked meanwhile", 409, s.Children[0].Name, s.Children[1].Name)
	c.post("/counselor/plan", append(plan, "agreed", agreedIn(t, shown.body))...).want(t, "sure", 200, "2 个孩子换了时间")
	c.get("/counselor/plan").want(t, "stored", 200, `value="12:00-14:00"`)
}

// TestAwayPages: the office enters that a counselor is ill, and who stands in. It sees how many children move where, and no
// name; the counselor and the stand-in read who did it, and so does the audit.
func TestAwayPages(t *testing.T) {
	s := openSite(t, 2)
	office, head := s.as(s.Office), s.as(s.Head)
	k := s.kiosk()
	k.post("/kiosk/scan", "code", s.Code(s.Children[0]))
	k.post("/kiosk/booking", "slot", "2026-11-23/1240/"+s.Counselor.ID()).want(t, "booked", 200)
	form := []string{"counselor", s.Counselor.ID(), "first", "2026-11-23", "why", "sick", "standin", s.Colleague.ID()}
	office.post("/away", "first", "2026-11-23", "why", "sick").want(t, "nobody is named", 422)
	office.post("/away", append(form, "span", "中午")...).want(t, "hours that cannot be read", 422, "时间看不懂", "中午")
	form = append(form, "span", "12:00-14:00")
	shown := office.post("/away", form...)
	shown.want(t, "before the office is sure", 409, "还没有存", "1 个孩子要换", "时间不变，找 李老师")
	if strings.Contains(shown.body, s.Children[0].Name) {
		t.Error("the office reads who comes to the room")
	}
	form = append(form, "agreed", agreedIn(t, shown.body))
	office.post("/away", form...).want(t, "sure", 200, "1 个孩子时间不变", "王老师", "李老师", "生病")
	for page, texts := range map[string][]string{
		"/counselor":      {"12:00-14:00", "你不在（生病）", "李老师 代班", "德育处 替你记的"},
		"/counselor/plan": {"生病", "李老师 代", "德育处 记的"},
	} {
		s.as(s.Counselor).get(page).want(t, "the counselor", 200, texts...)
	}
	s.as(s.Colleague).get("/counselor").want(t, "the stand-in", 200, s.Children[0].Name, "你代 王老师 的班", "德育处 记的")
	head.post("/admin/audit", "name", "德育处").want(t, "the audit", 200, "加不在的时间", "王老师")
	key := regexp.MustCompile(`name="exception" value="([^"]+)"`).FindStringSubmatch(head.get("/away").body)
	s.as(s.Keeper).post("/away/back", "exception", key[1]).want(t, "the keeper", 403)
	head.post("/away/back", "exception", key[1]).want(t, "taken back", 200, "1 个孩子时间不变")
	s.as(s.Counselor).get("/counselor").want(t, "she is there", 200, s.Children[0].Name)
	for _, a := range []school.Actor{s.Admin, s.Teacher, s.Counselor} {
		s.as(a).get("/away").want(t, a.Staff.Login, 403)
	}
}

// TestCircleWhenFull: with no single talk free, a child still reaches the circle that has a seat.
func TestCircleWhenFull(t *testing.T) {
	s := openSite(t, 2)
	s.Set(func(settings *school.Settings) { settings.Rules = map[school.Rule]int{school.RuleBookingDays: 2} })
	s.as(s.Counselor).post("/counselor/plan", "revision", "1", "room", "知心屋", "face", "sun", "minutes", "20",
		"day2", "12:00-12:20", "groups", "星期二 16:00-16:40 一班圆圈 2").want(t, "one talk and a circle", 303)
	for i, slot := range []string{"2026-11-24/1200/", "2026-11-24/1600/"} {
		k := s.kiosk()
		k.post("/kiosk/scan", "code", s.Code(s.Children[i]))
		page := k.get("/kiosk/booking")
		if i == 1 {
			page.want(t, "no single talk", 200, "排队等", "和大家一起", "/kiosk/booking/days?counselor="+s.Counselor.ID())
			days := k.get("/kiosk/booking/days?counselor=" + s.Counselor.ID())
			days.want(t, "the day", 200, "明天", "day=2026-11-24")
			k.get("/kiosk/booking/times?counselor="+s.Counselor.ID()+"&day=2026-11-24").want(t, "the circle", 200, "一班圆圈")
		}
		k.post("/kiosk/booking", "slot", slot+s.Counselor.ID()).want(t, "booked", 200, "约好了")
	}
}

// TestWalkInNames: whoever would begin a talk with a child that is in one reads who has it.
func TestWalkInNames(t *testing.T) {
	s := openSite(t, 1)
	s.as(s.Counselor).post("/counselor/walkin", "child", s.Children[0].ID).want(t, "the first", 303)
	s.as(s.Colleague).post("/counselor/walkin", "child", s.Children[0].ID).want(t, "the second", 409, "正在和王老师谈")
}
