package store_test

import (
	"errors"
	"testing"

	"zhixinwu/store"
	"zhixinwu/store/storetest"
)

// TestKeepers: a second counselor reads only after a keeper has admitted them.
func TestKeepers(t *testing.T) {
	const words = "只给一个人看"
	s := storetest.Open(t, 2)
	st, err := s.AddStaff(s.Admin, store.Staff{Login: "second", Name: "李老师", Roles: []store.Role{store.RoleCounselor}}, storetest.Password)
	if err != nil {
		t.Fatal(err)
	}
	second := store.Actor{Staff: st}
	s.Send(words, true)
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
	if o, err := s.ReadLetter(second, theirs, letters[0].ID); err != nil || o.Text.Text != words {
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
