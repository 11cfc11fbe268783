package access

import (
	"strings"
	"time"

	"zhixinwu/store/school"
	"zhixinwu/store/seal"
)

const sessions school.Bucket[Session] = "session"

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
func (b Browser) name() string { return strings.TrimSpace(b.Kind + " " + school.HashOf(b.Secret)[:4]) }

// LogIn checks a password and opens a session. Which of login and password was wrong is never told, not even by the time
// it takes.
func (s *Room) LogIn(login, password string, at Browser) (school.Actor, string, error) {
	login = strings.ToLower(strings.TrimSpace(login))
	who := []AttemptKey{{"login", login}, {"login-browser", at.Secret}}
	var st school.Staff
	var found bool
	if err := s.school.View(func(tx *school.Tx) error {
		if err := Allowed(tx, who); err != nil {
			return err
		}
		id, known, err := logins.Get(tx, login)
		if err != nil || !known {
			return err
		}
		st, found, err = school.FindStaff(tx, id)
		return err
	}); err != nil {
		return school.Actor{}, "", err
	}
	hash := st.Password
	if !found {
		hash = seal.NoPassword
	}
	right := seal.PasswordIs(hash, password) && found && st.Active(school.DayOf(s.school.Now()))
	token := school.RandomID() + school.RandomID()
	err := s.school.Update(func(tx *school.Tx) error {
		if err := Allowed(tx, who); err != nil {
			return err
		}
		if !right {
			return Failed(tx, who)
		}
		if err := forget(tx, who); err != nil {
			return err
		}
		if err := school.Record(tx, school.Actor{Staff: st, From: at.name()}, actLogin, st.ID); err != nil {
			return err
		}
		return sessions.Put(tx, school.HashOf(token), Session{Staff: st.ID, From: at.name(), Started: tx.Now, Seen: tx.Now})
	})
	if err == nil && !right {
		err = ErrLogin
	}
	if err != nil {
		return school.Actor{}, "", err
	}
	return school.Actor{Staff: st, From: at.name()}, token, nil
}

// ActorOf finds the member of staff behind a session cookie. A browser that has been silent for longer than the school
// allows comes back covered.
func (s *Room) ActorOf(token string) (school.Actor, error) {
	a, ses, err := s.look(token)
	if err != nil || ses.Locked {
		return a, err
	}
	if a.Locked {
		return a, s.Lock(token)
	}
	if s.school.Now().Sub(ses.Seen) > sessionTouch {
		err = s.school.Update(func(tx *school.Tx) error {
			ses, found, err := sessions.Get(tx, school.HashOf(token))
			if err != nil || !found || ses.Locked {
				return err
			}
			ses.Seen = tx.Now
			return sessions.Put(tx, school.HashOf(token), ses)
		})
	}
	return a, err
}

// Watch is ActorOf for a stream that goes on by itself: that it is open is no sign of life of whoever sits there.
func (s *Room) Watch(token string) (school.Actor, error) {
	a, _, err := s.look(token)
	return a, err
}

// look finds a living session and whose it is, covered if it has been silent for too long.
func (s *Room) look(token string) (a school.Actor, ses Session, err error) {
	err = s.school.View(func(tx *school.Tx) (err error) {
		var found bool
		if ses, found, err = sessions.Get(tx, school.HashOf(token)); err != nil {
			return err
		}
		if !found || !ses.living(tx.Now) {
			return ErrLoginFirst
		}
		st, found, err := school.FindStaff(tx, ses.Staff)
		if err == nil && (!found || !st.Active(tx.Day)) {
			err = ErrLoginFirst
		}
		idle := time.Duration(tx.Settings.Rule(school.RuleSessionIdle)) * time.Minute
		a = school.Actor{Staff: st, From: ses.From, Locked: ses.Locked || tx.Now.Sub(ses.Seen) > idle}
		return err
	})
	if err != nil {
		return school.Actor{}, ses, err
	}
	return a, ses, nil
}

// LogOut ends a session.
func (s *Room) LogOut(token string) error {
	return s.school.Update(func(tx *school.Tx) error { return sessions.Delete(tx, school.HashOf(token)) })
}
