package mail_test

import (
	"errors"
	"testing"
	"time"

	"zhixinwu/store/kv/kvtest"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// TestLettersWithoutDisk: while the disk takes nothing, letters are listed and read; those whose hour comes are handed over when
// there is room again, and what could not be wiped is wiped then. That it could not stops nobody who wants to write.
func TestLettersWithoutDisk(t *testing.T) {
	if !kvtest.Apart(t) {
		return
	}
	s := storetest.Open(t, 2)
	box, err := s.Mail.UnlockMailbox(s.Counselor, storetest.Password)
	if err != nil {
		t.Fatal(err)
	}
	s.Send("现在", true)
	s.Send("信", false)
	free := kvtest.FillDisk(t, 0)
	for range 2 {
		if st, err := s.Do("wipe"); err != nil || !errors.Is(st.Err, school.ErrDisk) || s.Failing() != nil {
			t.Errorf("wiping: %v, %v; failing: %v", st.Err, err, s.Failing())
		}
	}
	s.Clock.Pass(2 * time.Hour)
	letters, err := s.Mail.Letters(s.Counselor)
	if err != nil || len(letters) != 1 {
		t.Fatalf("%d letters: %v", len(letters), err)
	}
	if o, err := s.Mail.ReadLetter(s.Counselor, box, letters[0].ID); err != nil || o.Text.Text != "现在" {
		t.Errorf("%+v: %v", o.Text, err)
	}
	if st, err := s.Do("letters"); err != nil || !errors.Is(st.Err, school.ErrDisk) {
		t.Errorf("the batch: %v, %v", st.Err, err)
	}
	free()
	do(t, s, "letters")
	do(t, s, "wipe")
	if letters, err := s.Mail.Letters(s.Counselor); err != nil || len(letters) != 2 {
		t.Errorf("with room again %d letters: %v", len(letters), err)
	}
}
