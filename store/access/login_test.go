package access_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"zhixinwu/store/access"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// at tries a password in a browser.
func at(s *storetest.School, login, password, browser string) error {
	_, _, err := s.Access.LogIn(login, password, access.Browser{Secret: browser})
	return err
}

// TestLogin: a session survives a restart, is covered after idle hours, and ends with a logout.
func TestLogin(t *testing.T) {
	s := storetest.Open(t, 2)
	in := func(login, password, browser string) error {
		_, _, err := s.Access.LogIn(login, password, access.Browser{Secret: browser})
		return err
	}
	_, token, err := s.Access.LogIn(" Keeper ", storetest.Password, access.Browser{Secret: "b1"})
	if err != nil {
		t.Fatal(err)
	}
	// Sessions survive a restart.
	s.Close()
	s.Start()
	if a, err := s.Access.ActorOf(token); err != nil || a.Staff.Login != "keeper" {
		t.Fatalf("after a restart: %+v, %v", a.Staff.Login, err)
	}
	s.Clock.Pass(11 * time.Hour)
	if a, err := s.Access.ActorOf(token); err != nil || !a.Locked {
		t.Errorf("after eleven idle hours the screen is not covered: %v", err)
	}
	if err := s.Access.Unlock(token, "wrong password"); !errors.Is(err, access.ErrPINWrong) {
		t.Errorf("a wrong password: %v", err)
	}
	if err := s.Access.Unlock(token, storetest.Password); err != nil {
		t.Fatal(err)
	}
	s.Clock.Pass(11 * time.Hour)
	if _, err := s.Access.ActorOf(token); err != nil {
		t.Errorf("the unlocking before did not count: %v", err)
	}
	if err := s.Access.LogOut(token); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Access.ActorOf(token); !errors.Is(err, access.ErrLoginFirst) {
		t.Errorf("after logout: %v", err)
	}

	// Unknown logins are refused alike.
	for range 5 {
		if err := in("nobody", "wrong password", "b4"); !errors.Is(err, access.ErrLogin) {
			t.Fatal(err)
		}
	}
	if err := in("nobody", "wrong password", "b5"); !errors.Is(err, access.ErrLocked) {
		t.Errorf("an unknown login is not slowed down: %v", err)
	}
	if err := in("dorm", storetest.Password, "b6"); err != nil {
		t.Errorf("everybody else: %v", err)
	}
	s.Clock.Pass(31 * 24 * time.Hour)
	if err := s.Tidy(); err != nil {
		t.Fatal(err)
	}
}

// TestStrangersLockOutNobody: forty wrong passwords at every account slow strangers down, each browser's cookie or not; who
// has opened the account in this browser before gets in at once, has tries of its own, and nobody else's.
func TestStrangersLockOutNobody(t *testing.T) {
	s := storetest.Open(t, 2)
	if err := at(s, "admin", storetest.Password, "office desk"); err != nil {
		t.Fatal(err)
	}
	for n := range 40 {
		want := access.ErrLogin
		if n >= 5 {
			want = access.ErrLocked
		}
		if err := at(s, "admin", "wrong password", fmt.Sprint("stranger", n)); !errors.Is(err, want) {
			t.Fatalf("try %d: %v, want %v", n+1, err, want)
		}
	}
	if err := at(s, "admin", storetest.Password, "new desk"); !errors.Is(err, access.ErrLocked) {
		t.Errorf("a browser that nobody knows: %v", err)
	}
	if err := at(s, "keeper", storetest.Password, "stranger1"); err != nil {
		t.Errorf("another account in the same browser: %v", err)
	}
	if err := at(s, "admin", storetest.Password, "office desk"); err != nil {
		t.Errorf("the owner at the usual desk: %v", err)
	}
	// The count outlives no restart, what is known of a browser does.
	s.Close()
	s.Start()
	for range 5 {
		if err := at(s, "admin", "wrong password", "office desk"); !errors.Is(err, access.ErrLogin) {
			t.Fatal(err)
		}
	}
	if err := at(s, "admin", storetest.Password, "office desk"); !errors.Is(err, access.ErrLocked) {
		t.Errorf("five wrong tries at the usual desk: %v", err)
	}
	if err := at(s, "admin", storetest.Password, "new desk"); err != nil {
		t.Errorf("they slow down another: %v", err)
	}
	// Slowed down means one try each 40 seconds, and not a closed door.
	s.Clock.Pass(39 * time.Second)
	if err := at(s, "admin", storetest.Password, "office desk"); !errors.Is(err, access.ErrLocked) {
		t.Errorf("39 s later: %v", err)
	}
	s.Clock.Pass(time.Second)
	if err := at(s, "admin", "wrong password", "office desk"); !errors.Is(err, access.ErrLogin) {
		t.Errorf("40 s later: %v", err)
	}
	if err := at(s, "admin", storetest.Password, "office desk"); !errors.Is(err, access.ErrLocked) {
		t.Errorf("two tries for one pause: %v", err)
	}
}

