package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhixinwu/store"
	"zhixinwu/store/storetest"
)

const secretWords = "我害怕一个人睡在宿舍里"

func send(t *testing.T, s *storetest.School, text string, urgent bool) store.ReturnCode {
	t.Helper()
	code, err := s.SendLetter(s.Kiosk, store.LetterText{Kind: "text", Text: text, Mood: "afraid"}, urgent, "")
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// TestLetter: sealed on the way in, opened by a keeper with the passphrase, answered, and fetched with the code.
func TestLetter(t *testing.T) {
	s := storetest.Open(t, 2)
	code := send(t, s, secretWords, true)
	letters, err := s.Letters(s.Counselor)
	if err != nil || len(letters) != 1 {
		t.Fatalf("%d letters: %v", len(letters), err)
	}
	id := letters[0].ID
	if _, err := s.UnlockMailbox(s.Counselor, "wrong passphrase"); !errors.Is(err, store.ErrPassphrase) {
		t.Errorf("wrong passphrase: %v", err)
	}
	for _, a := range []store.Actor{s.Admin, s.Head, s.Office, s.Teacher, s.Keeper, {}} {
		if _, err := s.UnlockMailbox(a, storetest.Password); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("%s unlocks: %v", a.Staff.Login, err)
		}
		if _, err := s.Letters(a); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("%s lists letters: %v", a.Staff.Login, err)
		}
	}
	if r, err := s.ReadReply(s.Kiosk, code.String()); err != nil || r.Opened || len(r.Answers) != 0 {
		t.Errorf("before anybody looked: %+v, %v", r, err)
	}
	box, err := s.UnlockMailbox(s.Counselor, storetest.Password)
	if err != nil {
		t.Fatal(err)
	}
	o, err := s.ReadLetter(s.Counselor, box, id)
	if err != nil || o.Text.Text != secretWords || o.Text.Mood != "afraid" || o.Opened != "2026-11-23" || o.Opener != "王老师" {
		t.Fatalf("opened: %+v, %v", o, err)
	}
	if r, err := s.ReadReply(s.Kiosk, code.String()); err != nil || !r.Opened {
		t.Errorf("opened, not answered: %+v, %v", r, err)
	}
	if err := s.AnswerLetter(s.Counselor, box, id, "  "); !errors.Is(err, store.ErrAnswerEmpty) {
		t.Errorf("an empty answer: %v", err)
	}
	const answer = "明天我去宿舍看你"
	if err := s.AnswerLetter(s.Counselor, box, id, answer); err != nil {
		t.Fatal(err)
	}
	r, err := s.ReadReply(s.Kiosk, strings.ReplaceAll(code.String(), "-", " "))
	if err != nil || len(r.Answers) != 1 || r.Answers[0].Text != answer || r.Answers[0].From != "王老师" {
		t.Fatalf("the child reads %+v, %v", r, err)
	}
	letters, _ = s.Letters(s.Counselor)
	if letters[0].Fetched != "2026-11-23" {
		t.Error("fetched is not recorded")
	}
	if o, err := s.ReadLetter(s.Counselor, box, id); err != nil || len(o.Sent) != 1 || o.Sent[0].Text != answer {
		t.Errorf("the keepers' own copy: %+v, %v", o.Sent, err)
	}
	s.Close()
	for _, name := range []string{"zhixinwu.db", "zhixinwu.key"} {
		raw, err := os.ReadFile(filepath.Join(s.Dir, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, plain := range []string{secretWords, answer, code.String(), "afraid"} {
			if bytes.Contains(raw, []byte(plain)) {
				t.Errorf("%s holds %q", name, plain)
			}
		}
	}
	s.Start()
}

// TestLetterTellsNothing: a short and a long letter, a drawing and a face are the same size, and no time but the day is
// kept.
func TestLetterTellsNothing(t *testing.T) {
	s := storetest.Open(t, 2)
	send(t, s, "啊", false)
	send(t, s, strings.Repeat("很长", 150), false)
	if _, err := s.SendLetter(s.Kiosk, store.LetterText{Kind: "picture", Mood: "happy"}, false, ""); err != nil {
		t.Fatal(err)
	}
	if letters, _ := s.Letters(s.Counselor); len(letters) != 0 {
		t.Errorf("%d letters before the hour of handing over", len(letters))
	}
	s.Clock.Pass(3 * time.Hour)
	letters, err := s.Letters(s.Counselor)
	if err != nil || len(letters) != 3 {
		t.Fatalf("%d letters after it, %v", len(letters), err)
	}
	for _, l := range letters {
		if len(l.Sealed) != len(letters[0].Sealed) {
			t.Errorf("sizes differ: %d and %d", len(l.Sealed), len(letters[0].Sealed))
		}
		if l.Handover.Format("15:04:05") != "12:00:00" {
			t.Errorf("the letter knows its hour: %v", l.Handover)
		}
	}
	now := send(t, s, "现在就要", true)
	if n, urgent, err := s.UnreadLetters(s.Counselor); n != 4 || !urgent || err != nil {
		t.Errorf("an urgent letter waits: %d %v %v", n, urgent, err)
	}
	if letters, _ := s.Letters(s.Counselor); !letters[0].Urgent {
		t.Error("the urgent letter is not the first")
	}
	_ = now
}

// TestLetterOnce: a sheet whose answer never reached the child is sent again: one letter, and the new code opens it.
func TestLetterOnce(t *testing.T) {
	s := storetest.Open(t, 2)
	text := store.LetterText{Kind: "text", Text: "一次"}
	first, err := s.SendLetter(s.Kiosk, text, true, "sheet")
	if err != nil {
		t.Fatal(err)
	}
	second, err := s.SendLetter(s.Kiosk, text, true, "sheet")
	if err != nil {
		t.Fatal(err)
	}
	letters, err := s.Letters(s.Counselor)
	if err != nil || len(letters) != 1 {
		t.Fatalf("%d letters: %v", len(letters), err)
	}
	if _, err := s.ReadReply(s.Kiosk, second.String()); err != nil {
		t.Errorf("the code that was shown: %v", err)
	}
	if _, err := s.ReadReply(s.Kiosk, first.String()); !errors.Is(err, store.ErrReplyCode) {
		t.Errorf("the code that was never seen: %v", err)
	}
	box, err := s.UnlockMailbox(s.Counselor, storetest.Password)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.ReadLetter(s.Counselor, box, letters[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SendLetter(s.Kiosk, text, true, "sheet"); !errors.Is(err, store.ErrLetterSent) {
		t.Errorf("replacing a letter that was read: %v", err)
	}
}

func TestLetterShape(t *testing.T) {
	s := storetest.Open(t, 2)
	many := make([]store.Stroke, 301)
	for i := range many {
		many[i].Points = [][2]int{{1, 1}}
	}
	for name, c := range map[string]struct {
		text store.LetterText
		want error
	}{
		"no kind":        {store.LetterText{Text: "字"}, store.ErrLetterKind},
		"empty":          {store.LetterText{Kind: "text", Text: " \n"}, store.ErrLetterEmpty},
		"no drawing":     {store.LetterText{Kind: "drawing"}, store.ErrLetterEmpty},
		"no face":        {store.LetterText{Kind: "picture"}, store.ErrLetterEmpty},
		"long":           {store.LetterText{Kind: "text", Text: strings.Repeat("长", 2001)}, store.ErrLetterLong},
		"broken text":    {store.LetterText{Kind: "text", Text: "\xff"}, store.ErrInvalid},
		"unknown mood":   {store.LetterText{Kind: "text", Text: "字", Mood: "joy"}, store.ErrMood},
		"unknown topic":  {store.LetterText{Kind: "text", Text: "字", Topic: "war"}, store.ErrTopic},
		"off the sheet":  {store.LetterText{Kind: "drawing", Drawing: []store.Stroke{{Points: [][2]int{{0, 601}}}}}, store.ErrDrawing},
		"unknown colour": {store.LetterText{Kind: "drawing", Drawing: []store.Stroke{{Color: 6, Points: [][2]int{{0, 0}}}}}, store.ErrDrawing},
		"many strokes":   {store.LetterText{Kind: "drawing", Drawing: many}, store.ErrLetterLong},
	} {
		if _, err := s.SendLetter(s.Kiosk, c.text, true, ""); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if letters, _ := s.Letters(s.Counselor); len(letters) != 0 {
		t.Errorf("%d letters were kept", len(letters))
	}
	strokes, err := store.ParseDrawing(`[[[1,2],[3.6,4]],{"color":2,"points":[[5,6]]}]`)
	if err != nil || len(strokes) != 2 || strokes[0].Points[1] != [2]int{4, 4} || strokes[1].Color != 2 {
		t.Errorf("both ways to write a stroke: %+v, %v", strokes, err)
	}
}

// TestReplyCodesCannotBeTried: wrong codes stop the device for a minute, and no other.
func TestReplyCodesCannotBeTried(t *testing.T) {
	s := storetest.Open(t, 2)
	code := send(t, s, "信", true)
	wrong := code
	wrong.Digits = map[bool]string{true: "0001", false: "0000"}[code.Digits == "0000"]
	for range 8 {
		if _, err := s.ReadReply(s.Kiosk, wrong.String()); !errors.Is(err, store.ErrReplyCode) {
			t.Fatalf("wrong code: %v", err)
		}
	}
	if _, err := s.ReadReply(s.Kiosk, code.String()); !errors.Is(err, store.ErrReplyWait) {
		t.Errorf("after eight wrong ones: %v", err)
	}
	other, err := s.AddDevice(s.Admin, store.Device{Name: "别处", Place: "别处", Offers: []store.Offer{store.OfferLetters}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.ReadReply(other, code.String()); err != nil {
		t.Errorf("another kiosk: %v", err)
	}
	s.Clock.Pass(time.Minute)
	if _, err := s.ReadReply(s.Kiosk, code.String()); err != nil {
		t.Errorf("a minute later: %v", err)
	}
	for _, typed := range []string{"", "star", "star-boat-apple-4072", "star-boat-apple-fish-40720", "star-boat-apple-fish-40x2", strings.Repeat("star-", 100)} {
		if _, err := s.ReadReply(other, typed); !errors.Is(err, store.ErrReplyForm) {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

// TestKeepers: a second counselor reads only after a keeper has admitted them.
func TestKeepers(t *testing.T) {
	s := storetest.Open(t, 2)
	st, err := s.AddStaff(s.Admin, store.Staff{Login: "second", Name: "李老师", Roles: []store.Role{store.RoleCounselor}}, storetest.Password)
	if err != nil {
		t.Fatal(err)
	}
	second := store.Actor{Staff: st}
	send(t, s, secretWords, true)
	if err := s.KeepMailbox(second, "short"); !errors.Is(err, store.ErrPassphraseWeak) {
		t.Errorf("short passphrase: %v", err)
	}
	if err := s.KeepMailbox(second, "another passphrase"); err != nil {
		t.Fatal(err)
	}
	if err := s.KeepMailbox(second, "a third passphrase"); !errors.Is(err, store.ErrKeeperKnown) {
		t.Errorf("again: %v", err)
	}
	if _, err := s.UnlockMailbox(second, "another passphrase"); !errors.Is(err, store.ErrNotKeeper) {
		t.Errorf("not admitted yet: %v", err)
	}
	box, err := s.UnlockMailbox(s.Counselor, storetest.Password)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.AdmitKeeper(s.Counselor, box, st.ID); err != nil {
		t.Fatal(err)
	}
	theirs, err := s.UnlockMailbox(second, "another passphrase")
	if err != nil {
		t.Fatal(err)
	}
	letters, _ := s.Letters(second)
	if o, err := s.ReadLetter(second, theirs, letters[0].ID); err != nil || o.Text.Text != secretWords {
		t.Errorf("the second keeper reads %+v, %v", o.Text, err)
	}
	for range 5 {
		if _, err := s.UnlockMailbox(second, "guess a passphrase"); !errors.Is(err, store.ErrPassphrase) {
			t.Fatal(err)
		}
	}
	if _, err := s.UnlockMailbox(second, "another passphrase"); !errors.Is(err, store.ErrLocked) {
		t.Errorf("after five guesses: %v", err)
	}
}
