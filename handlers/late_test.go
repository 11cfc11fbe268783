package handlers

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestLateLog: that a letter failed is in the log from the next hour on, and says under which reference, but not when;
// what is of no letter is there at once, and the end of the program leaves nothing out.
func TestLateLog(t *testing.T) {
	s := openSite(t, 2)
	k := s.kiosk()
	defer s.Start()
	s.Close()
	k.get("/kiosk/card").want(t, "the disk is gone", 500)
	before := s.log.String()
	if !strings.Contains(before, "route=/kiosk/card") {
		t.Errorf("no line of another page: %s", before)
	}
	fails := func(form string) string {
		t.Helper()
		ref := regexp.MustCompile(`<b>([0-9a-f]{6})</b>`).FindStringSubmatch(k.post("/kiosk/letter", "kind", form).body)
		if ref == nil || strings.Contains(s.log.String(), ref[1]) {
			t.Fatalf("reference %v, log %s", ref, s.log)
		}
		return "reference=" + ref[1]
	}
	s.Clock.Pass(10 * time.Minute)
	first := fails("text")
	s.Clock.Pass(49 * time.Minute)
	s.client().get("/nowhere")
	if strings.Contains(s.log.String(), first) {
		t.Errorf("the log says when a letter was written: %s", s.log)
	}
	second := fails("drawing")
	s.Clock.Pass(time.Minute)
	s.client().get("/nowhere")
	for _, ref := range []string{first, second} {
		if strings.Count(s.log.String(), ref) != 1 {
			t.Errorf("%s in the next hour: %s", ref, s.log)
		}
	}
	last := fails("picture")
	for range lateMost + 1 {
		k.post("/kiosk/letter")
	}
	if err := s.app.Shutdown(); err != nil || strings.Count(s.log.String(), last) != 1 || !strings.Contains(s.log.String(), "more=2\n") {
		t.Errorf("%s at the end: %v, %s", last, err, s.log)
	}
}