// TestManyAtOnce: a hundred tries at one moment are not all the first.
func TestManyAtOnce(t *testing.T) {
	s := storetest.Open(t, 2)
	var checked, refused int
	var mu sync.Mutex
	var wait sync.WaitGroup
	for n := range 100 {
		wait.Go(func() {
			err := at(s, "admin", "wrong password", fmt.Sprint(n))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case errors.Is(err, access.ErrLogin):
				checked++
			case errors.Is(err, access.ErrLocked):
				refused++
			default:
				t.Errorf("%v", err)
			}
		})
	}
	wait.Wait()
	if checked != 5 || refused != 95 {
		t.Errorf("%d checked, %d refused", checked, refused)
	}
}

// TestResetForgetsTheCount: a new first password opens at once, from anywhere, and every browser is a stranger again.
func TestResetForgetsTheCount(t *testing.T) {
	s := storetest.Open(t, 2)
	if err := at(s, "keeper", storetest.Password, "desk"); err != nil {
		t.Fatal(err)
	}
	for n := range 6 {
		at(s, "keeper", "wrong password", fmt.Sprint(n))
	}
	tries, err := s.Access.WrongLogins(s.Admin)
	if got := tries[s.Keeper.ID()]; err != nil || len(tries) != 1 || got.Times != 5 || !got.Last.Equal(s.Now()) {
		t.Errorf("the administrator sees %+v, %v", tries, err)
	}
	if _, err := s.Access.WrongLogins(s.Head); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("the head: %v", err)
	}
	if err := s.Access.ResetPassword(s.Admin, s.Keeper.ID(), "fresh first words"); err != nil {
		t.Fatal(err)
	}
	if tries, _ := s.Access.WrongLogins(s.Admin); len(tries) != 0 {
		t.Errorf("still counted: %+v", tries)
	}
	if rows := s.Rows("login-browser"); len(rows) != 0 {
		t.Errorf("known browsers: %v", rows)
	}
	if err := at(s, "keeper", "fresh first words", "anywhere"); err != nil {
		t.Errorf("the first password: %v", err)
	}
	s.Clock.Pass(366 * 24 * time.Hour)
	if err := s.Tidy(); err != nil {
		t.Fatal(err)
	}
	if rows := s.Rows("login-browser"); len(rows) != 0 {
		t.Errorf("a browser is known for longer than a year: %v", rows)
	}
}

