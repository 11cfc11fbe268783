package store

import (
	"strings"
	"time"

	"zhixinwu/store/seal"
)

const sessions Bucket[Session] = "session"

// Session is a member of staff's browser.
type Session struct {
	Staff   string
	From    string // see Browser
	Started time.Time
	Seen    time.Time // rounded: written again only after sessionTouch
	Locked  bool      `json:",omitempty"`
}

const (
	sessionIdle  = 12 * time.Hour
	sessionLife  = 30 * 24 * time.Hour
	sessionTouch = 30 * time.Second
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
	if err := s.view(func(tx *Tx) error {
		if err := allowed(tx, who); err != nil {
			return err
		}
		id, known, err := logins.Get(tx, login)
		if err != nil || !known {
			return err
		}
		st, found, err = findStaff(tx, id)
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
	err := s.update(func(tx *Tx) error {
		if err := allowed(tx, who); err != nil {
			return err
		}
		if !right {
			return failed(tx, who)
		}
		if err := forget(tx, who); err != nil {
			return err
		}
		if err := audit(tx, Actor{Staff: st, From: at.name()}, actLogin, st.ID); err != nil {
			return err
		}
		return sessions.Put(tx, hashOf(token), Session{Staff: st.ID, From: at.name(), Started: tx.Now, Seen: tx.Now})
	})
	if err == nil && !right {
		err = ErrLogin
	}
	if err != nil {
		return Actor{}, "", err
	}
	return Actor{Staff: st, From: at.name()}, token, nil
}

// ActorOf finds the member of staff behind a session cookie. A browser that has been silent for longer than the school
// allows comes back covered.
func (s *Store) ActorOf(token string) (Actor, error) {
	var idle time.Duration
	var st Staff
	var ses Session
	if err := s.view(func(tx *Tx) (err error) {
		idle = time.Duration(tx.Settings.Rule(RuleSessionIdle)) * time.Minute
		var found bool
		if ses, found, err = sessions.Get(tx, hashOf(token)); err != nil {
			return err
		}
		if !found || !ses.living(tx.Now) {
			return ErrLoginFirst
		}
		if st, found, err = findStaff(tx, ses.Staff); err == nil && (!found || !st.active(tx.Day)) {
			err = ErrLoginFirst
		}
		return err
	}); err != nil {
		return Actor{}, err
	}
	var err error
	silent := s.now().Sub(ses.Seen)
	if silent > idle && !ses.Locked {
		return Actor{st, ses.From, true}, s.Lock(token)
	}
	if silent > sessionTouch && !ses.Locked {
		err = s.update(func(tx *Tx) error {
			ses, found, err := sessions.Get(tx, hashOf(token))
			if err != nil || !found || ses.Locked {
				return err
			}
			ses.Seen = tx.Now
			return sessions.Put(tx, hashOf(token), ses)
		})
	}
	return Actor{st, ses.From, ses.Locked}, err
}

// LogOut ends a session.
func (s *Store) LogOut(token string) error {
	return s.update(func(tx *Tx) error { return sessions.Delete(tx, hashOf(token)) })
}
