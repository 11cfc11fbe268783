package mail_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"zhixinwu/store/access"
	"zhixinwu/store/mail"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

const secretWords = "我害怕一个人睡在宿舍里"

// TestLetter: sealed on the way in, opened by a keeper with the passphrase, answered, and fetched with the code.
func TestLetter(t *testing.T) {
	s := storetest.Open(t, 2)
	code := s.Send(secretWords, true)
	letters, err := s.Mail.Letters(s.Counselor)
	if err != nil || len(letters) != 1 {
		t.Fatalf("%d letters: %v", len(letters), err)
	}
	id := letters[0].ID
	if _, err := s.Mail.UnlockMailbox(s.Counselor, "wrong passphrase"); !errors.Is(err, access.ErrPassphrase) {
		t.Errorf("wrong passphrase: %v", err)
	}
	for _, a := range []school.Actor{s.Admin, s.Head, s.Office, s.Teacher, s.Keeper, {}} {
		if _, err := s.Mail.UnlockMailbox(a, storetest.Password); !errors.Is(err, school.ErrForbidden) {
			t.Errorf("%s unlocks: %v", a.Staff.Login, err)
		}
		if _, err := s.Mail.Letters(a); !errors.Is(err, school.ErrForbidden) {
			t.Errorf("%s lists letters: %v", a.Staff.Login, err)
		}
	}
	if r, err := s.Mail.ReadReply(s.Kiosk, code.String()); err != nil || r.Opened || len(r.Answers) != 0 {
		t.Errorf("before anybody looked: %+v, %v", r, err)
	}
	box, err := s.Mail.UnlockMailbox(s.Counselor, storetest.Password)
	if err != nil {
		t.Fatal(err)
	}
	o, err := s.Mail.ReadLetter(s.Counselor, box, id)
	if err != nil || o.Text.Text != secretWords || o.Text.Mood != "afraid" || o.Opened != "2026-11-23" || o.Opener != "王老师" {
		t.Fatalf("opened: %+v, %v", o, err)
	}
	if r, err := s.Mail.ReadReply(s.Kiosk, code.String()); err != nil || !r.Opened {
		t.Errorf("opened, not answered: %+v, %v", r, err)
	}
	if err := s.Mail.AnswerLetter(s.Counselor, box, id, "  "); !errors.Is(err, mail.ErrAnswerEmpty) {
		t.Errorf("an empty answer: %v", err)
	}
	const answer = "明天我去宿舍看你"
	if err := s.Mail.AnswerLetter(s.Counselor, box, id, answer); err != nil {
		t.Fatal(err)
	}
	r, err := s.Mail.ReadReply(s.Kiosk, strings.ReplaceAll(code.String(), "-", " "))
	if err != nil || len(r.Answers) != 1 || r.Answers[0].Text != answer || r.Answers[0].From != "王老师" {
		t.Fatalf("the child reads %+v, %v", r, err)
	}
	if letters, _ = s.Mail.Letters(s.Counselor); letters[0].Fetched != "" {
		t.Error("that it was fetched is told before the hour of handing over")
	}
	s.Clock.Pass(2 * time.Hour)
	if letters, _ = s.Mail.Letters(s.Counselor); letters[0].Fetched != "2026-11-23" {
		t.Error("fetched is not recorded")
	}
	if o, err := s.Mail.ReadLetter(s.Counselor, box, id); err != nil || len(o.Sent) != 1 || o.Sent[0].Text != answer {
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
	s.Send("啊", false)
	s.Send(strings.Repeat("很长", 150), false)
	if _, err := s.Mail.SendLetter(s.Kiosk, mail.LetterText{Kind: "picture", Mood: "happy"}, false, ""); err != nil {
		t.Fatal(err)
	}
	if letters, _ := s.Mail.Letters(s.Counselor); len(letters) != 0 {
		t.Errorf("%d letters before the hour of handing over", len(letters))
	}
	s.Clock.Pass(3 * time.Hour)
	letters, err := s.Mail.Letters(s.Counselor)
	if err != nil || len(letters) != 3 {
		t.Fatalf("%d letters after it, %v", len(letters), err)
	}
	for _, l := range letters {
		if len(l.Sealed) != len(letters[0].Sealed) {
			t.Errorf("sizes differ: %d and %d", len(l.Sealed), len(letters[0].Sealed))
		}
		if hour.MatchString(told(t, l)) {
			t.Errorf("the letter knows its hour: %s", told(t, l))
		}
	}
	for _, row := range s.Rows("letter") {
		if on := told(t, json.RawMessage(row)); hour.MatchString(on) {
			t.Errorf("the letter's row knows its hour: %s", on)
		}
	}
	s.Send("现在就要", true)
	if n, urgent, err := s.Mail.UnreadLetters(s.Counselor); n != 4 || !urgent || err != nil {
		t.Errorf("an urgent letter waits: %d %v %v", n, urgent, err)
	}
	if letters, _ := s.Mail.Letters(s.Counselor); !letters[0].Urgent {
		t.Error("the urgent letter is not the first")
	}
}

var hour = regexp.MustCompile(`\d\d:\d\d|T\d`)

// told is everything that a value tells, as text, without what is sealed or random by its nature.
func told(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var plain any
	if err := json.Unmarshal(raw, &plain); err != nil {
		t.Fatal(err)
	}
	var strip func(any)
	strip = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, secret := range []string{"ID", "Sealed", "Thread", "Lookup", "ToChild", "ToBox"} {
				delete(v, secret)
			}
			for _, inner := range v {
				strip(inner)
			}
		case []any:
			for _, inner := range v {
				strip(inner)
			}
		}
	}
	strip(plain)
	if raw, err = json.Marshal(plain); err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestLetterKeepsTheDay: letters that were sent, opened, answered and fetched at different minutes of one day are alike, on