// TestOldPasswordIsNoOracle: whoever sits before an open screen has five tries at the password, on whatever page, and then
// the session ends.
func TestOldPasswordIsNoOracle(t *testing.T) {
	s := storetest.Open(t, 2)
	token := logIn(t, s, "keeper")
	a, err := s.Access.ActorOf(token)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.Access.ChangePassword(a, token, "a guess", "my own password"); !errors.Is(err, access.ErrOldPassword) {
			t.Errorf("%v", err)
		}
		if err := s.Access.SetPIN(a, token, "a guess", "2794"); !errors.Is(err, access.ErrOldPassword) {
			t.Errorf("%v", err)
		}
	}
	if err := s.Access.Unlock(token, "a guess"); !errors.Is(err, access.ErrPINWrong) {
		t.Errorf("%v", err)
	}
	if err := s.Access.ChangePassword(a, token, storetest.Password, "my own password"); !errors.Is(err, access.ErrLoginFirst) {
		t.Errorf("the sixth try, a right one: %v", err)
	}
	if _, err := s.Access.ActorOf(token); !errors.Is(err, access.ErrLoginFirst) {
		t.Errorf("the session lives: %v", err)
	}
	// The digits of the cover are not a password.
	token = logIn(t, s, "keeper")
	if err := s.Access.SetPIN(a, token, storetest.Password, "27940631"); err != nil {
		t.Fatal(err)
	}
	if err := s.Access.ChangePassword(a, token, "27940631", "my own password"); !errors.Is(err, access.ErrOldPassword) {
		t.Errorf("the digits as the old password: %v", err)
	}
}

// TestCommonPasswords: what everybody tries first is no password, and no passphrase of letters and notes.
func TestCommonPasswords(t *testing.T) {
	s := storetest.Open(t, 2)
	for _, usual := range []string{
		"12345678", "87654321", "88888888", "abcabcabc", "password", "Password1", "qwertyuiop", "a12345678", "1qaz2wsx",
		"zhixinwu", "好好学习天天向上", "一二三四五六七八", "abcdefgh",
	} {
		if err := s.Access.ResetPassword(s.Admin, s.Keeper.ID(), usual); !errors.Is(err, access.ErrPasswordCommon) {
			t.Errorf("%s as a password: %v", usual, err)
		}
		if err := s.Mail.KeepMailbox(s.Colleague, usual); !errors.Is(err, access.ErrPassphraseWeak) {
			t.Errorf("%s as a passphrase: %v", usual, err)
		}
	}
	for _, fine := range []string{"外婆家的柿子树", "我家门前有两棵树", "kite on a rope", access.FreshPassword()} {
		err := s.Access.ResetPassword(s.Admin, s.Keeper.ID(), fine)
		if len([]rune(fine)) >= 8 && err != nil || len([]rune(fine)) < 8 && !errors.Is(err, access.ErrPassword) {
			t.Errorf("%s: %v", fine, err)
		}
	}
}

// TestCrowd: strangers wait for their password checks in a short row, one after the other; the rest are sent away at once,
// while who belongs here does not stand in it.
func TestCrowd(t *testing.T) {
	s := storetest.Open(t, 2)
	if err := at(s, "keeper", storetest.Password, "desk"); err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	busy, tried := make(chan struct{}, 1), make(chan struct{}, 1)
	var wait sync.WaitGroup
	for n := range 40 {
		wait.Go(func() {
			for round := 0; ; round++ {
				select {
				case <-stop:
					return
				default:
				}
				signal := tried
				if err := at(s, fmt.Sprint("nobody", n, "-", round), "wrong password", fmt.Sprint(n)); errors.Is(err, access.ErrBusy) {
					signal = busy
				} else if !errors.Is(err, access.ErrLogin) {
					t.Errorf("%v", err)
				}
				select {
				case signal <- struct{}{}:
				default:
				}
			}
		})
	}
	<-busy
	<-tried
	for range 3 {
		if err := at(s, "keeper", storetest.Password, "desk"); err != nil {
			t.Errorf("the keeper at the usual desk: %v", err)
		}
		s.Send("信", true)
	}
	// Whoever is sent away has used up no try: ten times away and five tries, in any order.
	away, tries := 0, 0
	for away < 10 && tries < 4 {
		switch err := at(s, "dorm", "wrong password", "x"); {
		case errors.Is(err, access.ErrBusy):
			away++
		case errors.Is(err, access.ErrLogin):
			tries++
		default:
			t.Fatalf("after %d tries: %v", tries, err)
		}
	}
	close(stop)
	wait.Wait()
	for ; tries < 5; tries++ {
		if err := at(s, "dorm", "wrong password", "x"); !errors.Is(err, access.ErrLogin) {
			t.Errorf("sent away %d times, tried %d times: %v", away, tries, err)
		}
	}
}
