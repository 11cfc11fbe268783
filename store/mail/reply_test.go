package mail_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"zhixinwu/store/access"
	"zhixinwu/store/mail"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// TestSecondAnswer: an answer that comes after the child has read the first is one that the child has not read yet.
func TestSecondAnswer(t *testing.T) {
	s := storetest.Open(t, 2)
	code := s.Send("信", true)
	box, err := s.Mail.UnlockMailbox(s.Counselor, storetest.Password)
	if err != nil {
		t.Fatal(err)
	}
	fetched := func(want school.Day) {
		t.Helper()
		if letters, err := s.Mail.Letters(s.Counselor); err != nil || len(letters) != 1 || letters[0].Fetched != want {
			t.Errorf("the letters are %+v, want one fetched on %q: %v", letters, want, err)
		}
	}
	for n := range 2 {
		letters, err := s.Mail.Letters(s.Counselor)
		if err != nil || len(letters) != 1 {
			t.Fatalf("%d letters: %v", len(letters), err)
		}
		if err := s.Mail.AnswerLetter(s.Counselor, box, letters[0].ID, "好"); err != nil {
			t.Fatal(err)
		}
		fetched("")
		if r, err := s.Mail.ReadReply(s.Kiosk, code.String()); err != nil || len(r.Answers) != n+1 {
			t.Errorf("the child reads %+v: %v", r, err)
		}
		day := s.Today()
		fetched("") // until the next hour of handing over
		s.Clock.Pass(18 * time.Hour)
		fetched(day)
		s.Clock.Pass(6 * time.Hour)
	}
}

// TestReplyCodesCannotBeTried: the same wrong code again waits alone, one code after the other slows the device down, and
// no child's right code at the same kiosk is kept out for longer than it takes to tap it.
func TestReplyCodesCannotBeTried(t *testing.T) {
	s := storetest.Open(t, 2)
	code := s.Send("信", true)
	wrong := func(n int) string {
		c := code
		c.Digits = fmt.Sprintf("%04d", n)
		if c == code {
			c.Digits = "9999"
		}
		return c.String()
	}
	read := func(at school.Device, typed string, want error) {
		t.Helper()
		if _, err := s.Mail.ReadReply(at, typed); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", typed, err, want)
		}
	}
	for range 3 {
		read(s.Kiosk, wrong(1), mail.ErrReplyCode)
	}
	read(s.Kiosk, wrong(1), access.ErrReplyWait)
	read(s.Kiosk, code.String(), nil)
	s.Clock.Pass(20 * time.Second)
	read(s.Kiosk, wrong(1), mail.ErrReplyCode)
	s.Clock.Pass(time.Minute)
	for n := range 8 {
		read(s.Kiosk, wrong(10+n), mail.ErrReplyCode)
	}
	read(s.Kiosk, wrong(20), access.ErrReplyWait)
	other, err := s.Access.AddDevice(s.Admin, school.Device{Name: "别处", Place: "别处", Offers: []school.Offer{school.OfferLetters}})
	if err != nil {
		t.Fatal(err)
	}
	read(other, code.String(), nil)
	s.Clock.Pass(3 * time.Second)
	for range 20 { // a right code is no guess, and costs nothing of the next
		read(s.Kiosk, code.String(), nil)
	}
	if rows := s.Rows("attempt"); len(rows) > 0 {
		t.Errorf("the disk knows when a code was tried: %v", rows)
	}
	for _, typed := range []string{
		"", "star", "star-boat-apple-4072", "star-boat-apple-fish-40720", "star-boat-apple-fish-40x2", strings.Repeat("star-", 100),
	} {
		if _, err := s.Mail.ReadReply(s.Kiosk, typed); !errors.Is(err, mail.ErrReplyForm) {
			t.Errorf("%q: %v", typed, err)
		}
	}
}
