package main

import (
	"encoding/binary"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhixinwu/store/kv/kvtest"
)

// usedSize is how far a data file has been written; behind that lies room that it only asked for.
func usedSize(t *testing.T, path string) int64 {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return int64(max(binary.NativeEndian.Uint64(raw[56:]), binary.NativeEndian.Uint64(raw[4096+56:]))) * 4096
}

// largeDrawing takes as much room as a letter can.
func largeDrawing(t *testing.T) string {
	t.Helper()
	var strokes [][][2]int
	for i := range 20 {
		var points [][2]int
		for j := range 400 {
			points = append(points, [2]int{(i*37 + j) % 600, (i + j*53) % 600})
		}
		strokes = append(strokes, points)
	}
	raw, err := json.Marshal(strokes)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestNoSpace fills the disk under the running program. Letters are refused in words and pages are read; health and staff are
// told, also while small things still find room; a child that calls is heard. With room again all is well by itself, and
// nothing that was acknowledged is missing.
func TestNoSpace(t *testing.T) {
	if !kvtest.Apart(t) {
		return
	}
	s := openSchool(t, "-children", "20")
	kiosk, counselor, admin := s.client(s.device("图书角")), s.logIn("wang"), s.logIn("admin")
	bell := s.client(s.device("值班铃"))
	drawing := largeDrawing(t)
	var codes []string
	send := func() (status int, page string) {
		t.Helper()
		status, page = kiosk.post("/kiosk/letter", "kind", "drawing", "drawing", drawing, "mood", "sad")
		if status == http.StatusOK {
			codes = append(codes, find(t, `name="shown" value="([^"]+)"`, page))
		}
		return status, page
	}
	status := func(c *client, path string) int {
		t.Helper()
		r, err := c.Get(s.url + path)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		return r.StatusCode
	}
	if status, _ := send(); status != 200 {
		t.Fatalf("a letter with room: %d", status)
	}
	until(t, "health", func() bool { return status(s.client(""), "/healthz") == 200 })
	free := kvtest.FillDisk(t, usedSize(t, filepath.Join(s.dir, "zhixinwu.db")))
	refused := false
	for range 100 { // what was freed before takes some letters yet
		code, page := send()
		if refused = code != 200; refused {
			if code != http.StatusServiceUnavailable || !strings.Contains(strip(page), "没有存住") {
				t.Errorf("a letter without room: %d %.300s", code, strip(page))
			}
			break
		}
	}
	if !refused {
		t.Fatal("no letter was refused")
	}
	for range 3 { // and stays so, whatever finds room beside it
		if code := status(s.client(""), "/healthz"); code != http.StatusServiceUnavailable {
			t.Errorf("health: %d", code)
		}
	}
	for c, paths := range map[*client][]string{
		kiosk:     {"/kiosk", "/kiosk/letter", "/kiosk/help"},
		counselor: {"/counselor", "/counselor/letters"},
		admin:     {"/admin", "/admin/audit"},
		bell:      {"/board/duty"},
	} {
		for _, path := range paths {
			if code := status(c, path); code != 200 {
				t.Errorf("%s without room: %d", path, code)
			}
		}
	}
	if page := counselor.page("/counselor"); !strings.Contains(page, "什么都存不下来") || !strings.Contains(page, "告诉管理员") {
		t.Error("the counselor is not told")
	}
	if page := admin.page("/admin"); !strings.Contains(page, "腾出硬盘空间") {
		t.Error("the administrator is not told")
	}
	if code, _ := kiosk.post("/kiosk/now"); code != 200 {
		t.Errorf("a call without room: %d", code)
	}
	if page := bell.page("/board/duty/now"); !strings.Contains(page, "data-ring") {
		t.Error("the bell is silent")
	}
	until(t, "the word in the log", func() bool { return strings.Contains(s.log.String(), "硬盘存不下东西了") })

	free()
	until(t, "health with room", func() bool { return status(s.client(""), "/healthz") == 200 })
	if page := counselor.page("/counselor"); strings.Contains(page, "什么都存不下来") {
		t.Error("the counselor is told of what is over")
	}
	if code, page := send(); code != 200 {
		t.Errorf("a letter with room again: %d %.300s", code, strip(page))
	}
	if err := s.stop(); err != nil {
		t.Error(err)
	}
	(&acknowledged{codes: codes}).kept(t, s.dir)
}
