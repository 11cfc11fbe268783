package roster

import (
	"cmp"
	"errors"
	"slices"

	"zhixinwu/store/school"
)

// sees refuses an actor who has no business with a child: the office and the head see every file, a class teacher
// those of the own classes and of the children it is paired with.
func sees(a school.Actor, c Child) error {
	if a.May(school.RoleOffice, school.RoleHead) == nil {
		return nil
	}
	if a.Staff.Has(school.RoleTeacher) && (a.Staff.HasClass(c.Class) || slices.Contains(c.Mentors, a.ID())) {
		return nil
	}
	return school.ErrForbidden
}

// mayWrite reports whether the actor may change a field: the office all of them, a teacher of the class what is checked
// with the family.
func mayWrite(a school.Actor, c Child, f Field) bool {
	return a.May(school.RoleOffice) == nil || f.Contact && a.Staff.Has(school.RoleTeacher) && a.Staff.HasClass(c.Class)
}

// File is a child's file as one member of staff sees it.
type File struct {
	Child   Child
	Values  map[string]string // fields as text, by key
	Missing []string          // what the file still lacks: keys of fields, or "phone", "bed", "confirmed"
	Percent int
	Changes []school.NamedChange // the latest first
	ID      bool                 // an identity number is kept, sealed
	mayEdit func(Field) bool
}

// MayEdit reports whether the actor who opened the file may change a field.
func (f File) MayEdit(field Field) bool { return !field.Virtual && f.mayEdit(field) }

// OpenFile shows a child's file, which leaves an audit row: 未成年人网络保护条例 36. A file that is not there is
// school.ErrNotFound to the office and head, and school.ErrForbidden to whoever sees only some.
func (s *Room) OpenFile(actor school.Actor, id string) (f File, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		c, err := childRows.Must(tx, id)
		if err != nil {
			return hide(actor, err)
		}
		if err := sees(actor, c); err != nil {
			return err
		}
		if err := school.Record(tx, actor, actFileRead, id); err != nil {
			return err
		}
		f, err = file(tx, actor, c)
		return err
	})
	return f, err
}

// hide keeps a teacher who guesses numbers from learning which of them exist.
func hide(actor school.Actor, err error) error {
	if errors.Is(err, school.ErrNotFound) && actor.May(school.RoleOffice, school.RoleHead) != nil {
		return school.ErrForbidden
	}
	return err
}

// file puts together what one member of staff sees: the fields as text, what is lacking, the history. It reads no
// more than that, and the identity number not at all; ID says only that one is kept.
func file(tx *school.Tx, actor school.Actor, c Child) (File, error) {
	n, err := namesOf(tx)
	if err != nil {
		return File{}, err
	}
	f := File{Child: c, Values: n.values(c), mayEdit: func(field Field) bool { return mayWrite(actor, c, field) }}
	f.Missing, f.Percent = c.missing(tx.Settings, tx.Day)
	if f.Changes, err = school.NamedChanges(tx, c.subject()); err != nil {
		return f, err
	}
	for _, ch := range f.Changes {
		n.numbers.show(ch.Fields)
	}
	if actor.May(school.RoleOffice) != nil { // the identity number is the office's alone, see Identity
		f.Values["number"] = masked(f.Values["number"])
		for _, ch := range f.Changes {
			eachNumber(ch.Fields, func(text *string) { *text = masked(*text) })
		}
	}
	raw, err := identities.Get(tx, c.ID)
	f.ID = raw != nil
	return f, err
}

func (c Child) subject() string { return "child/" + c.ID }

// Edit is what somebody typed into a file, and the revision they had before their eyes. A field that is not in Values
// was not on the form, and stays.
type Edit struct {
	Revision int
	Values   map[string]string
}

// FieldError is what is wrong with one field of an Edit.
type FieldError struct {
	Field string
	Err   error
}

// Edited is what became of an Edit. With Wrong or Clashes nothing was stored, and Mine is what the actor had changed.
type Edited struct {
	File    File
	Mine    map[string]string
	Wrong   []FieldError
	Clashes []school.Clash
}

// EditFile changes a child's file. Fields that somebody else changed meanwhile and this actor did not are taken as
// they are now; where both changed the same one, nothing is stored and both versions are returned. Fields that the
// actor may not change are ErrForbidden.
//
// The steps: what the form had shown, from the history of changes → for each field typed otherwise: may the actor,
// has somebody else changed it, can it be read → is the bed free → all of it is stored, with its trace, or nothing
// is.
func (s *Room) EditFile(actor school.Actor, id string, e Edit) (done Edited, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		done = Edited{Mine: map[string]string{}}
		old, err := childRows.Must(tx, id)
		if err != nil {
			return hide(actor, err)
		}
		if err := sees(actor, old); err != nil {
			return err
		}
		n, err := namesOf(tx)
		if err != nil {
			return err
		}
		now := n.values(old)
		seen, last, err := school.Since(tx, old.subject(), now, old.Revision, e.Revision)
		if err != nil {
			return err
		}
		seen["number"] = n.numbers.opened(seen["number"])
		c := old
		for _, f := range Fields {
			mine, typed := e.Values[f.Key]
			if !typed || f.Virtual || mine == seen[f.Key] || mine == now[f.Key] {
				continue
			}
			if !mayWrite(actor, old, f) {
				return school.ErrForbidden
			}
			done.Mine[f.Key] = mine
			if theirs := now[f.Key]; theirs != seen[f.Key] {
				ch := last[f.Key]
				done.Clashes = append(done.Clashes, school.Clash{Field: f.Key, Mine: mine, Theirs: theirs, Who: ch.Who, At: ch.At})
				continue
			}
			if err := f.set(n, &c, mine); err != nil {
				done.Wrong = append(done.Wrong, FieldError{f.Key, err})
			}
		}
		if c.Bed != old.Bed {
			if err := bedFree(tx, c); errors.Is(err, ErrBedTaken) {
				done.Wrong = append(done.Wrong, FieldError{"bed", err})
			} else if err != nil {
				return err
			}
		}
		if len(done.Wrong)+len(done.Clashes) > 0 {
			done.File, err = file(tx, actor, old)
			return err
		}
		if c, err = writeFile(tx, actor, n, old, c, school.WhyEdit); err != nil {
			return err
		}
		done.File, err = file(tx, actor, c)
		return err
	})
	return done, err
}

