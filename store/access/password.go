package access

import (
	"cmp"
	"crypto/rand"
	"errors"
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
	return s.setPassword(actor, id, password, true, actStaffReset)
}

// ChangePassword is a member of staff's own: the old one must be known (ErrOldPassword), the new one another
// (ErrSamePassword). All other sessions of the account end; token's begins anew. ErrLoginFirst for an account that was
// ended meanwhile.
func (s *Room) ChangePassword(actor school.Actor, token, old, password string) error {
	if err := checkPassword(password); err != nil {
		return err
	}
	var known school.Staff
	if err := s.school.View(func(tx *school.Tx) (err error) {
		known, err = school.StaffOf(tx, actor.ID())
		return err
	}); err != nil {
		return err
	}
	if !seal.PasswordIs(known.Password, old) {
		return ErrOldPassword
	}
	if old == password {
		return ErrSamePassword
	}
	if err := s.setPassword(actor, actor.ID(), password, false, actStaffPassword); err != nil {
		return err
	}
	return s.keepSession(actor, token)
}

// setPassword stores a password, ends the account's sessions and takes the PIN away: it was chosen under the old one.
// All in one transaction: a password that was changed because it was known must not leave a session of whoever knew
// it.
func (s *Room) setPassword(actor school.Actor, id, password string, first bool, action school.Action) error {
	hash := seal.HashPassword(password) // slow, so outside the transaction
	return s.school.Update(func(tx *school.Tx) error {
		st, err := school.StaffOf(tx, id)
		if err != nil {
			return err
		}
		if !first && !st.Active(tx.Day) { // ended while its owner was at the form
			return ErrLoginFirst
		}
		st.Password, st.First, st.PIN = hash, first, ""
		if err := errors.Join(putStaff(tx, st), endSessions(tx, id)); err != nil {
			return err
		}
		return school.Record(tx, actor, action, id)
	})
}

// keepSession opens the session again of the browser that has just changed its password.
func (s *Room) keepSession(actor school.Actor, token string) error {
	return s.school.Update(func(tx *school.Tx) error {
		return sessions.Put(tx, school.HashOf(token), Session{Staff: actor.ID(), From: actor.From, Started: tx.Now, Seen: tx.Now})
	})
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
	return password, s.setPassword(school.Actor{From: "server"}, st.ID, password, true, actRecover)
}

var pinForm = regexp.MustCompile(`^[0-9]{4,8}$`)

// SetPIN sets the digits that open the member of staff's locked tablet, 4 to 8 of them, else ErrPIN. They open no
// login.
func (s *Room) SetPIN(actor school.Actor, pin string) error {
	if !pinForm.MatchString(pin) {
		return ErrPIN
	}
	hash := seal.HashPassword(pin) // slow, so outside the transaction
	return s.school.Update(func(tx *school.Tx) error {
		st, err := school.StaffOf(tx, actor.ID())
		if err != nil {
			return err
		}
		if !st.Active(tx.Day) {
			return ErrLoginFirst
		}
		st.PIN = hash
		return putStaff(tx, st)
	})
}

// Lock covers a session: nothing is shown until Unlock. One that is covered or gone stays as it is.
func (s *Room) Lock(token string) error {
	return s.school.Update(func(tx *school.Tx) error {
		ses, found, err := sessions.Get(tx, school.HashOf(token))
		if err != nil || !found {
			return err
		}
		ses.Locked = true
		return sessions.Put(tx, school.HashOf(token), ses)
	})
}

// Unlock opens a covered session with the PIN or the password of its owner: ErrPINWrong for a wrong one. After five
// wrong tries the next within five minutes ends the session (ErrLoginFirst), right or wrong: a PIN has few digits.
//
// The session and its owner are read, the secret compared outside, and the session looked up again: logged out
// meanwhile, it stays so. The count is by session, so one tablet's children do not lock the teacher's other browsers.
func (s *Room) Unlock(token, secret string) error {
	who := []AttemptKey{{"unlock", token}}
	var st school.Staff
	if err := s.school.View(func(tx *school.Tx) error {
		ses, found, err := sessions.Get(tx, school.HashOf(token))
		if err == nil && (!found || !ses.living(tx.Now)) {
			err = ErrLoginFirst
		}
		if err != nil {
			return err
		}
		st, err = school.StaffOf(tx, ses.Staff)
		return err
	}); err != nil {
		return err
	}
	right := st.PIN != "" && pinForm.MatchString(secret) && seal.PasswordIs(st.PIN, secret) || seal.PasswordIs(st.Password, secret)
	ended := false
	err := s.school.Update(func(tx *school.Tx) error {
		ses, found, err := sessions.Get(tx, school.HashOf(token))
		if err != nil || !found {
			return cmp.Or(err, error(ErrLoginFirst))
		}
		if ended = Allowed(tx, who) != nil; ended {
			return sessions.Delete(tx, school.HashOf(token))
		}
		if !right {
			return Failed(tx, who)
		}
		ses.Locked, ses.Seen = false, tx.Now
		return cmp.Or(forget(tx, who), sessions.Put(tx, school.HashOf(token), ses))
	})
	switch {
	case err != nil:
		return err
	case ended:
		return ErrLoginFirst
	case !right:
		return ErrPINWrong
	}
	return nil
}
