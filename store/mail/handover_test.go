package mail_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// do does one of the jobs that the school does by itself.
func do(t *testing.T, s *storetest.School, job string) {
	t.Helper()
	if st, err := s.Do(job); err != nil || st.Err != nil {
		t.Fatal(job, err, st.Err)
	}
}

// TestHandOver: the keepers' pages hear of a letter that asks for somebody now, and of each batch; never of the minute in
// which a letter was written or an answer fetched. What a row knew of its waiting leaves it with the batch, and that it was
// urgent when somebody has opened it: until then it has to stand first in the list.
func TestHandOver(t *testing.T) {
	s := storetest.Open(t, 2)
	box, err := s.Mail.UnlockMailbox(s.Counselor, storetest.Password)
	if err != nil {
		t.Fatal(err)
	}
	look, cancel := s.Subscribe(school.TopicLetter)
	defer func() { cancel() }()
	heard := func(what string, want bool) {
		t.Helper()
		got := false
		select {
		case <-look:
			got = true
		default: // whatever a commit publishes is there before the commit is answered
		}
		if got != want {
			t.Errorf("%s is told at once: %v", what, got)
		}
	}
	onDisk := func(words string) (n int) {
		for _, row := range s.Rows("letter") {
			n += strings.Count(row, words)
		}
		cancel() // reading the disk opened the school again
		look, cancel = s.Subscribe(school.TopicLetter)
		return n
	}
	handOver := func() { t.Helper(); do(t, s, "letters") }
	code := s.Send("信", false)
	heard("a letter", false)
	s.Send("现在", true)
	heard("an urgent letter", true)
	if letters, err := s.Mail.Letters(s.Counselor); err != nil || len(letters) != 1 {
		t.Errorf("before the hour there are %d letters: %v", len(letters), err)
	}
	heard("a look", false)
	if waits, urgent := len(s.Rows("letter-waiting")), onDisk("Urgent"); waits != 1 || urgent != 1 || len(s.Rows("letter")) != 1 {
		t.Errorf("%d letters wait, %d are urgent", waits, urgent)
	}
	s.Clock.Pass(2 * time.Hour)
	handOver()
	if len(s.Rows("letter-waiting")) != 0 || len(s.Rows("letter")) != 2 || onDisk("Urgent") != 1 {
		t.Error("after the hour a letter waits, or the urgent one is no longer the first")
	}
	letters, err := s.Mail.Letters(s.Counselor)
	if err != nil || len(letters) != 2 || !letters[0].Urgent || letters[1].Urgent {
		t.Fatalf("%d letters: %v", len(letters), err)
	}
	for _, l := range letters {
		o, err := s.Mail.ReadLetter(s.Counselor, box, l.ID)
		if err != nil || o.Text.Urgent != l.Urgent || o.Urgent {
			t.Errorf("inside it says %v, outside %v: %v", o.Text.Urgent, o.Urgent, err)
		}
		if err := s.Mail.AnswerLetter(s.Counselor, box, l.ID, "好"); err != nil {
			t.Fatal(err)
		}
	}
	if onDisk("Urgent") != 0 {
		t.Error("an opened letter is still urgent")
	}
	fetched := func(want int) {
		t.Helper()
		letters, err := s.Mail.Letters(s.Counselor)
		n := 0
		for _, l := range letters {
			if l.Fetched != "" {
				n++
			}
		}
		if n != want || err != nil || len(letters) != 2 {
			t.Errorf("%d of %d are fetched, want %d: %v", n, len(letters), want, err)
		}
	}
	if r, err := s.Mail.ReadReply(s.Kiosk, code.String()); err != nil || len(r.Answers) != 1 {
		t.Fatalf("%+v: %v", r, err)
	}
	heard("a fetch", false)
	fetched(0)
	s.Clock.Pass(6 * time.Hour)
	heard("a fetch", false)
	handOver()
	heard("the batch", true)
	fetched(1)
	for _, row := range s.Rows("letter") {
		if on := told(t, json.RawMessage(row)); hour.MatchString(on) {
			t.Errorf("after the hour a row knows of it: %s", on)
		}
	}
	if r, err := s.Mail.ReadReply(s.Kiosk, code.String()); err != nil || len(r.Answers) != 1 {
		t.Errorf("a second look: %+v: %v", r, err)
	}
	if len(s.Rows("letter-waiting")) != 0 {
		t.Error("a second look waits to be told")
	}
}

// TestAnswerOverFetch: an answer that comes while the news of a fetch waits makes it old: nothing is told of it.
func TestAnswerOverFetch(t *testing.T) {
	s := storetest.Open(t, 2)
	box, err := s.Mail.UnlockMailbox(s.Counselor, storetest.Password)
	if err != nil {
		t.Fatal(err)
	}
	code := s.Send("信", true)
	for range 2 {
		letters, err := s.Mail.Letters(s.Counselor)
		if err != nil || len(letters) != 1 {
			t.Fatalf("%d letters: %v", len(letters), err)
		}
		if err := s.Mail.AnswerLetter(s.Counselor, box, letters[0].ID, "好"); err != nil {
			t.Fatal(err)
		}
		if letters, err = s.Mail.Letters(s.Counselor); err != nil || letters[0].Fetched != "" || len(s.Rows("letter-waiting")) != 0 {
			t.Errorf("fetched on %q: %v", letters[0].Fetched, err)
		}
		if _, err := s.Mail.ReadReply(s.Kiosk, code.String()); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.Rows("letter-waiting")) != 1 {
		t.Error("the second fetch is not told")
	}
}

// TestNothingIsLeft: a moment after a letter was written, handed over or fetched, the file holds nothing of how it was before:
// wiping it finds nothing to wipe.
func TestNothingIsLeft(t *testing.T) {
	s := storetest.Open(t, 2)
	data := func() []byte {
		raw, err := os.ReadFile(filepath.Join(s.Dir, "zhixinwu.db"))
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	clean := func(when string) {
		t.Helper()
		do(t, s, "wipe")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		before := data()
		db, err := kv.OpenBolt(filepath.Join(s.Dir, "zhixinwu.db"))
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(db.Wipe(), db.Close()); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(before, data()) {
			t.Errorf("%s: something was left in the file", when)
		}
		s.Start()
		do(t, s, "wipe") // the first one wipes in any case
	}
	clean("the start")
	code := s.Send("信", false)
	clean("a letter")
	s.Clock.Pass(2 * time.Hour)
	do(t, s, "letters")
	clean("the hour")
	box, err := s.Mail.UnlockMailbox(s.Counselor, storetest.Password)
	if err != nil {
		t.Fatal(err)
	}
	letters, err := s.Mail.Letters(s.Counselor)
	if err != nil || len(letters) != 1 {
		t.Fatalf("%d letters: %v", len(letters), err)
	}
	if err := s.Mail.AnswerLetter(s.Counselor, box, letters[0].ID, "好"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Mail.ReadReply(s.Kiosk, code.String()); err != nil {
		t.Fatal(err)
	}
	clean("a fetch")
}
