package handlers

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"zhixinwu/store/school"
	"zhixinwu/store/voice"
	"zhixinwu/views"
)

const voiceFiles = "/admin/voice/files"

// index is the list of recordings as a screen of the client finds it.
func (c *client) index(screen string) (map[string]string, answer) {
	c.t.Helper()
	m := regexp.MustCompile(`data-voice="([^"]+)"`).FindStringSubmatch(c.get(screen).body)
	if m == nil {
		return nil, answer{}
	}
	a := c.get(m[1])
	var names map[string]string
	if err := json.Unmarshal([]byte(a.body), &names); err != nil {
		c.t.Fatalf("%s: %v: %.200s", m[1], err, a.body)
	}
	return names, a
}

// TestVoices: files are kept by the numbers in their names, and heard on the kiosk and on the board, and nowhere else.
func TestVoices(t *testing.T) {
	s := openSite(t, 1)
	office, kiosk := s.as(s.Office), s.kiosk()
	if names, _ := kiosk.index("/kiosk"); names != nil {
		t.Errorf("before any recording there is an index: %v", names)
	}
	list, err := s.Voice.List(s.Office, views.Sentences())
	if err != nil || len(list) != len(views.Sentences()) || len(list) < 300 {
		t.Fatalf("%d sentences have a number, %d are said, %v", len(list), len(views.Sentences()), err)
	}
	first := office.get("/admin/voice")
	first.want(t, "the page", 200, "录了 0 句", list[0].Text, "第 1 句")
	if len(first.body) > 60_000 {
		t.Errorf("the page has %d bytes", len(first.body))
	}

	page := office.uploadAll(voiceFiles, "files", "1.ogg", "OggS one", "002 一.mp3", "ID3 two", "3.wav", "no sound",
		"four.ogg", "OggS", "9999.ogg", "OggS", "../5.ogg", "OggS five", "6.ogg", "OggS"+strings.Repeat("x", voice.MaxSize))
	page.want(t, "seven files", 200, "存好了 3 段", "录了 3 句", "3.wav：这不是录音", "four.ogg：没有这个号码", "9999.ogg：没有这个号码",
		"6.ogg：录音是空的或者太大", "第 3 句")
	office.get("/admin/voice?n=2").want(t, "a sentence", 200, "第 2 句", "重录", s.Office.Staff.Name)

	names, a := kiosk.index("/kiosk")
	if len(names) != 3 || !strings.Contains(a.header.Get("Cache-Control"), "immutable") {
		t.Errorf("the index has %v, kept %s", names, a.header.Get("Cache-Control"))
	}
	sound := kiosk.get(names[list[1].Text])
	if sound.status != 200 || sound.body != "ID3 two" || sound.header.Get("Content-Type") != "audio/mpeg" ||
		sound.header.Get("Cache-Control") != forEver {
		t.Errorf("the sound: %d %q %v", sound.status, sound.body, sound.header)
	}
	old := kiosk.get("/kiosk/voice/index/older")
	if old.status != 200 || old.body != a.body || strings.Contains(old.header.Get("Cache-Control"), "immutable") {
		t.Errorf("an old address: %d, kept %s", old.status, old.header.Get("Cache-Control"))
	}
	board := s.client(deviceCookie, s.Browser(s.Wall))
	if walls, _ := board.index("/board"); len(walls) != 3 || board.get(walls[list[0].Text]).body != "OggS one" {
		t.Errorf("the board has %v", walls)
	}
	name := strings.TrimPrefix(names[list[0].Text], "/kiosk/voice/")
	if got := office.get("/admin/voice/sound/" + name); got.body != "OggS one" {
		t.Errorf("the office hears %q", got.body)
	}

	for what, c := range map[string]*client{"a stranger": s.client(), "the board at the kiosk": board} {
		if got := c.get("/kiosk/voice/" + name); got.status == 200 {
			t.Errorf("%s hears %q", what, got.body)
		}
	}
	office.post("/admin/voice/delete", "n", "1").want(t, "deleting", 200, "录了 2 句", "第 1 句")
	office.post("/admin/voice/delete", "n", "x").want(t, "deleting nothing", 404, "没有这个号码的句子")
	if got := kiosk.get("/kiosk/voice/" + name); got.status != http.StatusNotFound {
		t.Errorf("the deleted one: %d", got.status)
	}
}

// TestVoiceRoles: recordings are the administrator's and the office's.
func TestVoiceRoles(t *testing.T) {
	s := openSite(t, 1)
	for _, a := range []school.Actor{s.Admin, s.Office} {
		s.as(a).uploadAll(voiceFiles, "files", "1.ogg", "OggS").want(t, a.Staff.Login, 200, "存好了 1 段")
	}
	for _, a := range []school.Actor{s.Head, s.Teacher, s.Counselor, s.Keeper} {
		c := s.as(a)
		for what, got := range map[string]answer{
			"uploads": c.uploadAll(voiceFiles, "files", "1.ogg", "OggS"),
			"opens":   c.get("/admin/voice"),
			"deletes": c.post("/admin/voice/delete", "n", "1"),
		} {
			if got.status != http.StatusForbidden {
				t.Errorf("%s %s: %d", a.Staff.Login, what, got.status)
			}
		}
	}
	office := s.as(s.Office)
	office.post(voiceFiles, "files", "OggS").want(t, "no files", 422, "填的内容不对")
	cut := "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"2.ogg\"\r\n\r\nOggS two\r\n--x\r\n" +
		"Content-Disposition: form-data; name=\"files\"; filename=\"3.ogg\"\r\n\r\nOggS"
	office.send(http.MethodPost, voiceFiles, cut, "Content-Type", "multipart/form-data; boundary=x").
		want(t, "cut off in the second file", 422, "填的内容不对", "存好了 1 段")
}
