package mail_test

import (
	"errors"
	"slices"
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
	if _, err := s.Mail.UnlockMailbox(second, "another passphrase"); !errors.Is(err, access.ErrPassphraseWait) {
		t.Errorf("after five guesses: %v", err)
	}
}

// TestKeeperLeaves: children read only the names of those who can still open their letter.
func TestKeeperLeaves(t *testing.T) {
	s := storetest.Open(t, 1)
	if err := s.Mail.KeepMailbox(s.Colleague, storetest.Password); err != nil {
		t.Fatal(err)
	}
	box, err := s.Mail.UnlockMailbox(s.Counselor, storetest.Password)
	if err != nil {
		t.Fatal(err)
	}
	if st, err := s.Mail.BoxState(s.Counselor); err != nil || len(st.Asking) != 1 {
		t.Fatalf("who asks: %+v, %v", st, err)
	}
	if err := s.Mail.AdmitKeeper(s.Counselor, box, s.Colleague.ID()); err != nil {
		t.Fatal(err)
	}
	if err := s.Access.EndStaff(s.Admin, s.Counselor.ID()); err != nil {
		t.Fatal(err)
	}
	if readers, err := s.Mail.MailboxOpen(); err != nil || !slices.Equal(readers, []string{"李老师"}) {
		t.Errorf("the readers: %v, %v", readers, err)
	}
	if st, err := s.Mail.BoxState(s.Colleague); err != nil || !slices.Equal(st.Keepers, []string{"李老师"}) {
		t.Errorf("the keepers: %v, %v", st.Keepers, err)
	}
	if err := s.Access.EndStaff(s.Admin, s.Colleague.ID()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Mail.MailboxOpen(); !errors.Is(err, mail.ErrMailboxClosed) {
		t.Errorf("a box that nobody can open: %v", err)
	}
	if _, err := s.Mail.SendLetter(s.Kiosk, mail.LetterText{Kind: "text", Text: "在吗"}, false, ""); !errors.Is(err, mail.ErrMailboxClosed) {
		t.Errorf("a letter that nobody can open: %v", err)
	}
}
