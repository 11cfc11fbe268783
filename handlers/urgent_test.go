package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// TestAlarmWords: a call that waits says for how long nobody has gone; once somebody goes it does not, and when they cannot
// after all it says that. The bell says the same as the page.
func TestAlarmWords(t *testing.T) {
	s := openSite(t, 1)
	k := s.kiosk()
	k.post("/kiosk/scan", "code", s.Code(s.Children[0]))
	k.post("/kiosk/now").want(t, "asked", 200)
	calls, err := s.Urgent.Alarms(s.Counselor)
	if err != nil || len(calls) != 1 {
		t.Fatalf("%+v, %v", calls, err)
	}
	s.Clock.Pass(4 * time.Minute)
	for base, c := range map[string]*client{"/alarm": s.as(s.Counselor), "/board/duty": s.client(deviceCookie, s.Browser(s.Bell))} {
		post := func(path string) string {
			t.Helper()
			form := url.Values{"call": {calls[0].Key()}}.Encode()
			got := c.send(http.MethodPost, base+path, form, "HX-Request", "true")
			got.want(t, base+path, 200)
			return strip(got.body)
		}
		says := func(when, page string, yes ...string) {
			t.Helper()
			for _, words := range []string{"正在去", "还没有人去", "答应的人去不了"} {
				if want := strings.Contains(strings.Join(yes, " "), words); strings.Contains(page, words) != want {
					t.Errorf("%s %s: %q is said = %v in %s", base, when, words, !want, page)
				}
			}
		}
		look := map[string]string{"/alarm": "/alarm", "/board/duty": "/board/duty/now"}[base]
		says("accepted", post("/accept"), "正在去")
		says("given back", post("/back"), "答应的人去不了")
		s.Clock.Pass(4 * time.Minute)
		says("still waiting", strip(c.get(look).body), "还没有人去", "答应的人去不了")
	}
}

// TestDutyOfTheAdministrator: whoever may not see the calls is not told that there were none.
func TestDutyOfTheAdministrator(t *testing.T) {
	s := openSite(t, 1)
	s.kiosk().post("/kiosk/now").want(t, "asked", 200)
	s.as(s.Head).get("/duty").want(t, "the head", 200, "最近的求助", "在等人")
	admin := s.as(s.Admin).get("/duty")
	admin.want(t, "the administrator", 200, "依次叫谁")
	if page := strip(admin.body); strings.Contains(page, "最近没有") || strings.Contains(page, "最近的求助") {
		t.Errorf("the administrator reads %s", page)
	}
}
