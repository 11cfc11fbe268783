package access

import (
	"cmp"
	"errors"
	"strings"
	"time"

	"zhixinwu/store/kv"
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

	wrong int // tries to uncover it that the disk could not count
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

// findSession is the one way to a session: what is held stands before what is stored, as long as that is not ended.
func (s *Room) findSession(tx *school.Tx, token string) (ses Session, found bool, err error) {
	ses, found, err = sessions.Get(tx, school.HashOf(token))
	s.mu.Lock()
	defer s.mu.Unlock()
	if held, ok := s.held[school.HashOf(token)]; ok && found {
		ses = held
	}
	return ses, found, err
}

// hold ends a change of a session. What the disk refused is kept in memory: a cover must neither fall nor stay for want of a
// disk. It is forgotten with the next change that is stored, and with the process.
func (s *Room) hold(token string, ses Session, err error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case err == nil:
		delete(s.held, school.HashOf(token))
	case errors.Is(err, school.ErrDisk):
		s.held[school.HashOf(token)] = ses
	}
	return school.UnlessDisk(err)
}

// Browser is where a member of staff sits. Secret is any stable secret of the browser, for the lockout; Kind is what it
// calls itself, such as "Windows · Edge".
type Browser struct{ Secret, Kind string }

// name tells two browsers of the same kind apart in the audit, without their secrets.
func (b Browser) name() string { return strings.TrimSpace(b.Kind + " " + school.HashOf(b.Secret)[:4]) }

const openedIn school.Bucket[school.Day] = "login-browser"

// A browser in which an account was opened before has a count of its own at it, and all others share one: strangers who try
// passwords slow each other down, to ninety tries an hour, and never the owner at the usual desk.
const (
	loginTries = 5
	loginPause = 40 * time.Second
	// openedLife is how long a browser is known to an account.
	openedLife = 365
)

// LogIn checks a password and opens a session; the token for the cookie is returned once. ErrLogin for anything wrong:
// which of login and password it was is never told, not even by the time it takes, because a password is hashed for an
// account that does not exist too. ErrLocked after too many tries, also for the right one. A wrong try writes nothing.
//
// The steps: the account, if there is one, and whether the browser is known to it → the try is counted → the hash, slow
// and outside of transactions, for a stranger in the lobby → row of the audit, known browser and session together.
func (s *Room) LogIn(login, password string, at Browser) (school.Actor, string, error) {
	login = strings.ToLower(strings.TrimSpace(login))
	var st school.Staff
	var found, known bool
	whom := "?" + school.HashOf(login)
	if err := s.school.View(func(tx *school.Tx) error {
		id, taken, err := logins.Get(tx, login)
		if err != nil || !taken {
			return err
		}
		if st, found, err = school.FindStaff(tx, id); err != nil || !found {
			return err
		}
		_, known, err = openedIn.Get(tx, openedKey(id, at))
		return err
	}); err != nil {
		return school.Actor{}, "", err
	}
	if found {
		whom = st.ID
	}
	if known {
		whom = openedKey(st.ID, at)
	}
	if !s.tries.Take(whom, s.school.Steady()) {
		return school.Actor{}, "", ErrLocked
	}
	hash, right := st.Password, false
	if !found {
		hash = seal.NoPassword
	}
	check := func() { right = seal.PasswordIs(hash, password) && found }
	if known {
		check()
	} else if err := s.lobby.enter(check); err != nil {
		s.tries.Right(whom) // nothing was tried
		return school.Actor{}, "", err
	}
	token := school.RandomID() + school.RandomID()
	err := error(ErrLogin)
	if right {
		err = s.open(st, token, at)
	}
	switch {
	case errors.Is(err, ErrLogin):
		s.tries.Wrong(whom, at.name(), s.school.Now())
		if known { // no stranger: it may cost a commit
			err = cmp.Or(s.school.Update(func(tx *school.Tx) error { return recordRefused(tx, st, at.name()) }), err)
		}
	case known:
		s.tries.Forget(whom)
	default:
		s.tries.Right(whom)
	}
	if err != nil {
		return school.Actor{}, "", err
	}
	return school.Actor{Staff: st, From: at.name()}, token, nil
}

