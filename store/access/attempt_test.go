package access_test

import (
	"errors"
	"testing"
	"time"

	"zhixinwu/store/access"
	"zhixinwu/store/storetest"
)

func wrong(t *testing.T, s *storetest.School, login string, times int) {
	t.Helper()
	for range times {
		if _, _, err := s.Access.LogIn(login, "wrong password", access.Browser{Secret: login}); !errors.Is(err, access.ErrLogin) {
			t.Fatalf("a wrong password of %s: %v", login, err)
		}
	}
}

// TestOldAttempts: wrong tries count together only while the pause between them is short: four of last week and four of today
// shut nobody out.
func TestOldAttempts(t *testing.T) {
	s := storetest.Open(t, 2)
	wrong(t, s, "keeper", 4)
	s.Clock.Pass(7 * 24 * time.Hour)
	wrong(t, s, "keeper", 4)
	if _, _, err := s.Access.LogIn("keeper", storetest.Password, access.Browser{Secret: "keeper"}); err != nil {
		t.Errorf("the right password: %v", err)
	}
}

// TestTidyAttempts: counts of wrong tries are deleted an hour after the last; those of strangers are never on the disk.
func TestTidyAttempts(t *testing.T) {
	s := storetest.Open(t, 2)
	left := func(want int) {
		t.Helper()
		if err := s.Tidy(); err != nil {
			t.Fatal(err)
		}
		if rows := s.Rows("attempt"); len(rows) != want {
			t.Errorf("%d counts are kept, want %d", len(rows), want)
		}
	}
	keeper, dorm := logIn(t, s, "keeper"), logIn(t, s, "dorm")
	guess := func(token string) {
		t.Helper()
		if err := s.Access.Unlock(token, "wrong password"); !errors.Is(err, access.ErrPINWrong) {
			t.Fatal(err)
		}
	}
	wrong(t, s, "keeper", 4)
	left(0)
	guess(keeper)
	s.Clock.Pass(time.Hour)
	guess(dorm)
	left(2)
	s.Clock.Pass(time.Second)
	left(1)
	s.Clock.Pass(time.Hour)
	left(0)
}

// TestAllowed: five wrong passphrases close the letters to whoever is signed in, for five minutes from the last of them and
// not a moment longer; the next wrong one is the first again. A right one before the fifth clears the count.
func TestAllowed(t *testing.T) {
	s := storetest.Open(t, 2)
	try := func(passphrase string, want error) {
		t.Helper()
		if _, err := s.Mail.UnlockMailbox(s.Counselor, passphrase); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", passphrase, err, want)
		}
	}
	tries := func(n int) {
		t.Helper()
		for range n {
			try("wrong passphrase", access.ErrPassphrase)
		}
	}
	tries(4)
	try(storetest.Password, nil)
	tries(5)
	try(storetest.Password, access.ErrPassphraseWait)
	s.Clock.Pass(5*time.Minute - time.Nanosecond)
	try(storetest.Password, access.ErrPassphraseWait)
	s.Clock.Pass(time.Nanosecond)
	tries(1)
	try(storetest.Password, nil)
}

// TestPause: five wrong passwords at an account slow down the browser that it was opened in, for forty seconds from the
// first of them and not a moment longer, and no other account there; a right one clears its count.
func TestPause(t *testing.T) {
	s := storetest.Open(t, 2)
	try := func(login, password string, want error) {
		t.Helper()
		if _, _, err := s.Access.LogIn(login, password, access.Browser{Secret: "a"}); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", login, err, want)
		}
	}
	tries := func(n int) {
		t.Helper()
		for range n {
			try("keeper", "wrong password", access.ErrLogin)
		}
	}
	try("keeper", storetest.Password, nil)
	tries(4)
	try("keeper", storetest.Password, nil)
	tries(5)
	try("keeper", storetest.Password, access.ErrLocked)
	try("dorm", storetest.Password, nil)
	s.Clock.Pass(40*time.Second - time.Nanosecond)
	try("keeper", storetest.Password, access.ErrLocked)
	s.Clock.Pass(time.Nanosecond)
	try("keeper", storetest.Password, nil)
	tries(5)
}
