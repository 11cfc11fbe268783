package store

import (
	"strings"
	"time"

	"zhixinwu/store/seal"
)

// Session is a member of staff's browser.
type Session struct {
	Staff   string
	From    string // see Browser
	Started time.Time
	Seen    time.Time // rounded: written again only after sessionTouch
}

const (
	sessionIdle  = 12 * time.Hour
	sessionLife  = 30 * 24 * time.Hour
	sessionTouch = 10 * time.Minute
)

func (ses Session) living(now time.Time) bool {
	return now.Sub(ses.Seen) <= sessionIdle && now.Sub(ses.Started) <= sessionLife
}

// Browser is where a member of staff sits. Secret is any stable secret of the browser, for the lockout; Kind is what it
// calls itself, such as "Windows · Edge".
type Browser struct{ Secret, Kind string }

// name tells two browsers of the same kind apart in the audit, without their secrets.
func (b Browser) name() string { return strings.TrimSpace(b.Kind + " " + hashOf(b.Secret)[:4]) }

// LogIn checks a password and opens a session. Which of login and password was wrong is never told, not even by the time
// it takes.
func (s *Store) LogIn(login, password string, at Browser) (Actor, string, error) {
	login = strings.ToLower(strings.TrimSpace(login))
	who := []attemptKey{{"login", login}, {"login-browser", at.Secret}}
	var st Staff
	var found bool
	if err := s.view(func(tx *tx) error {
		if err := allowed(tx, who); err != nil {
			return err
		}
		id, known, err := get[string](tx, "login", login)
		if err != nil || !known {
			return err
		}
		st, found, err = get[Staff](tx, "staff", id)
		return err
	}); err != nil {
		return Actor{}, "", err
	}
	hash := st.Password
	if !found {
		hash = seal.NoPassword
	}
	right := seal.PasswordIs(hash, password) && found && st.active(DayOf(s.Now()))
	token := randomID() + randomID()
	err := s.update(func(tx *tx) error {
		if err := allowed(tx, who); err != nil {
			return err
		}
		if !right {
			return failed(tx, who)
		}
		if err := forget(tx, who); err != nil {
			return err
		}
		if err := audit(tx, Actor{st, at.name()}, actLogin, st.ID); err != nil {
			return err
		}
		return put(tx, "session", hashOf(token), Session{Staff: st.ID, From: at.name(), Started: tx.now, Seen: tx.now})
	})
	if err == nil && !right {
		err = ErrLogin
	}
	if err != nil {
		return Actor{}, "", err
	}
	return Actor{st, at.name()}, token, nil
}

// ActorOf finds the member of staff behind a session cookie.
func (s *Store) ActorOf(token string) (Actor, error) {
	var st Staff
	var ses Session
	stale := false
	err := s.view(func(tx *tx) (err error) {
		var found bool
		ses, found, err = get[Session](tx, "session", hashOf(token))
		if err != nil {
			return err
		}
		if !found || !ses.living(tx.now) {
			return ErrLoginFirst
		}
		stale = tx.now.Sub(ses.Seen) > sessionTouch
		if st, found, err = get[Staff](tx, "staff", ses.Staff); err == nil && (!found || !st.active(tx.day)) {
			err = ErrLoginFirst
		}
		return err
	})
	if err != nil {
		return Actor{}, err
	}
	if stale {
		err = s.update(func(tx *tx) error {
			ses, found, err := get[Session](tx, "session", hashOf(token))
			if err != nil || !found {
				return err
			}
			ses.Seen = tx.now
			return put(tx, "session", hashOf(token), ses)
		})
	}
	return Actor{st, ses.From}, err
}

// LogOut ends a session.
func (s *Store) LogOut(token string) error {
	return s.update(func(tx *tx) error { return tx.Delete("session", hashOf(token)) })
}
