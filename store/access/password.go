package access

import (
	"cmp"
	"crypto/rand"
	"regexp"
	"strings"
	"unicode/utf8"

	"zhixinwu/store/school"
	"zhixinwu/store/seal"
)

// checkPassword asks for length alone: rules about signs and capitals make passwords that stand on paper.
func checkPassword(password string) error {
	if n := utf8.RuneCountInString(password); n < 8 || n > 128 {
		return ErrPassword
	}
	if common(password) {
		return ErrPasswordCommon
	}
	return nil
}

// FreshPassword is a first password that can be read out: lower case, without what looks alike, of nearly 60 random
// bits.
func FreshPassword() string {
	text := strings.NewReplacer("I", "x", "O", "y").Replace(rand.Text())
	return strings.ToLower(text[:4] + "-" + text[4:8] + "-" + text[8:12])
}

// ResetPassword gives an account a new first password and ends its sessions. The administrator learns the password,
// so it opens the page that changes it and nothing else (school.ErrFirst).
func (s *Room) ResetPassword(actor school.Actor, id, password string) error {
	if err := cmp.Or(actor.May(school.RoleAdmin), checkPassword(password)); err != nil {
		return err
	}
	return s.setPassword(actor, id, password, actStaffReset)
}

// ChangePassword is a member of staff's own: the old one must be known (ErrOldPassword), the new one another
// (ErrSamePassword). All other sessions of the account end; token's begins anew.
func (s *Room) ChangePassword(actor school.Actor, token, old, password string) error {
	if err := checkPassword(password); err != nil {
		return err
	}
	if old == password {
		return ErrSamePassword
	}
	hash := seal.HashPassword(password) // slow, so outside the transaction
	return s.proven(token, old, ErrOldPassword, func(tx *school.Tx, ses *Session, st school.Staff) error {
		ses.Started, ses.Seen = tx.Now, tx.Now // begins anew, beside the new password
		if err := putPassword(tx, actor, st, hash, false, actStaffPassword); err != nil {
			return err
		}
		return sessions.Put(tx, school.HashOf(token), *ses)
	})
}

// setPassword gives an account a first password. Whoever was shut out by somebody's guessing is let in with it.
func (s *Room) setPassword(actor school.Actor, id, password string, action school.Action) error {
	hash := seal.HashPassword(password) // slow, so outside the transaction
	return s.school.Update(func(tx *school.Tx) error {
		st, err := school.StaffOf(tx, id)
		if err != nil {
			return err
		}
		if err := s.forgetTries(tx, id); err != nil {
			return err
		}
		return putPassword(tx, actor, st, hash, true, action)
	})
}

// putPassword stores a password, ends the account's sessions and takes the PIN away: it was chosen under the old one.
func putPassword(tx *school.Tx, actor school.Actor, st school.Staff, hash string, first bool, action school.Action) error {
	st.Password, st.First, st.PIN = hash, first, ""
	if err := putStaff(tx, st); err != nil {
		return err
	}
	if err := endSessions(tx, st.ID); err != nil {
		return err
	}
	return school.Record(tx, actor, action, st.ID)
}

// Recover is the way back in when every administrator has forgotten: somebody at the server's own keyboard gives an
// administrator a new first password. It leaves an audit row of nobody. school.ErrNotFound for no such login,
// school.ErrForbidden for one that is no administrator's or has ended: it is no way to become one.
func (s *Room) Recover(login string) (password string, err error) {
	var st school.Staff
	if err := s.school.View(func(tx *school.Tx) error {
		id, known, err := logins.Get(tx, strings.ToLower(strings.TrimSpace(login)))
		if err != nil || !known {
			return cmp.Or(err, error(school.ErrNotFound))
		}
		st, err = school.StaffOf(tx, id)
		if err == nil && (!st.Has(school.RoleAdmin) || !st.Active(tx.Day)) {
			err = school.ErrForbidden
		}
		return err
	}); err != nil {
		return "", err
	}
	password = FreshPassword()
	return password, s.setPassword(school.Actor{From: "server"}, st.ID, password, actRecover)
}

var pinForm = regexp.MustCompile(`^[0-9]{4,8}$`)

