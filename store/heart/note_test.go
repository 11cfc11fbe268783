package heart_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"zhixinwu/store"
	"zhixinwu/store/access"
	"zhixinwu/store/heart"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// TestNotes: drafts need no key, reading does; corrections are revisions; each look leaves a row; nobody else reads, and
// the data folder holds no word.
func TestNotes(t *testing.T) {
	s := storetest.Open(t, 4)
	child := s.Children[0].ID
	if _, err := s.Heart.BeginNote(s.Colleague, child, ""); !errors.Is(err, access.ErrNotesKey) {
		t.Errorf("a counselor without a passphrase writes: %v", err)
	}
	n, err := s.Heart.BeginNote(s.Counselor, child, "")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := s.Heart.BeginNote(s.Counselor, child, ""); err != nil || again.N != n.N {
		t.Errorf("an empty page was not found again: %+v, %v", again, err)
	}
	const words, later = "他们把我的书包扔进水沟", "是隔壁班的两个人"
	text := heart.NoteText{Words: words, Background: "班主任说他中午不吃饭", Source: "班主任", Concern: "watch", NextDate: "2026-11-30"}
	if at, err := s.Heart.SaveDraft(s.Counselor, child, n.N, heart.Pen{}, text); err != nil || !at.Equal(s.Now()) {
		t.Fatalf("%v %v", at, err)
	}
	for name, a := range map[string]school.Actor{"admin": s.Admin, "head": s.Head, "office": s.Office, "teacher": s.Teacher} {
		if _, err := s.Heart.BeginNote(a, child, ""); !errors.Is(err, school.ErrForbidden) {
			t.Errorf("%s begins a note: %v", name, err)
		}
		if _, err := s.Heart.SaveDraft(a, child, n.N, heart.Pen{}, text); !errors.Is(err, school.ErrForbidden) {
			t.Errorf("%s writes: %v", name, err)
		}
		if _, err := s.Heart.OpenNotes(a, heart.NoteKey{}, child); !errors.Is(err, school.ErrForbidden) {
			t.Errorf("%s reads: %v", name, err)
		}
		if _, err := s.Heart.UnlockNotes(a, storetest.Password); !errors.Is(err, school.ErrForbidden) {
			t.Errorf("%s unlocks: %v", name, err)
		}
	}
	if _, err := s.Heart.UnlockNotes(s.Counselor, "not the passphrase"); !errors.Is(err, access.ErrPassphrase) {
		t.Errorf("a wrong passphrase: %v", err)
	}
	key, err := s.Heart.UnlockNotes(s.Counselor, storetest.Password)
	if err != nil {
		t.Fatal(err)
	}
	o, err := s.Heart.OpenNotes(s.Counselor, key, child)
	if err != nil || len(o.Notes) != 1 || o.Notes[0].DraftText != text || len(o.Notes[0].Texts) != 0 {
		t.Fatalf("%+v, %v", o, err)
	}
	if err := s.Heart.KeepNote(s.Counselor, child, n.N, heart.Pen{}, heart.NoteText{}); !errors.Is(err, heart.ErrNote) {
		t.Errorf("an empty note: %v", err)
	}
	judged := heart.NoteText{Words: "x", Concern: "87%"}
	if err := s.Heart.KeepNote(s.Counselor, child, n.N, heart.Pen{}, judged); !errors.Is(err, heart.ErrNote) {
		t.Errorf("a concern that is not on the list: %v", err)
	}
	if err := s.Heart.KeepNote(s.Counselor, child, n.N, heart.Pen{}, text); err != nil {
		t.Fatal(err)
	}
	s.Clock.Pass(24 * time.Hour)
	corrected := text
	corrected.Words = words + "，" + later
	if err := s.Heart.KeepNote(s.Counselor, child, n.N, heart.Pen{}, corrected); err != nil {
		t.Fatal(err)
	}

	// A second counselor reads once somebody who may has said so, and from then on.
	if err := s.Mail.KeepMailbox(s.Colleague, storetest.Password); err != nil {
		t.Fatal(err)
	}
	other, err := s.Heart.UnlockNotes(s.Colleague, storetest.Password)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Heart.OpenNotes(s.Colleague, other, child); !errors.Is(err, heart.ErrNotReader) {
		t.Errorf("a counselor who is not named reads: %v", err)
	}
	if _, err := s.Heart.BeginNote(s.Colleague, child, ""); !errors.Is(err, heart.ErrNotReader) {
		t.Errorf("a counselor who is not named writes: %v", err)
	}
	if err := s.Heart.NameReader(s.Colleague, other, child, s.Colleague.ID()); !errors.Is(err, heart.ErrNotReader) {
		t.Errorf("a counselor names herself: %v", err)
	}
	if err := s.Heart.NameReader(s.Counselor, key, child, s.Keeper.ID()); !errors.Is(err, access.ErrNotesKey) {
		t.Errorf("somebody without a key is named: %v", err)
	}
	for range 2 {
		if err := s.Heart.NameReader(s.Counselor, key, child, s.Colleague.ID()); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	s.Start()
	o, err = s.Heart.OpenNotes(s.Colleague, other, child)
	if err != nil || len(o.Readers) != 2 {
		t.Fatalf("%+v, %v", o.Readers, err)
	}
	texts := o.Notes[0].Texts
	if len(texts) != 2 || texts[0].Words != words || texts[1].Words != corrected.Words ||
		texts[1].At.Sub(texts[0].At) != 24*time.Hour {
		t.Errorf("%+v", texts)
	}
	if _, err := s.Heart.OpenNotes(s.Counselor, other, child); !errors.Is(err, heart.ErrNotesLocked) {
		t.Errorf("with somebody else's key: %v", err)
	}
	looks := 0
	rows, _, err := s.Audits(s.Head, store.AuditQuery{Name: s.Children[0].Name})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.Action == "note.open" {
			looks++
		}
	}
	if looks != 2 {
		t.Errorf("%d rows of two looks", looks)
	}

	if err := s.Store.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(s.Dir, "zhixinwu.db"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(raw, []byte("禾小一")) {
		t.Fatal("the child's name is not in the data, so searching it shows nothing")
	}
	for _, secret := range []string{words, later, "班主任说他", "书包", `"watch"`} {
		if bytes.Contains(raw, []byte(secret)) {
			t.Errorf("the data holds %q", secret)
		}
	}
	s.Start()
}

// TestTwoPens: two pages on one note do not overwrite each other. The second to write is told, and writes on once it has seen
// what the first wrote; one that sends again what may have arrived is no second.
func TestTwoPens(t *testing.T) {
	s := storetest.Open(t, 2)
	child := s.Children[0].ID
	n, err := s.Heart.BeginNote(s.Counselor, child, "")
	if err != nil {
		t.Fatal(err)
	}
	one, two := heart.Pen{ID: "one", Seen: n.Version}, heart.Pen{ID: "two", Seen: n.Version}
	save := func(pen heart.Pen, words string, want error) {
		t.Helper()
		if _, err := s.Heart.SaveDraft(s.Counselor, child, n.N, pen, heart.NoteText{Words: words}); !errors.Is(err, want) {
			t.Fatalf("pen %s writes %s: %v, want %v", pen.ID, words, err, want)
		}
	}
	seen := func() heart.OpenNote {
		t.Helper()
		key, err := s.Heart.UnlockNotes(s.Counselor, storetest.Password)
		if err != nil {
			t.Fatal(err)
		}
		o, err := s.Heart.OpenNotes(s.Counselor, key, child)
		if err != nil || len(o.Notes) != 1 {
			t.Fatalf("%+v, %v", o, err)
		}
		return o.Notes[0]
	}
	save(one, "第一支", nil)
	save(one, "第一支笔", nil)
	save(two, "第二支", heart.ErrNoteOther)
	if got := seen().DraftText.Words; got != "第一支笔" {
		t.Errorf("the draft is %q", got)
	}
	two.Seen = seen().Version
	save(one, "第一支笔又写", nil)
	save(two, "第二支", heart.ErrNoteOther) // what it has seen is not the last
	two.Seen = seen().Version
	save(two, "第二支", nil)
	if err := s.Heart.KeepNote(s.Counselor, child, n.N, one, heart.NoteText{Words: "第一支笔又写"}); !errors.Is(err, heart.ErrNoteOther) {
		t.Errorf("the first keeps over the second: %v", err)
	}
	if err := s.Heart.KeepNote(s.Counselor, child, n.N, two, heart.NoteText{Words: "第二支"}); err != nil {
		t.Error(err)
	}
	save(one, "第一支笔又写", heart.ErrNoteOther)
	if got := seen(); len(got.Texts) != 1 || got.Last().Words != "第二支" || got.Draft != nil {
		t.Errorf("%+v", got)
	}
}