// the disk and in whatever is told of them: nothing that is finer than the day is kept.
func TestLetterKeepsTheDay(t *testing.T) {
	for _, urgent := range []bool{true, false} {
		s := storetest.Open(t, 2)
		codes := make([]mail.ReturnCode, 2)
		for i := range codes {
			codes[i] = s.Send("信", urgent)
			s.Clock.Pass(time.Hour + 7*time.Minute + 3*time.Second)
		}
		box, err := s.Mail.UnlockMailbox(s.Counselor, storetest.Password)
		if err != nil {
			t.Fatal(err)
		}
		letters, err := s.Mail.Letters(s.Counselor)
		if err != nil || len(letters) != 2 {
			t.Fatalf("%d letters: %v", len(letters), err)
		}
		seen := map[string][]string{}
		see := func(what string, v any, err error) {
			t.Helper()
			if err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			seen[what] = append(seen[what], told(t, v))
		}
		for _, l := range letters {
			see("sent", l, nil)
			opened, err := s.Mail.ReadLetter(s.Counselor, box, l.ID)
			see("opened", opened, err)
			s.Clock.Pass(11*time.Minute + time.Second)
			see("answered", nil, s.Mail.AnswerLetter(s.Counselor, box, l.ID, "好"))
			answered, err := s.Mail.ReadLetter(s.Counselor, box, l.ID)
			see("opened again", answered, err)
		}
		for _, code := range codes {
			s.Clock.Pass(13*time.Minute + time.Second)
			reply, err := s.Mail.ReadReply(s.Kiosk, code.String())
			see("fetched", reply, err)
		}
		if letters, err = s.Mail.Letters(s.Counselor); err != nil {
			t.Fatal(err)
		}
		for _, l := range letters {
			see("in the list at the end", l, nil)
		}
		for _, row := range s.Rows("letter") {
			see("on the disk", json.RawMessage(row), nil)
		}
		for what, both := range seen {
			if len(both) != 2 || both[0] != both[1] {
				t.Errorf("urgent %v, %s: the minutes show in %q", urgent, what, both)
			}
		}
	}
}

