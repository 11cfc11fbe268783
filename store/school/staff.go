package school

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"zhixinwu/store/kv"
)

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
	Revision  int `json:",omitempty"` // counts the changes of its duties and their scope, see Change
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

// Nameplate is the account without the hashes of its password and PIN, for whoever lists colleagues.
func (st Staff) Nameplate() Staff {
	st.Password, st.PIN = "", ""
	return st
}

// Has reports whether the member of staff has one of the roles.
func (st Staff) Has(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(st.Roles, r) })
}

// HasClass reports whether a class is in the scope of the account.
func (st Staff) HasClass(c Class) bool { return slices.Contains(st.Classes, c) }

// HasBuilding reports the same of a dormitory.
func (st Staff) HasBuilding(id string) bool { return slices.Contains(st.Buildings, id) }

// HasRoom reports the same of a room in it; without Rooms a building is in the scope whole.
func (st Staff) HasRoom(room string) bool {
	return len(st.Rooms) == 0 || slices.ContainsFunc(st.Rooms, func(r string) bool { return strings.HasPrefix(room, r) })
}

// Active reports whether the account has not ended by a day.
func (st Staff) Active(on Day) bool { return st.Left == "" || on < st.Left }

// Home is the role whose page comes first.
func (st Staff) Home() Role { return firstRole(st.Roles) }
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
	if !ValidName(st.Name) {
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

// May refuses an actor who has none of the roles.
func (a Actor) May(roles ...Role) error {
	if a.Staff.Has(roles...) {
		return nil
	}
	return ErrForbidden
}

// StaffName is for pages that name a colleague.
func StaffName(tx *Tx, id string) (string, error) {
	st, _, err := staffRows.Get(tx, id)
	return st.Name, err
}

// StaffOf returns an account that another row promises, or ErrNotFound.
func StaffOf(tx *Tx, id string) (Staff, error) { return staffRows.Must(tx, id) }

// FindStaff returns one that may not be there.
func FindStaff(tx *Tx, id string) (Staff, bool, error) { return staffRows.Get(tx, id) }

// EachStaff calls fn for every account, ended ones too, by id; kv.ErrStop ends it.
func EachStaff(tx *Tx, fn func(Staff) error) error {
	return staffRows.Each(tx, kv.Range{}, func(_ string, st Staff) error { return fn(st) })
}

// staffParts are an account's duties and their scope, as the fields of its form.
func staffParts(tx *Tx) ([]Part[Staff], error) {
	buildings, err := Buildings(tx)
	names := map[string]string{}
	for _, b := range buildings {
		names[b.ID] = b.Name
	}
	return []Part[Staff]{
		{"name", func(st Staff) string { return st.Name }, func(into *Staff, st Staff) { into.Name = st.Name }},
		{"roles", func(st Staff) string { return chosen(Roles, st.Roles) },
			func(into *Staff, st Staff) { into.Roles = st.Roles }},
		{"classes", func(st Staff) string { return joined(st.Classes, Class.String) },
			func(into *Staff, st Staff) { into.Classes = st.Classes }},
		{"buildings", func(st Staff) string {
			return joined(slices.Sorted(slices.Values(st.Buildings)), func(id string) string { return names[id] })
		},
			func(into *Staff, st Staff) { into.Buildings = st.Buildings }},
		{"rooms", func(st Staff) string { return strings.Join(st.Rooms, "、") }, func(into *Staff, st Staff) { into.Rooms = st.Rooms }},
	}, err
}

// chosen writes what was chosen of a list in the order of the list: in which order it was ticked is no difference.
func chosen[T ~string](list, of []T) string {
	return joined(slices.DeleteFunc(slices.Clone(list), func(v T) bool { return !slices.Contains(of, v) }),
		func(v T) string { return string(v) })
}

func joined[T any](all []T, write func(T) string) string {
	var words []string
	for _, v := range all {
		words = append(words, write(v))
	}
	return strings.Join(words, "、")
}

// MergeStaff brings an edit of an account up to what the account is now, see Merge. What is Stale goes back to a page, and is
// a nameplate.
func MergeStaff(tx *Tx, now, mine Staff) (Staff, error) {
	parts, err := staffParts(tx)
	if err != nil {
		return now, err
	}
	merged, err := Merge(tx, staffSubject(now.ID), parts, now, now.Revision, mine, mine.Revision)
	if stale, is := errors.AsType[*Stale[Staff]](err); is {
		stale.Mine = stale.Mine.Nameplate()
	}
	return merged, err
}

// EditStaff stores an account with other duties or another scope, and the trace of it. A scope goes with its duty, or it
// would lie in wait for whoever gives the duty back. Then the rooms are told of each duty that is gone, as of an account that
// ended.
func EditStaff(tx *Tx, actor Actor, old, fresh Staff) error {
	parts, err := staffParts(tx)
	if err != nil {
		return err
	}
	fresh.Revision = old.Revision + 1
	if !fresh.Has(RoleTeacher) {
		fresh.Classes = nil
	}
	if !fresh.Has(RoleDorm) {
		fresh.Buildings, fresh.Rooms = nil, nil
	}
	if changed, err := PutEdit(tx, actor, staffSubject(old.ID), parts, old, fresh, fresh.Revision); err != nil || !changed {
		return err
	}
	if err := PutStaff(tx, fresh); err != nil {
		return err
	}
	for _, role := range old.Roles {
		if fresh.Has(role) {
			continue
		}
		if err := tx.Tell(func(f Follower) error { return f.RoleLost(tx, actor, old.ID, role) }); err != nil {
			return err
		}
	}
	return nil
}

func staffSubject(id string) string { return "staff/" + id }

// PutStaff stores an account; its login's index is for whoever opens accounts.
func PutStaff(tx *Tx, st Staff) error { return staffRows.Put(tx, st.ID, st) }