// NewChild opens a file from what was typed, and issues the first card. With wrong fields nothing is stored, and
// wrong has one error a field, so that all of them are mended at once. Name and class are owed; the rest may follow.
func (s *Room) NewChild(actor school.Actor, typed map[string]string) (c Child, wrong []FieldError, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		c, wrong = Child{}, nil
		if err := actor.May(school.RoleOffice); err != nil {
			return err
		}
		n, err := namesOf(tx)
		if err != nil {
			return err
		}
		for _, f := range Fields {
			if s, is := typed[f.Key]; is && (s != "" || f.Key == "name" || f.Key == "class") {
				if err := f.set(n, &c, s); err != nil {
					wrong = append(wrong, FieldError{f.Key, err})
				}
			}
		}
		if err := bedFree(tx, c); errors.Is(err, ErrBedTaken) {
			wrong = append(wrong, FieldError{"bed", err})
		} else if err != nil {
			return err
		}
		if len(wrong) > 0 {
			return nil
		}
		if c, err = addChild(tx, actor, c); err != nil {
			return err
		}
		return school.Record(tx, actor, actChildAdd, c.ID)
	})
	return c, wrong, err
}

// writeFile stores c in the place of old with the trace of what changed; where nothing did, nothing is written.
// Whether the bed is free is for the caller, who may be moving many children at once. Buildings that the reading
// found are founded here; Touched moves only when a field of the contact card did.
func writeFile(tx *school.Tx, actor school.Actor, n *names, old, c Child, why string) (Child, error) {
	if err := c.Validate(); err != nil {
		return old, err
	}
	for _, b := range n.fresh {
		if err := school.PutBuilding(tx, b); err != nil {
			return old, err
		}
	}
	n.fresh = nil
	fields := school.Differences(n.values(old), n.values(c))
	fields = append(fields, school.Differences(old.status(), c.status())...)
	if len(fields) == 0 {
		return old, nil
	}
	if slices.ContainsFunc(fields, func(ch school.FieldChange) bool { f, _ := FieldOf(ch.Field); return f.Contact }) {
		c.Touched = tx.Day
	}
	c.Revision = old.Revision + 1
	n.numbers.hide(fields)
	change := school.Change{At: tx.Now, Staff: actor.ID(), Why: why, Fields: fields}
	if err := school.PutChange(tx, c.subject(), c.Revision, change); err != nil {
		return old, err
	}
	if err := school.Record(tx, actor, actFileEdit, c.ID); err != nil {
		return old, err
	}
	return c, PutChild(tx, actor, c)
}

// status are the parts of a file that are not fields of a list.
func (c Child) status() map[string]string {
	return map[string]string{"left": string(c.Left), "left.why": string(c.LeftWhy), "confirmed": string(c.Confirmed), "photo": c.Photo}
}

// changeStatus is an edit of one child that no form field carries: it asks for one of the roles and for the child,
// applies change, and leaves the same trace as EditFile.
func (s *Room) changeStatus(actor school.Actor, id, why string, change func(*school.Tx, *Child) error, roles ...school.Role) error {
	return s.school.Update(func(tx *school.Tx) error {
		old, err := childRows.Must(tx, id)
		if err != nil {
			return hide(actor, err)
		}
		if err := cmp.Or(actor.May(roles...), sees(actor, old)); err != nil {
			return err
		}
		c := old
		if err := change(tx, &c); err != nil {
			return err
		}
		n, err := namesOf(tx)
		if err != nil {
			return err
		}
		_, err = writeFile(tx, actor, n, old, c, why)
		return err
	})
}

// DepartChild closes a file on the given day, which may lie ahead: the card answers so from then on, and the rooms
// free what the child would have held. More than a year ahead is ErrFar: a slip in the year.
func (s *Room) DepartChild(actor school.Actor, id string, day school.Day) error {
	return s.changeStatus(actor, id, whyDepart, func(tx *school.Tx, c *Child) error {
		if _, err := school.ParseDay(string(day)); err != nil {
			return err
		}
		if day > tx.Day.Add(366) {
			return ErrFar
		}
		c.Left, c.LeftWhy = day, LeftSchool
		return nil
	}, school.RoleOffice)
}

// ReturnChild opens a closed file again; the card that was valid then is valid again. The bed is the child's unless another
// has it by now.
func (s *Room) ReturnChild(actor school.Actor, id string) error {
	return s.changeStatus(actor, id, whyReturn, func(tx *school.Tx, c *Child) error {
		c.Left, c.LeftWhy = "", ""
		return yieldBed(tx, c)
	}, school.RoleOffice)
}

// ConfirmChild records that the contact card was checked with the family today (三官桥中学总结: 每学期初…重新核对). Whatever
// had changed was edited before.
func (s *Room) ConfirmChild(actor school.Actor, id string) error {
	return s.changeStatus(actor, id, whyConfirm, func(tx *school.Tx, c *Child) error {
		c.Confirmed = tx.Day
		return nil
	}, school.RoleOffice, school.RoleTeacher)
}