// TestLetterSizes: up to the very last byte of a size a letter is as large as the shortest, one byte more takes the next
// size, and both come out whole.
func TestLetterSizes(t *testing.T) {
	s := storetest.Open(t, 2)
	box, err := s.Mail.UnlockMailbox(s.Counselor, storetest.Password)
	if err != nil {
		t.Fatal(err)
	}
	envelope, err := json.Marshal(mail.LetterText{Kind: "text", Urgent: true})
	if err != nil {
		t.Fatal(err)
	}
	frame := len(envelope) + len(`,"Text":""`)
	sealed := func(size int) int { // of a letter that is size bytes long inside
		t.Helper()
		text := strings.Repeat("信", (size-frame)/3) + strings.Repeat("a", (size-frame)%3)
		if _, err := s.Mail.SendLetter(s.Kiosk, mail.LetterText{Kind: "text", Text: text}, true, ""); err != nil {
			t.Fatal(err)
		}
		letters, err := s.Mail.Letters(s.Counselor)
		if err != nil || letters[0].Opened != "" { // the only unopened one stands first
			t.Fatalf("the letter of %d bytes is not there: %v", size, err)
		}
		o, err := s.Mail.ReadLetter(s.Counselor, box, letters[0].ID)
		if err != nil || o.Text.Text != text {
			t.Errorf("%d bytes came out as %d of text: %v", size, len(o.Text.Text), err)
		}
		return len(o.Sealed)
	}
	const length = 4 // the first bytes of what is sealed say how long the text is
	shortest := sealed(frame + 1)
	for _, c := range []struct{ size, more int }{
		{2048 - length, 0}, {2049 - length, 2048}, {2048, 2048}, {4096 - length, 2048}, {4097 - length, 6144}, {4096, 6144},
	} {
		if got := sealed(c.size); got != shortest+c.more {
			t.Errorf("%d bytes are sealed in %d, want %d", c.size, got, shortest+c.more)
		}
	}
}

// TestLetterBeforeItsBatch: whoever knows a letter's id, from the file, opens and answers it no sooner than its batch is
// handed over, at noon.
func TestLetterBeforeItsBatch(t *testing.T) {
	s := storetest.Open(t, 2)
	code := s.Send(secretWords, false)
	box, err := s.Mail.UnlockMailbox(s.Counselor, storetest.Password)
	if err != nil {
		t.Fatal(err)
	}
	var id string
	for key := range s.Rows("letter-waiting") {
		_, id, _ = strings.Cut(key, "/")
	}
	if id == "" {
		t.Fatal("no letter waits")
	}
	s.Clock.Pass(2*time.Hour - time.Second)
	if o, err := s.Mail.ReadLetter(s.Counselor, box, id); !errors.Is(err, school.ErrNotFound) || o.Text.Text != "" {
		t.Errorf("before noon it says %q: %v", o.Text.Text, err)
	}
	if err := s.Mail.AnswerLetter(s.Counselor, box, id, "好"); !errors.Is(err, school.ErrNotFound) {
		t.Errorf("an answer before noon: %v", err)
	}
	if r, err := s.Mail.ReadReply(s.Kiosk, code.String()); err != nil || r.Opened || len(r.Answers) > 0 {
		t.Errorf("before noon the child is told %+v: %v", r, err)
	}
	s.Clock.Pass(time.Second)
	if o, err := s.Mail.ReadLetter(s.Counselor, box, id); err != nil || o.Text.Text != secretWords {
		t.Errorf("at noon it says %q: %v", o.Text.Text, err)
	}
}

// TestFirstOpener: who opened a letter first, and on which day, stays when others read it later.
func TestFirstOpener(t *testing.T) {
	s := storetest.Open(t, 2)
	s.Send(secretWords, true)
	box, err := s.Mail.UnlockMailbox(s.Counselor, storetest.Password)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Mail.KeepMailbox(s.Colleague, storetest.Password); err != nil {
		t.Fatal(err)
	}
	if err := s.Mail.AdmitKeeper(s.Counselor, box, s.Colleague.ID()); err != nil {
		t.Fatal(err)
	}
	letters, err := s.Mail.Letters(s.Counselor)
	if err != nil || len(letters) != 1 {
		t.Fatalf("%d letters: %v", len(letters), err)
	}
	for _, reader := range []school.Actor{s.Counselor, s.Colleague} {
		box, err := s.Mail.UnlockMailbox(reader, storetest.Password)
		if err != nil {
			t.Fatal(err)
		}
		o, err := s.Mail.ReadLetter(reader, box, letters[0].ID)
		if err != nil || o.OpenedBy != s.Counselor.ID() || o.Opener != "王老师" || o.Opened != "2026-11-23" {
			t.Errorf("%s reads that %s opened it on %s: %v", reader.Staff.Name, o.Opener, o.Opened, err)
		}
		s.Clock.Pass(24 * time.Hour)
	}
}

