package access_test

import (
	"errors"
	"testing"
	"time"

	"zhixinwu/store/access"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

func logIn(t *testing.T, s *storetest.School, login string) (token string) {
	t.Helper()
	_, token, err := s.Access.LogIn(login, storetest.Password, access.Browser{Secret: login})
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// TestSessionLife: a browser that is never silent stays signed in for thirty days, and not for longer.
func TestSessionLife(t *testing.T) {
	s := storetest.Open(t, 2)
	const asks = 4 * time.Hour
	s.Set(func(settings *school.Settings) {
		settings.Rules = map[school.Rule]int{school.RuleSessionIdle: int(asks / time.Minute)}
	})
	token := logIn(t, s, "keeper")
	for range 30 * 24 * time.Hour / asks {
		s.Clock.Pass(asks)
		if a, err := s.Access.ActorOf(token); err != nil || a.Locked {
			t.Fatalf("at %v: covered %v, %v", s.Now(), a.Locked, err)
		}
	}
	s.Clock.Pass(time.Second)
	if _, err := s.Access.ActorOf(token); !errors.Is(err, access.ErrLoginFirst) {
		t.Errorf("after thirty days: %v", err)
	}
	if err := s.Access.Unlock(token, storetest.Password); !errors.Is(err, access.ErrLoginFirst) {
		t.Errorf("the password opens it: %v", err)
	}
}

// TestTidySessions: the sessions that have run out are deleted, and no others.
func TestTidySessions(t *testing.T) {
	s := storetest.Open(t, 2)
	logIn(t, s, "keeper")
	s.Clock.Pass(2 * time.Hour)
	token := logIn(t, s, "dorm")
	s.Clock.Pass(10*time.Hour + time.Second)
	if err := s.Tidy(); err != nil {
		t.Fatal(err)
	}
	if rows := s.Rows("session"); len(rows) != 1 {
		t.Errorf("%d sessions are kept, one is living", len(rows))
	}
	if a, err := s.Access.ActorOf(token); err != nil || a.ID() != s.Dorm.ID() {
		t.Errorf("the living one is of %q: %v", a.Staff.Login, err)
	}
}

// TestEndedSession: the sessions of an account that ends are gone, and a change of password that was under way makes no new one.
func TestEndedSession(t *testing.T) {
	s := storetest.Open(t, 2)
	token := logIn(t, s, "keeper")
	a, err := s.Access.ActorOf(token)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Access.EndStaff(s.Admin, a.ID()); err != nil {
		t.Fatal(err)
	}
	refused := func() {
		t.Helper()
		if _, err := s.Access.ActorOf(token); !errors.Is(err, access.ErrLoginFirst) {
			t.Errorf("one who left is signed in: %v", err)
		}
	}
	refused()
	if err := s.Access.Unlock(token, storetest.Password); !errors.Is(err, access.ErrLoginFirst) {
		t.Errorf("one who left uncovers the screen: %v", err)
	}
	if err := s.Access.ChangePassword(a, token, storetest.Password, "another password"); !errors.Is(err, access.ErrLoginFirst) {
		t.Errorf("a change of password that was under way: %v", err)
	}
	refused()
}