// SetPIN sets the digits that open the member of staff's covered screen, 4 to 8 of them, else ErrPIN, and not the usual
// ones, else ErrPINWeak. They open no login. It takes the password: whoever finds a screen uncovered must not leave with a
// key to it.
func (s *Room) SetPIN(actor school.Actor, token, password, pin string) error {
	if !pinForm.MatchString(pin) {
		return ErrPIN
	}
	if usualPIN(pin) {
		return ErrPINWeak
	}
	hash := seal.HashPassword(pin) // slow, so outside the transaction
	return s.proven(token, password, ErrOldPassword, func(tx *school.Tx, _ *Session, st school.Staff) error {
		st.PIN = hash
		if err := putStaff(tx, st); err != nil {
			return err
		}
		return school.Record(tx, actor, actPIN, st.ID)
	})
}

// Lock covers a session: nothing is shown until Unlock. One that is covered or gone stays as it is.
func (s *Room) Lock(token string) error {
	if on, err := s.sessionOn(token); err != nil || !on {
		return err
	}
	var ses Session
	err := s.school.Update(func(tx *school.Tx) (err error) {
		var found bool
		if ses, found, err = s.findSession(tx, token); err != nil || !found {
			return err
		}
		if !ses.Locked {
			by := school.Actor{Staff: school.Staff{ID: ses.Staff}, From: ses.From}
			if err := school.Record(tx, by, actCover, ses.Staff); err != nil {
				return err
			}
		}
		ses.Locked = true
		return sessions.Put(tx, school.HashOf(token), ses)
	})
	return s.hold(token, ses, err)
}

// Unlock opens a covered session with the PIN or the password of its owner: ErrPINWrong for a wrong one.
func (s *Room) Unlock(token, secret string) error {
	return s.proven(token, secret, ErrPINWrong, func(tx *school.Tx, ses *Session, st school.Staff) error {
		if ses.Locked {
			if err := school.Record(tx, school.Actor{Staff: st, From: ses.From}, actUncover, st.ID); err != nil {
				return err
			}
		}
		ses.Locked, ses.Seen, ses.wrong = false, tx.Now, 0
		return sessions.Put(tx, school.HashOf(token), *ses)
	})
}

// proven does what only the owner of a session may, who knows the password, or to uncover it the PIN; otherwise it returns
// wrong. Whoever sits before somebody else's screen has five tries, whatever page asks: the next within five minutes ends
// the session (ErrLoginFirst), right or wrong.
//
// The session and its owner are read, the secret compared outside, and the session looked up again: logged out meanwhile,
// it stays so. The count is by session, so one tablet's children do not lock the teacher's other browsers.
func (s *Room) proven(token, secret string, wrong *school.Error, do func(*school.Tx, *Session, school.Staff) error) error {
	who := []attemptKey{{"unlock", token}}
	var st school.Staff
	if err := s.school.View(func(tx *school.Tx) (err error) {
		_, st, err = s.owner(tx, token)
		return err
	}); err != nil {
		return err
	}
	right := seal.PasswordIs(st.Password, secret) ||
		wrong == ErrPINWrong && st.PIN != "" && pinForm.MatchString(secret) && seal.PasswordIs(st.PIN, secret)
	ended := false
	var ses Session
	err := s.school.Update(func(tx *school.Tx) (err error) {
		var now school.Staff
		if ses, now, err = s.owner(tx, token); err != nil {
			return err
		}
		if ended = allowed(tx, who) != nil || ses.wrong >= heldTries; ended {
			ses = Session{} // one that is held must not live either
			return sessions.Delete(tx, school.HashOf(token))
		}
		if !right || now.Password != st.Password {
			right = false
			ses.wrong++
			if err := failed(tx, who); err != nil {
				return err
			}
			return recordRefused(tx, st, ses.From)
		}
		if err := forget(tx, who); err != nil {
			return err
		}
		return do(tx, &ses, now)
	})
	if err == nil || wrong == ErrPINWrong { // nothing but a cover is held: a new password has to be on the disk
		err = s.hold(token, ses, err)
	}
	switch {
	case err != nil:
		return err
	case ended:
		return ErrLoginFirst
	case !right:
		return wrong
	}
	return nil
}

// heldTries are the tries that a session has while the disk does not count them.
const heldTries = 5

// owner is the living session of a cookie, and whose it is.
func (s *Room) owner(tx *school.Tx, token string) (ses Session, st school.Staff, err error) {
	ses, found, err := s.findSession(tx, token)
	if err == nil && (!found || !ses.living(tx.Now)) {
		err = ErrLoginFirst
	}
	if err != nil {
		return ses, st, err
	}
	if st, found, err = school.FindStaff(tx, ses.Staff); err == nil && (!found || !st.Active(tx.Day)) {
		err = ErrLoginFirst
	}
	return ses, st, err
}
