package handlers

import (
	"html"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/sheet"
)

var formParts = regexp.MustCompile(`(?s)<input[^>]*>|<textarea[^>]*>.*?</textarea>|<select[^>]*>.*?</select>`)

// formOf reads a form of a page as a browser would send it.
func formOf(t *testing.T, page, action string) url.Values {
	t.Helper()
	m := regexp.MustCompile(`(?s)<form[^>]*action="` + regexp.QuoteMeta(action) + `"[^>]*>(.*?)</form>`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no form to %s", action)
	}
	attribute := func(tag, name string) string {
		if v := regexp.MustCompile(`\b` + name + `="([^"]*)"`).FindStringSubmatch(tag); v != nil {
			return html.UnescapeString(v[1])
		}
		return ""
	}
	form := url.Values{}
	for _, part := range formParts.FindAllString(m[1], -1) {
		tag := regexp.MustCompile(`^<[^>]*>`).FindString(part)
		name, kind := attribute(tag, "name"), attribute(tag, "type")
		switch {
		case tag[:4] == "<sel":
			chosen := regexp.MustCompile(`<option[^>]* selected[^>]*>[^<]*`).FindString(part)
			if chosen == "" {
				chosen = regexp.MustCompile(`<option[^>]*>[^<]*`).FindString(part)
			}
			value := attribute(chosen, "value")
			if !regexp.MustCompile(` value=`).MatchString(chosen) {
				value = html.UnescapeString(regexp.MustCompile(`[^>]*$`).FindString(chosen))
			}
			form.Add(name, value)
		case tag[:4] == "<tex":
			form.Add(name, html.UnescapeString(regexp.MustCompile(`(?s)>(.*)</`).FindStringSubmatch(part)[1]))
		case kind != "checkbox" && kind != "radio", regexp.MustCompile(` checked`).MatchString(tag):
			form.Add(name, attribute(tag, "value"))
		}
	}
	return form
}

func (c *client) submit(target string, form url.Values) answer {
	c.t.Helper()
	return c.send(http.MethodPost, target, form.Encode())
}

// TestSettingsPageSavesItself: what the page shows can be sent as it is, whatever the school calls its terms, and changes
// nothing.
func TestSettingsPageSavesItself(t *testing.T) {
	s := openSite(t, 2)
	settings, err := s.Settings()
	if err != nil {
		t.Fatal(err)
	}
	settings.Terms = []school.Term{{Name: "2026 年 秋季", Begin: "2026-09-01", Weeks: 20}}
	settings.Periods = []school.Period{{Name: "第 1 节", Span: school.Span{From: 8 * 60, To: 9 * 60}}}
	settings.Holidays = []school.Holiday{{Name: "元旦 假", First: "2027-01-01", Last: "2027-01-03"}}
	settings.Hotlines = append(settings.Hotlines, school.Hotline{Number: "0731-1234567", Name: "县 热线"})
	if err := s.SetSettings(s.Admin, settings); err != nil {
		t.Fatal(err)
	}
	if settings, err = s.Settings(); err != nil {
		t.Fatal(err)
	}
	c := s.as(s.Admin)
	form := formOf(t, c.get("/admin/settings").body, "/admin/settings")
	c.submit("/admin/settings", form).want(t, "as it was shown", 200, "存好了")
	after, err := s.Settings()
	if err != nil || after.Revision != settings.Revision || after.Terms[0] != settings.Terms[0] {
		t.Errorf("was %+v, is %+v, %v", settings, after, err)
	}
	form.Set("holidays", "中秋 2026-09-25")
	c.submit("/admin/settings", form).want(t, "a holiday of one day", 200, "存好了")
	if after, err = s.Settings(); err != nil || len(after.Holidays) != 1 || after.Holidays[0].Last != "2026-09-25" {
		t.Errorf("%+v, %v", after.Holidays, err)
	}
}

// TestExportLink: the link above a list leads to the same search as a workbook.
func TestExportLink(t *testing.T) {
	s := openSite(t, 4)
	c := s.as(s.Office)
	page := c.get("/office/children?q=" + url.QueryEscape(s.Children[0].Name))
	page.want(t, "the search", 200, "导出这 1 个孩子")
	link := html.UnescapeString(regexp.MustCompile(`href="([^"]*/export[^"]*)"`).FindStringSubmatch(page.body)[1])
	if q, err := url.Parse(link); err != nil || q.Query().Get("q") != s.Children[0].Name {
		t.Errorf("it leads to %s, %v", link, err)
	}
	table, err := sheet.Read([]byte(c.get(link).body), roster.Columns(), "name")
	if err != nil || len(table.Rows) != 1 {
		t.Errorf("the workbook holds %d rows, %v", len(table.Rows), err)
	}
}

// TestSecondEditor: of each form that two people may have open, the second to save the same field gets a 409 with both versions,
// everything typed, and the revision with which saving again is meant.
func TestSecondEditor(t *testing.T) {
	admin := func(s *site) school.Actor { return s.Admin }
	for _, form := range []struct {
		name, page, field, first, second, shown string
		who                                     func(*site) school.Actor
	}{
		{"plan", "/counselor/plan", "day1", "10:00-11:00", "13:00-14:00", "周一 10:00-11:00",
			func(s *site) school.Actor { return s.Counselor }},
		{"duty", "/duty", "place", "门卫室", "大队部", "门卫室", func(s *site) school.Actor { return s.Head }},
		{"account", "/admin/staff/KEEPER", "roles", "dorm", "gate", "生活老师", admin},
		{"device", "/admin/devices/KIOSK", "offers", "phone", "door", "亲情电话", admin},
		{"settings", "/admin/settings", "week", "0", "3", "星期日", admin},
	} {
		t.Run(form.name, func(t *testing.T) {
			s := openSite(t, 2)
			ids := strings.NewReplacer("KEEPER", s.Keeper.ID(), "KIOSK", s.Kiosk.ID)
			page := ids.Replace(form.page)
			c := s.as(form.who(s))
			read := formOf(t, c.get(page).body, page)
			first, second := maps.Clone(read), maps.Clone(read)
			first.Set(form.field, form.first)
			second.Set(form.field, form.second)
			if a := c.submit(page, first); a.status != 200 && a.status != 303 {
				t.Fatalf("the first: %d %.300s", a.status, a.body)
			}
			a := c.submit(page, second)
			a.want(t, "the second", 409, "刚才有别人也改了这里", "改成了："+form.shown, "再存一次就用您写的")
			again := formOf(t, a.body, page)
			if again.Get(form.field) != form.second || again.Get("revision") == read.Get("revision") {
				t.Errorf("the form came back with %v", again)
			}
			if a := c.submit(page, again); a.status != 200 && a.status != 303 {
				t.Errorf("knowingly: %d", a.status)
			}
			if now := formOf(t, c.get(page).body, page); now.Get(form.field) != form.second {
				t.Errorf("stored is %v", now)
			}
		})
	}
}
