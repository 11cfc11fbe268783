package handlers

import (
	"regexp"
	"strings"
	"testing"
)

// TestMixedChildren: what one child left open cannot act for the next, and a failed scan of another card signs out.
func TestMixedChildren(t *testing.T) {
	s := openSite(t, 4)
	k := s.kiosk()
	guest := func(a answer) string {
		m := regexp.MustCompile(`name="visit" value="([0-9a-f]+)"`).FindStringSubmatch(a.body)
		if m == nil {
			t.Fatalf("no visit on the page: %.300s", a.body)
		}
		return m[1]
	}
	first := guest(k.post("/kiosk/scan", "code", s.Code(s.Children[0])))
	if again := guest(k.post("/kiosk/scan", "code", s.Code(s.Children[0]))); again != first {
		t.Error("a second scan of the same card began another visit")
	}
	second := guest(k.post("/kiosk/scan", "code", s.Code(s.Children[1])))
	k.post("/kiosk/ticket", "visit", first).want(t, "the first child's page", 409)
	k.post("/kiosk/ticket", "visit", second).want(t, "the second child's page", 200, "你是1号")
	if _, on, _ := s.Phone.TicketOf(s.Children[0].ID); on {
		t.Error("the first child has a ticket")
	}
	k.post("/kiosk/scan", "code", "123").want(t, "a misread", 422, "没有读全")
	k.post("/kiosk/ticket").want(t, "after a misread", 401)
	lost := s.Code(s.Children[2])
	if _, err := s.Roster.ReplaceCard(s.Office, s.Children[2].ID); err != nil {
		t.Fatal(err)
	}
	k.post("/kiosk/scan", "code", lost).want(t, "a replaced card", 409, "这张卡换过了")
	k.post("/kiosk/ticket").want(t, "after it", 401)

	// Half a minute without a touch ends the visit in the server too; another kiosk knows nothing of it.
	k.post("/kiosk/scan", "code", s.Code(s.Children[1]))
	s.kiosk().post("/kiosk/ticket").want(t, "another kiosk", 401)
	for range 3 {
		s.Clock.Pass(20e9)
		if got := k.post("/kiosk/stay"); got.status != 204 {
			t.Errorf("stay: %d", got.status)
		}
	}
	s.Clock.Pass(30e9)
	k.post("/kiosk/ticket").want(t, "idle", 401, "请先刷卡")
	// A letter is never behind a card.
	k.post("/kiosk/scan", "code", s.Code(s.Children[1]))
	k.get("/kiosk/letter").want(t, "letter", 200)
	k.post("/kiosk/ticket").want(t, "after the letter", 401)
}

// TestVisitIsTheCookies: a visit belongs to the browser that holds its cookie, not to the kiosk alone. Somebody who copied a
// kiosk's device cookie into another browser neither sees the child that stands at the kiosk nor acts for it.
func TestVisitIsTheCookies(t *testing.T) {
	s := openSite(t, 4)
	k := s.kiosk()
	k.post("/kiosk/scan", "code", s.Code(s.Children[0])).want(t, "scan", 200, s.Children[0].Short())
	for what, guest := range map[string]string{"no cookie": "", "a made-up cookie": "00000000000000000000000000000000"} {
		copied := s.client(deviceCookie, k.cookies[deviceCookie], visitCookie, guest)
		copied.post("/kiosk/ticket").want(t, what, 401, "请先刷卡")
		copied = s.client(deviceCookie, k.cookies[deviceCookie], visitCookie, guest)
		if page := copied.get("/kiosk"); page.status != 200 || strings.Contains(strip(page.body), s.Children[0].Short()) {
			t.Errorf("%s: the home screen is %d %.200s", what, page.status, strip(page.body))
		}
	}
	if _, on, _ := s.Phone.TicketOf(s.Children[0].ID); on {
		t.Error("a ticket was taken for a child by somebody else")
	}
	k.post("/kiosk/ticket").want(t, "the child itself", 200, "你是1号")
}
