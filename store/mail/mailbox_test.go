package mail_test

import (
	"errors"
	"testing"

	"zhixinwu/store/access"
	"zhixinwu/store/mail"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// TestKeepers: a second counselor reads only after a keeper has admitted them.
func TestKeepers(t *testing.T) {
	const words = "只给一个人看"
	s := storetest.Open(t, 2)
	account := school.Staff{Login: "second", Name: "李老师", Roles: []school.Role{school.RoleCounselor}}
	st, err := s.Access.AddStaff(s.Admin, account, storetest.Password)
	if err != nil {
		t.Fatal(err)
	}
	second := school.Actor{Staff: st}
	s.Send(words, true)
	if err := s.Mail.KeepMailbox(second, "short"); !errors.Is(err, access.ErrPassphraseWeak) {
		t.Errorf("short passphrase: %v", err)
	}
	if err := s.Mail.KeepMailbox(second, "another passphrase"); err != nil {
		t.Fatal(err)
	}
	if err := s.Mail.KeepMailbox(second, "a third passphrase"); !errors.Is(err, mail.ErrKeeperKnown) {
		t.Errorf("again: %v", err)
	}
	if _, err := s.Mail.UnlockMailbox(second, "another passphrase"); !errors.Is(err, mail.ErrNotKeeper) {
		t.Errorf("not admitted yet: %v", err)
	}
	box, err := s.Mail.UnlockMailbox(s.Counselor, storetest.Password)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Mail.AdmitKeeper(s.Counselor, box, st.ID); err != nil {
		t.Fatal(err)
	}
	theirs, err := s.Mail.UnlockMailbox(second, "another passphrase")
	if err != nil {
		t.Fatal(err)
	}
	letters, _ := s.Mail.Letters(second)
	if o, err := s.Mail.ReadLetter(second, theirs, letters[0].ID); err != nil || o.Text.Text != words {
		t.Errorf("the second keeper reads %+v, %v", o.Text, err)
	}
	for range 5 {
		if _, err := s.Mail.UnlockMailbox(second, "guess a passphrase"); !errors.Is(err, access.ErrPassphrase) {
			t.Fatal(err)
		}
	}
	if _, err := s.Mail.UnlockMailbox(second, "another passphrase"); !errors.Is(err, access.ErrLocked) {
		t.Errorf("after five guesses: %v", err)
	}
}