// TestLetterOnce: a sheet whose answer never reached the child is sent again: one letter, and the new code opens it.
func TestLetterOnce(t *testing.T) {
	s := storetest.Open(t, 2)
	text := mail.LetterText{Kind: "text", Text: "一次"}
	first, err := s.Mail.SendLetter(s.Kiosk, text, true, "sheet")
	if err != nil {
		t.Fatal(err)
	}
	second, err := s.Mail.SendLetter(s.Kiosk, text, true, "sheet")
	if err != nil {
		t.Fatal(err)
	}
	letters, err := s.Mail.Letters(s.Counselor)
	if err != nil || len(letters) != 1 {
		t.Fatalf("%d letters: %v", len(letters), err)
	}
	if _, err := s.Mail.ReadReply(s.Kiosk, second.String()); err != nil {
		t.Errorf("the code that was shown: %v", err)
	}
	if _, err := s.Mail.ReadReply(s.Kiosk, first.String()); !errors.Is(err, mail.ErrReplyCode) {
		t.Errorf("the code that was never seen: %v", err)
	}
	box, err := s.Mail.UnlockMailbox(s.Counselor, storetest.Password)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Mail.ReadLetter(s.Counselor, box, letters[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Mail.SendLetter(s.Kiosk, text, true, "sheet"); !errors.Is(err, mail.ErrLetterSent) {
		t.Errorf("replacing a letter that was read: %v", err)
	}
}

func TestLetterShape(t *testing.T) {
	s := storetest.Open(t, 2)
	many := make([]mail.Stroke, 301)
	for i := range many {
		many[i].Points = [][2]int{{1, 1}}
	}
	for name, c := range map[string]struct {
		text mail.LetterText
		want error
	}{
		"no kind":        {mail.LetterText{Text: "字"}, mail.ErrLetterKind},
		"empty":          {mail.LetterText{Kind: "text", Text: " \n"}, mail.ErrLetterEmpty},
		"no drawing":     {mail.LetterText{Kind: "drawing"}, mail.ErrLetterEmpty},
		"no face":        {mail.LetterText{Kind: "picture"}, mail.ErrLetterEmpty},
		"long":           {mail.LetterText{Kind: "text", Text: strings.Repeat("长", 2001)}, mail.ErrLetterLong},
		"broken text":    {mail.LetterText{Kind: "text", Text: "\xff"}, school.ErrInvalid},
		"unknown mood":   {mail.LetterText{Kind: "text", Text: "字", Mood: "joy"}, mail.ErrMood},
		"unknown topic":  {mail.LetterText{Kind: "text", Text: "字", Topic: "war"}, school.ErrTopic},
		"off the sheet":  {mail.LetterText{Kind: "drawing", Drawing: []mail.Stroke{{Points: [][2]int{{0, 601}}}}}, mail.ErrDrawing},
		"unknown colour": {mail.LetterText{Kind: "drawing", Drawing: []mail.Stroke{{Color: 6, Points: [][2]int{{0, 0}}}}}, mail.ErrDrawing},
		"many strokes":   {mail.LetterText{Kind: "drawing", Drawing: many}, mail.ErrLetterLong},
	} {
		if _, err := s.Mail.SendLetter(s.Kiosk, c.text, true, ""); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if letters, _ := s.Mail.Letters(s.Counselor); len(letters) != 0 {
		t.Errorf("%d letters were kept", len(letters))
	}
	strokes, err := mail.ParseDrawing(`[[[1,2],[3.6,4]],{"color":2,"points":[[5,6]]}]`)
	if err != nil || len(strokes) != 2 || strokes[0].Points[1] != [2]int{4, 4} || strokes[1].Color != 2 {
		t.Errorf("both ways to write a stroke: %+v, %v", strokes, err)
	}
}
