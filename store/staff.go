package store

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"zhixinwu/store/kv"
	"zhixinwu/store/seal"
)

const logins Bucket[string] = "login"
const staffSeq Sequence = "staff-seq"

const staffRows Bucket[Staff] = "staff"

// Role is a duty; it decides what a member of staff sees and does.
type Role string

const (
	RoleAdmin     Role = "admin"     // 管理员: machine and accounts; no letters, no notes
	RoleHead      Role = "head"      // 校领导
	RoleOffice    Role = "office"    // 德育处
	RoleTeacher   Role = "teacher"   // 班主任
	RoleCounselor Role = "counselor" // 知心屋老师
	RoleKeeper    Role = "keeper"    // 亲情室值班
	RoleDorm      Role = "dorm"      // 生活老师
	RoleGate      Role = "gate"      // 门卫
)

// Roles in the order in which a person with several of them starts the day: the first decides the home page.
var Roles = []Role{RoleCounselor, RoleKeeper, RoleDorm, RoleTeacher, RoleGate, RoleOffice, RoleHead, RoleAdmin}

// Staff is an account. Classes and Buildings are the scope of the teacher and dorm roles; Rooms narrows the latter to rooms
// whose number begins so, 3 for the third floor.
type Staff struct {
	ID        string
	Login     string
	Name      string
	Password  string // argon2id, see seal.HashPassword
	First     bool   `json:",omitempty"` // the password was given by somebody else and must be changed
	PIN       string `json:",omitempty"` // argon2id, opens a locked tablet
	Roles     []Role
	Classes   []Class  `json:",omitempty"`
	Buildings []string `json:",omitempty"`
	Rooms     []string `json:",omitempty"`
	Left      Day      `json:",omitempty"`
}

// Has reports whether the member of staff has one of the roles.
func (st Staff) Has(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(st.Roles, r) })
}

func (st Staff) hasClass(c Class) bool      { return slices.Contains(st.Classes, c) }
func (st Staff) HasBuilding(id string) bool { return slices.Contains(st.Buildings, id) }
func (st Staff) hasRoom(room string) bool {
	return len(st.Rooms) == 0 || slices.ContainsFunc(st.Rooms, func(r string) bool { return strings.HasPrefix(room, r) })
}
func (st Staff) active(on Day) bool { return st.Left == "" || on < st.Left }
func (st Staff) Home() Role         { return firstRole(st.Roles) }
func firstRole(roles []Role) (first Role) {
	for _, r := range Roles {
		if slices.Contains(roles, r) {
			return r
		}
	}
	return ""
}

