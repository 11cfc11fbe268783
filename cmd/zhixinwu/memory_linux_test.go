package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestMemoryAfterLock: once the keeper's screen is covered nothing in the program's memory refers to what was opened, not to
// a word of a letter, an answer or a note, not as a page with its pinyin, not to the passphrase.
//
// What the test proves is this and no more: GODEBUG=clobberfree makes the collector write over what it frees, so whatever is
// still found is in use. In a school the freed bytes are not written over at once: whole pages go back to the system, see
// forget in package handlers, and the rest stays, with nothing that leads to it, until its place is used again.
func TestMemoryAfterLock(t *testing.T) {
	t.Setenv("GODEBUG", "clobberfree=1")
	s := startProgram(t, buildProgram(t), t.TempDir(), "127.0.0.1:0")
	kiosk, keeper := s.client(s.device("图书角")), s.logIn("wang")
	const letter, answer = "墨绿色的长颈鹿坐在外婆家的屋顶上吃云朵", "橘黄色的鲸鱼游过学校的操场来看你"
	const note, passphrase = "紫罗兰色的犀牛在走廊里弹了一下午钢琴", "wang"
	_, page := kiosk.post("/kiosk/letter", "kind", "text", "text", letter, "urgent", "1")
	code := find(t, `name="shown" value="([^"]+)"`, page)
	_, page = keeper.post("/counselor/mailbox/unlock", "passphrase", password(passphrase))
	path := find(t, `href="(/counselor/letters/[0-9a-f]+)"`, page)
	if !strings.Contains(keeper.page(path), letter) {
		t.Fatal("the keeper cannot read the letter")
	}
	keeper.post(path, "text", answer)
	_, page = kiosk.post("/kiosk/reply", "code", code)
	if !strings.Contains(strip(page), answer) || !strings.Contains(page, "<ruby>鲸<rt>") {
		t.Fatal("the child cannot read the answer")
	}
	child := s.Children[0]
	keeper.post("/counselor/notes/" + child.ID + "/begin")
	keeper.post("/counselor/notes/unlock", "passphrase", password(passphrase))
	keeper.post("/counselor/notes/"+child.ID+"/keep", "note", "1", "words", note)
	if !strings.Contains(keeper.page("/counselor/notes/"+child.ID), note) {
		t.Fatal("the counselor cannot read the note")
	}
	if !strings.Contains(s.logIn("office").page("/office/children"), child.Name) {
		t.Fatal("the office does not see the child")
	}
	keeper.post("/lock")
	secrets := []string{letter, answer, note, "<ruby>鲸<rt>", "<ruby>橘<rt>"}
	var found []string
	t.Cleanup(func() {
		for _, words := range found {
			t.Log("the memory still holds", words)
		}
	})
	until(t, "the memory forgets", func() bool {
		dump := s.memory()
		if !bytes.Contains(dump, []byte(child.Name)) {
			t.Fatal("what the program keeps is not in its memory: nothing was looked at")
		}
		found = nil
		for _, words := range secrets {
			if i := bytes.Index(dump, []byte(words)); i >= 0 {
				found = append(found, fmt.Sprintf("%q", dump[max(0, i-100):min(len(dump), i+200)]))
			}
		}
		return len(found) == 0
	})
}

// memory is everything that the program has written into its memory, the mapped data file apart.
func (p *program) memory() (dump []byte) {
	p.t.Helper()
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", p.cmd.Process.Pid))
	if err != nil {
		p.t.Fatal(err)
	}
	mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", p.cmd.Process.Pid))
	if err != nil {
		p.t.Fatal(err)
	}
	defer mem.Close()
	for line := range strings.Lines(string(maps)) {
		var from, to uint64
		var rights string
		if _, err := fmt.Sscanf(line, "%x-%x %s", &from, &to, &rights); err != nil {
			p.t.Fatal(err)
		}
		if !strings.HasPrefix(rights, "rw") {
			continue
		}
		part := make([]byte, to-from)
		if n, err := mem.ReadAt(part, int64(from)); err == nil {
			dump = append(dump, part[:n]...)
		}
	}
	return dump
}
