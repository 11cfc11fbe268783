package voice_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"zhixinwu/store"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
	"zhixinwu/store/voice"
)

var said = []string{"你想做什么？", "请刷你的卡", "一"}

// open is a school whose program says three sentences.
func open(t *testing.T) (s *storetest.School, n func(text string) int) {
	t.Helper()
	s = storetest.Open(t, 1)
	if err := s.Voice.Number(said); err != nil {
		t.Fatal(err)
	}
	return s, func(text string) int {
		t.Helper()
		list, err := s.Voice.List(s.Admin, []string{text})
		if err != nil || len(list) != 1 {
			t.Fatalf("%s: %d sentences, %v", text, len(list), err)
		}
		return list[0].N
	}
}

// TestNumbers: a number stays its sentence's own, whatever the program says later, and after a restart.
func TestNumbers(t *testing.T) {
	s, n := open(t)
	for i, text := range said {
		if n(text) != i+1 {
			t.Errorf("%s has number %d", text, n(text))
		}
	}
	if err := s.Voice.Number([]string{"新来的一句", "请刷你的卡", "再来一句"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Voice.Number([]string{"最后一句"}); err != nil {
		t.Fatal(err)
	}
	s.Close()
	s.Start()
	if err := s.Voice.Number(said); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{said[0]: 1, said[1]: 2, said[2]: 3, "新来的一句": 4, "再来一句": 5, "最后一句": 6} {
		if got := n(text); got != want {
			t.Errorf("%s has number %d, want %d", text, got, want)
		}
	}
	if list, err := s.Voice.List(s.Office, said[1:]); err != nil || len(list) != 2 || list[0].Text != said[1] {
		t.Errorf("two sentences are said: %+v, %v", list, err)
	}
}

// TestClips: a recording has its sentence, its speaker and a name of its own; a second one takes its place, and what is
// taken away is gone from the disk.
func TestClips(t *testing.T) {
	s, n := open(t)
	if v, err := s.Voice.Version(); err != nil || v != "" {
		t.Errorf("before any recording: version %q, %v", v, err)
	}
	first, second := "OggS first", "RIFF....WAVE second"
	if err := s.Voice.Keep(s.Office, n(said[1]), []byte(first)); err != nil {
		t.Fatal(err)
	}
	names, version, err := s.Voice.Index()
	if err != nil || len(names) != 1 || version == "" {
		t.Fatalf("%v, version %q, %v", names, version, err)
	}
	name := names[said[1]]
	sound, kind, err := s.Voice.Sound(name)
	if err != nil || string(sound) != first || kind != "audio/ogg" {
		t.Errorf("kept %q, %s, %v", sound, kind, err)
	}
	line, err := s.Voice.List(s.Admin, said[1:2])
	if err != nil || !line[0].Recorded() || line[0].Speaker != s.Office.Staff.Name || !line[0].Clip.At.Equal(storetest.Begin) {
		t.Errorf("the list has %+v, %v", line, err)
	}

	if err := s.Voice.Keep(s.Admin, n(said[1]), []byte(second)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Voice.Sound(name); !errors.Is(err, school.ErrNotFound) {
		t.Errorf("the first recording after the second: %v", err)
	}
	names, next, err := s.Voice.Index()
	if err != nil || next == version || names[said[1]] == name {
		t.Errorf("the second recording: %v, version %q after %q, %v", names, next, version, err)
	}
	if err := s.Voice.Delete(s.Admin, n(said[1])); err != nil {
		t.Fatal(err)
	}
	if names, last, err := s.Voice.Index(); err != nil || len(names) != 0 || last == next {
		t.Errorf("taken away: %v, version %q, %v", names, last, err)
	}
	if v, err := s.Voice.Version(); err != nil || v != "" {
		t.Errorf("without a recording: version %q, %v", v, err)
	}
	if rows := s.Rows("voice-sound"); len(rows) != 0 {
		t.Errorf("%d sounds are left", len(rows))
	}
	rows, _, err := s.Audits(s.Head, store.AuditQuery{})
	if err != nil {
		t.Fatal(err)
	}
	var acts []string
	for _, r := range rows {
		if strings.HasPrefix(string(r.Action), "voice.") {
			acts = append(acts, r.Who+" "+string(r.Action)+" "+r.Subject)
		}
	}
	slices.Reverse(acts)
	office, admin := s.Office.Staff.Name, s.Admin.Staff.Name
	want := []string{office + " voice.keep 0002", admin + " voice.keep 0002", admin + " voice.delete 0002"}
	if !slices.Equal(acts, want) {
		t.Errorf("the audit has %q, want %q", acts, want)
	}
}

// TestWrongClips: what is no recording, too long, of no sentence, or of a member of staff that may not, changes nothing.
func TestWrongClips(t *testing.T) {
	s, n := open(t)
	most := "ID3" + strings.Repeat("x", voice.MaxSize-3)
	for sound, want := range map[string]error{
		"": voice.ErrSize, most + "x": voice.ErrSize, "<html>": voice.ErrKind, "RIFF....AVI ": voice.ErrKind, "\xff\xfb": nil,
		"\x1a\x45\xdf\xa3": nil, "\x00\x00\x00\x20ftypM4A ": nil, most: nil, "OggS": nil,
		"\xff\xd8\xff": voice.ErrKind, "Og": voice.ErrKind,
	} {
		if err := s.Voice.Keep(s.Admin, n(said[0]), []byte(sound)); !errors.Is(err, want) {
			t.Errorf("%.12q: %v, want %v", sound, err, want)
		}
	}
	before, version, _ := s.Voice.Index()
	for _, none := range []int{0, -1, len(said) + 1, 10001} {
		if err := s.Voice.Keep(s.Admin, none, []byte("OggS")); !errors.Is(err, voice.ErrNumber) {
			t.Errorf("number %d: %v", none, err)
		}
	}
	for _, a := range []school.Actor{s.Head, s.Counselor, s.Teacher, s.Keeper, {}} {
		_, listed := s.Voice.List(a, said)
		for act, err := range map[string]error{
			"lists": listed, "keeps": s.Voice.Keep(a, 1, []byte("OggS")), "deletes": s.Voice.Delete(a, 1),
		} {
			if !errors.Is(err, school.ErrForbidden) {
				t.Errorf("%q %s: %v", a.Staff.Login, act, err)
			}
		}
	}
	if after, same, err := s.Voice.Index(); err != nil || same != version || !maps.Equal(after, before) {
		t.Errorf("%v became %v, %v", before, after, err)
	}
}