var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,31}$`)

// Validate checks the shape of an account.
func (st Staff) Validate() error {
	if !loginForm.MatchString(st.Login) {
		return ErrLoginForm
	}
	if !validName(st.Name) {
		return ErrName
	}
	if len(st.Roles) == 0 {
		return ErrInvalid
	}
	for _, r := range st.Rooms {
		if len(r) > 8 {
			return ErrBed
		}
	}
	for _, r := range st.Roles {
		if !slices.Contains(Roles, r) {
			return ErrInvalid
		}
	}
	return nil
}

// Actor is a member of staff at work, and the browser it works from. The zero Actor may do nothing.
type Actor struct {
	Staff  Staff
	From   string
	Locked bool // the browser is covered; it shows nothing until Unlock
}

// ID is the member of staff's id.
func (a Actor) ID() string { return a.Staff.ID }

// may refuses an actor who has none of the roles.
func (a Actor) may(roles ...Role) error {
	if a.Staff.Has(roles...) {
		return nil
	}
	return ErrForbidden
}

// putStaff is the only writer of an account and its login.
func putStaff(tx *Tx, st Staff) error {
	old, found, err := staffRows.Get(tx, st.ID)
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
	return staffRows.Put(tx, st.ID, st)
}

func addStaff(tx *Tx, st Staff) (Staff, error) {
	n, err := staffSeq.Next(tx)
	if err != nil {
		return st, err
	}
	st.ID = number(n, 3)
	return st, putStaff(tx, st)
}

// AddStaff opens an account. With First, whoever logs in with the password must choose another.
func (s *Store) AddStaff(actor Actor, st Staff, password string) (Staff, error) {
	if err := actor.may(RoleAdmin); err != nil {
		return st, err
	}
	st.Login = strings.ToLower(strings.TrimSpace(st.Login))
	if err := cmp.Or(st.Validate(), checkPassword(password)); err != nil {
		return st, err
	}
	st.Password = seal.HashPassword(password) // slow, so outside the transaction
	err := s.update(func(tx *Tx) (err error) {
		if _, taken, err := logins.Get(tx, st.Login); err != nil || taken {
			return cmp.Or(err, error(ErrLoginTaken))
		}
		added, err := addStaff(tx, st)
		if err != nil {
			return err
		}
		st = added
		return audit(tx, actor, actStaffAdd, st.ID)
	})
	return st, err
}

// AddStaffList opens accounts with first passwords, all or none. The error of a line is a *LineError.
func (s *Store) AddStaffList(actor Actor, all []Staff) (passwords []string, err error) {
	if err := actor.may(RoleAdmin); err != nil {
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
	err = s.update(func(tx *Tx) error {
		for i, st := range all {
			if _, taken, err := logins.Get(tx, st.Login); err != nil || taken {
				return &LineError{i, cmp.Or(err, error(ErrLoginTaken))}
			}
			added, err := addStaff(tx, st)
			if err != nil {
				return err
			}
			if err := audit(tx, actor, actStaffAdd, added.ID); err != nil {
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

func (e *LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }
func (e *LineError) Unwrap() error { return e.Err }

// EditStaff gives an account other roles and another scope, from its next request on. The last administrator stays one.
func (s *Store) EditStaff(actor Actor, st Staff) error {
	return s.update(func(tx *Tx) error {
		if err := actor.may(RoleAdmin); err != nil {
			return err
		}
		old, err := staffRows.Must(tx, st.ID)
		if err != nil {
			return err
		}
		was := old
		old.Name, old.Roles, old.Classes, old.Buildings, old.Rooms = st.Name, st.Roles, st.Classes, st.Buildings, st.Rooms
		if err := old.Validate(); err != nil {
			return err
		}
		if was.Name != old.Name {
			tx.Publish(topicChild) // files name the teachers they are paired with
		}
		if err := putStaff(tx, old); err != nil {
			return err
		}
		if admin, err := hasAdmin(tx); err != nil || !admin {
			return cmp.Or(err, error(ErrLastAdmin))
		}
		return audit(tx, actor, actStaffEdit, st.ID)
	})
}

// EndStaff closes an account today: its sessions end at once and its login stays taken, because records name it. The last
// administrator stays.
func (s *Store) EndStaff(actor Actor, id string) error {
	return s.update(func(tx *Tx) error {
		if err := actor.may(RoleAdmin); err != nil {
			return err
		}
		st, err := staffRows.Must(tx, id)
		if err != nil {
			return err
		}
		if !st.active(tx.Day) {
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
		if err := audit(tx, actor, actStaffEnd, id); err != nil {
			return err
		}
		tx.Publish(topicChild) // files name the teachers they are paired with
		return tx.Tell(func(f Follower) error { return f.StaffLeft(tx, actor, id) })
	})
}

func endSessions(tx *Tx, staff string) error {
	return sessions.Expire(tx, kv.Range{}, func(ses Session) bool { return ses.Staff == staff })
}

// AllStaff lists the accounts, without their password hashes.
func (s *Store) AllStaff(actor Actor) (all []Staff, err error) {
	err = s.view(func(tx *Tx) error {
		if err := actor.may(RoleAdmin); err != nil {
			return err
		}
		return staffRows.Each(tx, kv.Range{}, func(_ string, st Staff) error {
			st.Password, st.PIN = "", ""
			all = append(all, st)
			return nil
		})
	})
	return all, err
}

func hasAdmin(tx *Tx) (found bool, err error) {
	err = staffRows.Each(tx, kv.Range{}, func(_ string, st Staff) error {
		if st.Has(RoleAdmin) && st.active(tx.Day) {
			found = true
			return kv.ErrStop
		}
		return nil
	})
	return found, err
}

// staffName is for pages that name a colleague.
func staffName(tx *Tx, id string) (string, error) {
	st, _, err := staffRows.Get(tx, id)
	return st.Name, err
}