func openedKey(staff string, at Browser) string { return staff + "/" + school.HashOf(at.Secret) }

// open begins a session of an account whose password was just found right, if the account has not changed meanwhile.
func (s *Room) open(st school.Staff, token string, at Browser) error {
	return s.school.Update(func(tx *school.Tx) error {
		now, err := school.StaffOf(tx, st.ID)
		if err != nil {
			return err
		}
		if now.Password != st.Password || !now.Active(tx.Day) {
			return ErrLogin
		}
		if err := school.Record(tx, school.Actor{Staff: st, From: at.name()}, actLogin, st.ID); err != nil {
			return err
		}
		if err := openedIn.Put(tx, openedKey(st.ID, at), tx.Day); err != nil {
			return err
		}
		return sessions.Put(tx, school.HashOf(token), Session{Staff: st.ID, From: at.name(), Started: tx.Now, Seen: tx.Now})
	})
}

// forgetTries begins all counts at an account anew, and makes every browser a stranger to it: the password that was known
// there holds no more.
func (s *Room) forgetTries(tx *school.Tx, staff string) error {
	s.tries.Forget(staff)
	return openedIn.Expire(tx, kv.Prefix(staff+"/"), func(school.Day) bool { return true })
}

// WrongLogins is how often somebody lately tried a wrong password at an account, from browsers that it was never opened in.
type WrongLogins struct {
	Times int
	Last  time.Time
}

// WrongLogins shows administrators where somebody is guessing, by account; of the last day.
func (s *Room) WrongLogins(actor school.Actor) (map[string]WrongLogins, error) {
	all := map[string]WrongLogins{}
	since := s.school.Now().Add(-24 * time.Hour)
	err := s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleAdmin); err != nil {
			return err
		}
		return school.EachStaff(tx, func(st school.Staff) error {
			if n, last := s.tries.wrongSince(st.ID, since); n > 0 {
				all[st.ID] = WrongLogins{n, last}
			}
			return nil
		})
	})
	return all, err
}

// ActorOf finds the member of staff behind a session cookie: ErrLoginFirst for a session or account that has ended. A
// browser that has been silent for longer than the school allows comes back covered (Locked), and is no error: some
// pages are open to it. Roles are read each time, so a change holds from the next request on. That it was seen is
// written every sessionTouch at most.
func (s *Room) ActorOf(token string) (school.Actor, error) {
	a, ses, err := s.look(token)
	if err != nil || ses.Locked {
		return a, err
	}
	if a.Locked {
		return a, s.Lock(token)
	}
	if s.school.Now().Sub(ses.Seen) > sessionTouch {
		var touched Session
		err = s.school.Update(func(tx *school.Tx) (err error) {
			var found bool
			touched, found, err = s.findSession(tx, token)
			if err != nil || !found {
				return err
			}
			if !touched.Locked { // or it was covered meanwhile
				touched.Seen = tx.Now
			}
			return sessions.Put(tx, school.HashOf(token), touched)
		})
		err = s.hold(token, touched, err)
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
		var st school.Staff
		if ses, st, err = s.owner(tx, token); err != nil {
			return err
		}
		idle := time.Duration(tx.Settings.Rule(school.RuleSessionIdle)) * time.Minute
		a = school.Actor{Staff: st, From: ses.From, Locked: ses.Locked || tx.Now.Sub(ses.Seen) > idle}
		return nil
	})
	return a, ses, err
}

// LogOut ends a session. Where there is none, which is fine, nothing is written.
func (s *Room) LogOut(token string) error {
	if on, err := s.sessionOn(token); err != nil || !on {
		return err
	}
	err := s.school.Update(func(tx *school.Tx) error { return sessions.Delete(tx, school.HashOf(token)) })
	return s.hold(token, Session{}, err)
}

// sessionOn spares whoever has no session the cost of a commit.
func (s *Room) sessionOn(token string) (on bool, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		_, on, err = sessions.Get(tx, school.HashOf(token))
		return err
	})
	return on, err
}
