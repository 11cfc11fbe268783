package access

import (
	"strings"
	"time"

	"zhixinwu/store/school"
	"zhixinwu/store/seal"
)

const sessions school.Bucket[Session] = "session"

// Session is a member of staff's browser. Its cookie's hash is its key, so the data cannot be used to log in.
//
//	open    → covered  Lock, or RuleSessionIdle minutes without a request (ActorOf)
//	covered → open     Unlock
//	either  → ended    LogOut; sessionIdle without a request; sessionLife after the login; another password; the account
//	                   was ended; too many wrong tries at Unlock
type Session struct {
	Staff   string
	From    string // see Browser
	Started time.Time
	Seen    time.Time // rounded: written again only after sessionTouch
	Locked  bool      `json:",omitempty"`
}

// How long a session lives. Sessions outlive a restart of the program, so that a power cut does not log a school out;
// a month is the longest a stolen cookie is worth anything.
const (
	sessionIdle  = 12 * time.Hour
	sessionLife  = 30 * 24 * time.Hour
	sessionTouch = 30 * time.Second
)

// living is what every look at a session asks; Tidy deletes the others.
func (ses Session) living(now time.Time) bool {
	return now.Sub(ses.Seen) <= sessionIdle && now.Sub(ses.Started) <= sessionLife
}

// Browser is where a member of staff sits. Secret is any stable secret of the browser, for the lockout; Kind is what it
// calls itself, such as "Windows · Edge".
type Browser struct{ Secret, Kind string }

// name tells two browsers of the same kind apart in the audit, without their secrets.
func (b Browser) name() string { return strings.TrimSpace(b.Kind + " " + school.HashOf(b.Secret)[:4]) }

// LogIn checks a password and opens a session; the token for the cookie is returned once. ErrLogin for anything
// wrong: which of login and password it was is never told, not even by the time it takes, because a password is
// hashed for an account that does not exist too. Tries are counted for the login and for the browser; ErrLocked after
// too many, also for the right one.
//
// The steps: may it be tried → the account, if there is one → the hash, slow and outside of transactions → may it
// still be tried, then either the count goes up, or count and row of the audit and session are written together.
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

// ActorOf finds the member of staff behind a session cookie: ErrLoginFirst for a session or account that has ended. A
// browser that has been silent for longer than the school allows comes back covered (Locked), and is no error: some
// pages are open to it. Roles are read each time, so a change holds from the next request on. That it was seen is
// written every sessionTouch at most.
func (s *Room) ActorOf(token string) (school.Actor, error) {
	var idle time.Duration
	var st school.Staff
	var ses Session
	if err := s.school.View(func(tx *school.Tx) (err error) {
		idle = time.Duration(tx.Settings.Rule(school.RuleSessionIdle)) * time.Minute
		var found bool
		if ses, found, err = sessions.Get(tx, school.HashOf(token)); err != nil {
			return err
		}
		if !found || !ses.living(tx.Now) {
			return ErrLoginFirst
		}
		if st, found, err = school.FindStaff(tx, ses.Staff); err == nil && (!found || !st.Active(tx.Day)) {
			err = ErrLoginFirst
		}
		return err
	}); err != nil {
		return school.Actor{}, err
	}
	var err error
	silent := s.school.Now().Sub(ses.Seen)
	if silent > idle && !ses.Locked {
		return school.Actor{Staff: st, From: ses.From, Locked: true}, s.Lock(token)
	}
	if silent > sessionTouch && !ses.Locked {
		err = s.school.Update(func(tx *school.Tx) error {
			ses, found, err := sessions.Get(tx, school.HashOf(token))
			if err != nil || !found || ses.Locked {
				return err
			}
			ses.Seen = tx.Now
			return sessions.Put(tx, school.HashOf(token), ses)
		})
	}
	return school.Actor{Staff: st, From: ses.From, Locked: ses.Locked}, err
}

// LogOut ends a session; one that has ended already is fine.
func (s *Room) LogOut(token string) error {
	return s.school.Update(func(tx *school.Tx) error { return sessions.Delete(tx, school.HashOf(token)) })
}
