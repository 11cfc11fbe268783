package handlers

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"zhixinwu/store/school"
)

// TestHost: the program answers to numbers, to this machine's names and to the one that the school gave it, and to no other.
func TestHost(t *testing.T) {
	s := openSite(t, 2)
	machine, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	answers := func(host string, want int) {
		t.Helper()
		s.client().get("/login", "Host", host).want(t, host, want)
	}
	for _, own := range []string{
		"localhost", "localhost:8080", "LOCALHOST.", "127.0.0.1", "192.168.1.20:8080", "[fe80::1]:8080", "[::1]", machine,
		strings.ToUpper(machine) + ".local:8080",
	} {
		answers(own, 200)
	}
	for _, foreign := range []string{
		"evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example", "zhixinwu.lan",
	} {
		answers(foreign, http.StatusMisdirectedRequest)
	}
	s.client().get("/login", "Host", "evil.example").want(t, "in words", http.StatusMisdirectedRequest, "不是学校的网址")
	s.Set(func(settings *school.Settings) { settings.Host = "zhixinwu.lan" })
	answers("Zhixinwu.lan:8080", 200)
	answers("evil.example", http.StatusMisdirectedRequest)
}

// TestLinksNameTheSchool: what is printed and sent around leads here, whatever a header of a request claims.
func TestLinksNameTheSchool(t *testing.T) {
	s := openSite(t, 2)
	admin, counselor := s.as(s.Admin), s.as(s.Counselor)
	for path, c := range map[string]*client{"/admin/devices/link": admin, "/counselor/plan/feed": counselor} {
		got := c.send(http.MethodPost, path, "device="+s.Kiosk.ID, "Host", "192.168.1.20:8080", "X-Forwarded-Host", "evil.example",
			"X-Forwarded-Proto", "ftp")
		if got.want(t, path, 200, "http://192.168.1.20:8080/"); strings.Contains(got.body, "evil.example") {
			t.Errorf("%s copies a header", path)
		}
		c.send(http.MethodPost, path, "device="+s.Kiosk.ID, "Host", "evil.example").want(t, path, http.StatusMisdirectedRequest)
	}
}
