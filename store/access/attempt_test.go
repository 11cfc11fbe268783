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

// TestOldAttempts: wrong tries count together only while the pause between them is short: four of last week and one of today
// lock nobody out.
func TestOldAttempts(t *testing.T) {
	s := storetest.Open(t, 2)
	wrong(t, s, "keeper", 4)
	s.Clock.Pass(7 * 24 * time.Hour)
	wrong(t, s, "keeper", 1)
	if _, _, err := s.Access.LogIn("keeper", storetest.Password, access.Browser{Secret: "keeper"}); err != nil {
		t.Errorf("the right password: %v", err)
	}
}

// TestTidyAttempts: counts of wrong tries are deleted an hour after the last, of the account and of the browser.
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
	wrong(t, s, "keeper", 1)
	s.Clock.Pass(time.Hour)
	wrong(t, s, "dorm", 1)
	left(4)
	s.Clock.Pass(time.Second)
	left(2)
	s.Clock.Pass(time.Hour)
	left(0)
}

// TestAllowed: five wrong tries close an account, from whichever browser, and a browser, to whichever account, for five
// minutes from the last of them and not a moment longer; the next wrong one is the first again. A right one before the
// fifth clears the count.
func TestAllowed(t *testing.T) {
	s := storetest.Open(t, 2)
	try := func(login, browser, password string, want error) {
		t.Helper()
		if _, _, err := s.Access.LogIn(login, password, access.Browser{Secret: browser}); !errors.Is(err, want) {
			t.Errorf("%s in browser %s: %v, want %v", login, browser, err, want)
		}
	}
	tries := func(n int) {
		t.Helper()
		for range n {
			try("keeper", "a", "wrong password", access.ErrLogin)
		}
	}
	tries(4)
	try("keeper", "a", storetest.Password, nil)
	tries(5)
	try("keeper", "b", storetest.Password, access.ErrLocked)
	try("dorm", "a", storetest.Password, access.ErrLocked)
	try("dorm", "b", storetest.Password, nil)
	s.Clock.Pass(5*time.Minute - time.Nanosecond)
	try("keeper", "b", storetest.Password, access.ErrLocked)
	try("dorm", "a", storetest.Password, access.ErrLocked)
	s.Clock.Pass(time.Nanosecond)
	tries(1)
	try("keeper", "b", storetest.Password, nil)
	try("dorm", "a", storetest.Password, nil)
}
