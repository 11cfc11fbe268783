package store

import (
	"cmp"
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"zhixinwu/store/kv"
	"zhixinwu/store/seal"
)

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

// Staff is an account. Classes and Buildings are the scope of the teacher and dorm roles.
type Staff struct {
	ID        string
	Login     string
	Name      string
	Password  string // argon2id, see seal.HashPassword
	Roles     []Role
	Classes   []Class  `json:",omitempty"`
	Buildings []string `json:",omitempty"`
	Left      Day      `json:",omitempty"`
}

// Has reports whether the member of staff has one of the roles.
func (st Staff) Has(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(st.Roles, r) })
}

func (st Staff) hasClass(c Class) bool      { return slices.Contains(st.Classes, c) }
func (st Staff) HasBuilding(id string) bool { return slices.Contains(st.Buildings, id) }
func (st Staff) active(on Day) bool         { return st.Left == "" || on < st.Left }
func (st Staff) Home() Role                 { return firstRole(st.Roles) }
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
	for _, r := range st.Roles {
		if !slices.Contains(Roles, r) {
			return ErrInvalid
		}
	}
	return nil
}

// Actor is a member of staff at work, and the browser it works from. The zero Actor may do nothing.
type Actor struct {
	Staff Staff
	From  string
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

func checkPassword(password string) error {
	if n := utf8.RuneCountInString(password); n < 8 || n > 128 {
		return ErrPassword
	}
	return nil
}

// putStaff is the only writer of an account and its login.
func putStaff(tx *tx, st Staff) error {
	old, found, err := get[Staff](tx, "staff", st.ID)
	if err != nil {
		return err
	}
	owner, taken, err := get[string](tx, "login", st.Login)
	if err != nil {
		return err
	}
	if taken && owner != st.ID {
		return ErrLoginTaken
	}
	if found && old.Login != st.Login {
		if err := tx.Delete("login", old.Login); err != nil {
			return err
		}
	}
	if err := put(tx, "login", st.Login, st.ID); err != nil {
		return err
	}
	return put(tx, "staff", st.ID, st)
}

func addStaff(tx *tx, st Staff) (Staff, error) {
	n, err := next(tx, "staff-seq")
	if err != nil {
		return st, err
	}
	st.ID = number(n, 3)
	return st, putStaff(tx, st)
}

// AddStaff opens an account.
func (s *Store) AddStaff(actor Actor, st Staff, password string) (Staff, error) {
	if err := actor.may(RoleAdmin); err != nil {
		return st, err
	}
	st.Login = strings.ToLower(strings.TrimSpace(st.Login))
	if err := cmp.Or(st.Validate(), checkPassword(password)); err != nil {
		return st, err
	}
	st.Password = seal.HashPassword(password) // slow, so outside the transaction
	err := s.update(func(tx *tx) (err error) {
		if _, taken, err := get[string](tx, "login", st.Login); err != nil || taken {
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

// ResetPassword gives an account a new first password and ends its sessions.
func (s *Store) ResetPassword(actor Actor, id, password string) error {
	if err := cmp.Or(actor.may(RoleAdmin), checkPassword(password)); err != nil {
		return err
	}
	hash := seal.HashPassword(password) // slow, so outside the transaction
	return s.update(func(tx *tx) error {
		st, err := must[Staff](tx, "staff", id)
		if err != nil {
			return err
		}
		st.Password = hash
		if err := errors.Join(putStaff(tx, st), endSessions(tx, id)); err != nil {
			return err
		}
		return audit(tx, actor, actStaffReset, id)
	})
}

// EndStaff closes an account today: its sessions end at once and its login stays taken, because records name it. The last
// administrator stays.
func (s *Store) EndStaff(actor Actor, id string) error {
	return s.update(func(tx *tx) error {
		if err := actor.may(RoleAdmin); err != nil {
			return err
		}
		st, err := must[Staff](tx, "staff", id)
		if err != nil {
			return err
		}
		if !st.active(tx.day) {
			return nil
		}
		st.Left = tx.day
		if err := putStaff(tx, st); err != nil {
			return err
		}
		if admin, err := hasAdmin(tx); err != nil || !admin {
			return cmp.Or(err, error(ErrLastAdmin))
		}
		if err := endSessions(tx, id); err != nil {
			return err
		}
		if _, err := displace(tx, actor, tx.day, tx.day.Add(maxAway), "", func(_ *calendar, b Booking) bool { return b.Counselor == id }); err != nil {
			return err
		}
		return audit(tx, actor, actStaffEnd, id)
	})
}

func endSessions(tx *tx, staff string) error {
	return expire(tx, "session", func(ses Session) bool { return ses.Staff == staff })
}

// AllStaff lists the accounts, without their password hashes.
func (s *Store) AllStaff(actor Actor) (all []Staff, err error) {
	err = s.view(func(tx *tx) error {
		if err := actor.may(RoleAdmin); err != nil {
			return err
		}
		return each(tx, "staff", kv.Range{}, func(_ string, st Staff) error {
			st.Password = ""
			all = append(all, st)
			return nil
		})
	})
	return all, err
}

// OfferSetup returns the token of the one-time link that makes the first administrator, or "" when there is one already.
// Each call ends the life of the link before.
func (s *Store) OfferSetup() (token string, err error) {
	fresh := randomID()
	err = s.update(func(tx *tx) error {
		token = ""
		founded, err := hasAdmin(tx)
		if err != nil || founded {
			return err
		}
		token = fresh
		return put(tx, "meta", "setup", hashOf(fresh))
	})
	return token, err
}

func hasAdmin(tx *tx) (found bool, err error) {
	err = each(tx, "staff", kv.Range{}, func(_ string, st Staff) error {
		if st.Has(RoleAdmin) && st.active(tx.day) {
			found = true
			return kv.ErrStop
		}
		return nil
	})
	return found, err
}

// SetupOpen reports whether the token is the living set-up link.
func (s *Store) SetupOpen(token string) error {
	return s.view(func(tx *tx) error { return setupOpen(tx, token) })
}

func setupOpen(tx *tx, token string) error {
	hash, found, err := get[string](tx, "meta", "setup")
	if err == nil && (!found || hash != hashOf(token)) {
		err = ErrSetup
	}
	return err
}

// SetUp names the school and makes its first administrator; the link is dead afterwards.
func (s *Store) SetUp(token, schoolName string, st Staff, password string) (Actor, error) {
	if err := s.SetupOpen(token); err != nil { // before the slow hash: strangers must not be able to order one
		return Actor{}, err
	}
	st.Login = strings.ToLower(strings.TrimSpace(st.Login))
	st.Roles = []Role{RoleAdmin}
	if !validName(schoolName) {
		return Actor{}, ErrName
	}
	if err := cmp.Or(st.Validate(), checkPassword(password)); err != nil {
		return Actor{}, err
	}
	st.Password = seal.HashPassword(password)
	err := s.update(func(tx *tx) error {
		if err := setupOpen(tx, token); err != nil {
			return err
		}
		school, err := must[School](tx, "setting", "school")
		if err != nil {
			return err
		}
		school.Name = schoolName
		if err := putSchool(tx, school); err != nil {
			return err
		}
		if st, err = addStaff(tx, st); err != nil {
			return err
		}
		if err := audit(tx, Actor{Staff: st}, actSetup, st.ID); err != nil {
			return err
		}
		return tx.Delete("meta", "setup")
	})
	return Actor{Staff: st}, err
}

// staffName is for pages that name a colleague.
func staffName(tx *tx, id string) (string, error) {
	st, _, err := get[Staff](tx, "staff", id)
	return st.Name, err
}
