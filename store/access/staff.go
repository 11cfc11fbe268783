package access

import (
	"cmp"
	"fmt"
	"strings"
	"sync"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
	"zhixinwu/store/seal"
)

const logins school.Bucket[string] = "login"

const staffSeq school.Sequence = "staff-seq"

// putStaff is the only writer of an account and its login: a login belongs to one account for good, ErrLoginTaken
// otherwise.
func putStaff(tx *school.Tx, st school.Staff) error {
	old, found, err := school.FindStaff(tx, st.ID)
	if err != nil {
		return err
	}
	owner, taken, err := logins.Get(tx, st.Login)
	if err != nil {
		return err
	}
	if taken && owner != st.ID {
		return ErrLoginTaken
	}
	if found && old.Login != st.Login {
		if err := logins.Delete(tx, old.Login); err != nil {
			return err
		}
	}
	if err := logins.Put(tx, st.Login, st.ID); err != nil {
		return err
	}
	return school.PutStaff(tx, st)
}

// addStaff gives the account its number. Numbers are not given twice: rows of ended accounts name them.
func addStaff(tx *school.Tx, st school.Staff) (school.Staff, error) {
	n, err := staffSeq.Next(tx)
	if err != nil {
		return st, err
	}
	st.ID = school.Padded(n, 3)
	return st, putStaff(tx, st)
}

// AddStaff opens an account. With First, whoever logs in with the password must choose another. Logins are kept in
// lower case; ErrLoginTaken also for that of an ended account, which records still name.
func (s *Room) AddStaff(actor school.Actor, st school.Staff, password string) (school.Staff, error) {
	if err := actor.May(school.RoleAdmin); err != nil {
		return st, err
	}
	st.Login = strings.ToLower(strings.TrimSpace(st.Login))
	if err := cmp.Or(st.Validate(), checkPassword(password)); err != nil {
		return st, err
	}
	st.Password = seal.HashPassword(password) // slow, so outside the transaction
	err := s.school.Update(func(tx *school.Tx) (err error) {
		if _, taken, err := logins.Get(tx, st.Login); err != nil || taken {
			return cmp.Or(err, error(ErrLoginTaken))
		}
		added, err := addStaff(tx, st)
		if err != nil {
			return err
		}
		st = added
		if err := school.Record(tx, actor, actStaffAdd, st.ID); err != nil {
			return err
		}
		return recordCounselor(tx, actor, school.Staff{}, st)
	})
	return st.Nameplate(), err
}

// AddStaffList opens accounts with first passwords, all or none. The error of a line is a *LineError. The passwords
// are in the order of the list and are told nowhere else; each must be changed at the first login.
func (s *Room) AddStaffList(actor school.Actor, all []school.Staff) (passwords []string, err error) {
	if err := actor.May(school.RoleAdmin); err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Login = strings.ToLower(strings.TrimSpace(all[i].Login))
		if err := all[i].Validate(); err != nil {
			return nil, &LineError{i, err}
		}
		passwords = append(passwords, FreshPassword())
	}
	var wait sync.WaitGroup
	for i := range all { // slow, so outside the transaction; the hash itself bounds how many run at once
		wait.Go(func() { all[i].Password, all[i].First = seal.HashPassword(passwords[i]), true })
	}
	wait.Wait()
	err = s.school.Update(func(tx *school.Tx) error {
		for i, st := range all {
			if _, taken, err := logins.Get(tx, st.Login); err != nil || taken {
				return &LineError{i, cmp.Or(err, error(ErrLoginTaken))}
			}
			added, err := addStaff(tx, st)
			if err != nil {
				return err
			}
			if err := school.Record(tx, actor, actStaffAdd, added.ID); err != nil {
				return err
			}
			if err := recordCounselor(tx, actor, school.Staff{}, added); err != nil {
				return err
			}
		}
		return nil
	})
	return passwords, err
}

// LineError is what is wrong with one line of a list; Line counts from 0.
type LineError struct {
	Line int
	Err  error
}

// Error counts lines from 0, for the log.
func (e *LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap is what is wrong with the line, which has a sentence.
func (e *LineError) Unwrap() error { return e.Err }

// EditStaff gives an account other roles and another scope, from its next request on; the login stays. Where somebody
// else has changed the same since the actor saw it, it is a *school.Stale. The last administrator stays one:
// ErrLastAdmin. The rooms are told of each role that is gone: bookings move, pairings end.
func (s *Room) EditStaff(actor school.Actor, st school.Staff) error {
	return s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleAdmin); err != nil {
			return err
		}
		old, err := school.StaffOf(tx, st.ID)
		if err != nil {
			return err
		}
		fresh, err := school.MergeStaff(tx, old, st)
		if err != nil {
			return err
		}
		if err := fresh.Validate(); err != nil {
			return err
		}
		if fresh.Name != old.Name {
			tx.Publish(school.TopicChild) // files name the teachers they are paired with
		}
		if err := school.EditStaff(tx, actor, old, fresh); err != nil {
			return err
		}
		if admin, err := hasAdmin(tx); err != nil || !admin {
			return cmp.Or(err, error(ErrLastAdmin))
		}
		if err := school.Record(tx, actor, actStaffEdit, st.ID); err != nil {
			return err
		}
		return recordCounselor(tx, actor, old, fresh)
	})
}

// EndStaff closes an account today: its sessions end at once and its login stays taken, because records name it. The
// last administrator stays (ErrLastAdmin). The rooms are told: bookings move, pairings and duties end. Ended twice
// changes nothing.
func (s *Room) EndStaff(actor school.Actor, id string) error {
	return s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleAdmin); err != nil {
			return err
		}
		st, err := school.StaffOf(tx, id)
		if err != nil {
			return err
		}
		if !st.Active(tx.Day) {
			return nil
		}
		st.Left = tx.Day
		if err := putStaff(tx, st); err != nil {
			return err
		}
		if admin, err := hasAdmin(tx); err != nil || !admin {
			return cmp.Or(err, error(ErrLastAdmin))
		}
		if err := endSessions(tx, id); err != nil {
			return err
		}
		if err := s.forgetTries(tx, id); err != nil {
			return err
		}
		if err := school.Record(tx, actor, actStaffEnd, id); err != nil {
			return err
		}
		tx.Publish(school.TopicChild) // files name the teachers they are paired with
		return tx.Tell(func(f school.Follower) error { return f.StaffLeft(tx, actor, id) })
	})
}

// endSessions ends all sessions of an account, on every browser.
func endSessions(tx *school.Tx, staff string) error {
	return sessions.Expire(tx, kv.Range{}, func(ses Session) bool { return ses.Staff == staff })
}

// AllStaff lists the accounts, ended ones too, without the hashes of their passwords and PINs: nothing outside this
// package compares them.
func (s *Room) AllStaff(actor school.Actor) (all []school.Staff, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleAdmin); err != nil {
			return err
		}
		return school.EachStaff(tx, func(st school.Staff) error {
			all = append(all, st.Nameplate())
			return nil
		})
	})
	return all, err
}

// hasAdmin: a school that nobody can administrate must not come about; asked after the write, in the same
// transaction.
func hasAdmin(tx *school.Tx) (found bool, err error) {
	err = school.EachStaff(tx, func(st school.Staff) error {
		if st.Has(school.RoleAdmin) && st.Active(tx.Day) {
			found = true
			return kv.ErrStop
		}
		return nil
	})
	return found, err
}
