package mail_test

import (
	"errors"
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
		day := s.Heart.Today()
		fetched("") // until the next hour of handing over
		s.Clock.Pass(18 * time.Hour)
		fetched(day)
		s.Clock.Pass(6 * time.Hour)
	}
}

// TestReplyCodesCannotBeTried: wrong codes stop the device for a minute, and no other.
func TestReplyCodesCannotBeTried(t *testing.T) {
	s := storetest.Open(t, 2)
	code := s.Send("信", true)
	wrong := code
	wrong.Digits = map[bool]string{true: "0001", false: "0000"}[code.Digits == "0000"]
	for range 8 {
		if _, err := s.Mail.ReadReply(s.Kiosk, wrong.String()); !errors.Is(err, mail.ErrReplyCode) {
			t.Fatalf("wrong code: %v", err)
		}
	}
	if _, err := s.Mail.ReadReply(s.Kiosk, code.String()); !errors.Is(err, access.ErrReplyWait) {
		t.Errorf("after eight wrong ones: %v", err)
	}
	other, err := s.Access.AddDevice(s.Admin, school.Device{Name: "别处", Place: "别处", Offers: []school.Offer{school.OfferLetters}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Mail.ReadReply(other, code.String()); err != nil {
		t.Errorf("another kiosk: %v", err)
	}
	s.Clock.Pass(time.Minute)
	if _, err := s.Mail.ReadReply(s.Kiosk, code.String()); err != nil {
		t.Errorf("a minute later: %v", err)
	}
	for _, typed := range []string{"", "star", "star-boat-apple-4072", "star-boat-apple-fish-40720", "star-boat-apple-fish-40x2", strings.Repeat("star-", 100)} {
		if _, err := s.Mail.ReadReply(other, typed); !errors.Is(err, mail.ErrReplyForm) {
			t.Errorf("%q: %v", typed, err)
		}
	}
}
