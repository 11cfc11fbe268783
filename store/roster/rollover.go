package roster

import (
	"slices"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

const rolloverUndo school.Cell[RolloverUndo] = "rollover-undo"
const rolledOver school.Cell[school.Day] = "rollover"

// Rollover is the step into a new school year: every class moves up by a grade, and the top grade graduates.
//
//	due → done    RollOver, for all children at once; not again within half a year
//	done → due    UndoRollover, until the next one
type Rollover struct {
	Classes  []ClassMove
	Teachers []TeacherMove
	Children int        // at school; each of them is in exactly one of Classes
	Done     school.Day // of the last one, which can be undone; empty if none
	Undo     bool
	Recent   bool // the last one is less than half a year ago
}

// ClassMove is what becomes of one class.
type ClassMove struct {
	From, To school.Class // To is the zero Class for one that graduates
	Children int
}

// TeacherMove is a class teacher who goes along with the class.
type TeacherMove struct {
	Staff    string
	Name     string
	From, To []school.Class
}

// RolloverUndo is what leads back to before the last rollover.
type RolloverUndo struct {
	Day      school.Day
	Children []childUndo
	Staff    []TeacherMove
}

type childUndo struct {
	ID        string
	Class, To school.Class // the same for one that graduated
	Bed       Bed          `json:",omitzero"`
	Boards    Boarding     `json:",omitempty"`
}

// halfYear is how soon after a rollover another one is taken for a slip.
const halfYear = 183

// PlanRollover shows what the step would do, and changes nothing.
func (s *Room) PlanRollover(actor school.Actor) (r Rollover, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleOffice); err != nil {
			return err
		}
		r, _, err = planRollover(tx)
		return err
	})
	return r, err
}

// planRollover counts the classes as they are and where each goes, and returns the children who are here. It reads
// the files and not the index of classes: what is moved is what was counted. Of the teachers it lists those with
// classes; who has a class of the top grade goes on without it.
func planRollover(tx *school.Tx) (r Rollover, here []Child, err error) {
	counts := map[school.Class]int{}
	if err := childRows.Each(tx, kv.Range{}, func(_ string, c Child) error {
		if c.Here(tx.Day) {
			here = append(here, c)
			counts[c.Class]++
		}
		return nil
	}); err != nil {
		return r, nil, err
	}
	top := tx.Settings.Rule(school.RuleTopGrade)
	for class, n := range counts {
		r.Classes = append(r.Classes, ClassMove{class, class.Next(top), n})
	}
	slices.SortFunc(r.Classes, func(a, b ClassMove) int { return (a.From.Grade-b.From.Grade)*100 + a.From.Number - b.From.Number })
	r.Children = len(here)
	if err := school.EachStaff(tx, func(st school.Staff) error {
		if !st.Active(tx.Day) || !st.Has(school.RoleTeacher) || len(st.Classes) == 0 {
			return nil
		}
		m := TeacherMove{Staff: st.ID, Name: st.Name, From: st.Classes}
		for _, c := range st.Classes {
			if to := c.Next(top); to != (school.Class{}) {
				m.To = append(m.To, to)
			}
		}
		r.Teachers = append(r.Teachers, m)
		return nil
	}); err != nil {
		return r, nil, err
	}
	undo, found, err := rolloverUndo.Get(tx)
	if err != nil {
		return r, nil, err
	}
	last, _, err := rolledOver.Get(tx)
	r.Done, r.Undo, r.Recent = last, found && undo.Day == last, last != "" && tx.Day < last.Add(halfYear)
	return r, here, err
}

// RollOver carries the step out for all children in one transaction. children is how many the actor was shown:
// another number is ErrStale. Within half a year of the last one it is ErrRolledOver: twice in a September would lose
// a year's classes. With along, class teachers move up with their classes. Graduates leave today and give their beds
// back; the way back is kept until the next step.
func (s *Room) RollOver(actor school.Actor, children int, along bool) (r Rollover, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleOffice); err != nil {
			return err
		}
		plan, here, err := planRollover(tx)
		if err != nil {
			return err
		}
		if plan.Recent {
			return ErrRolledOver
		}
		if plan.Children != children {
			return school.ErrStale
		}
		r = plan
		undo := RolloverUndo{Day: tx.Day}
		var graduates []Child
		for _, old := range here {
			c := old
			if c.Class = old.Class.Next(tx.Settings.Rule(school.RuleTopGrade)); c.Class == (school.Class{}) {
				c.Class, c.Left, c.LeftWhy, c.Bed, c.Boards = old.Class, tx.Day, Graduated, Bed{}, GoesHome
				graduates = append(graduates, c)
			}
			undo.Children = append(undo.Children, childUndo{c.ID, old.Class, c.Class, old.Bed, old.Boards})
			if err := moveUp(tx, actor, old, c, whyRollover); err != nil {
				return err
			}
		}
		for _, c := range graduates { // once all have left: what one leaves free must not be given to the next
			if err := tellLeaves(tx, actor, c); err != nil {
				return err
			}
		}
		if along {
			for _, m := range plan.Teachers {
				if err := moveTeacher(tx, actor, m.Staff, m.To); err != nil {
					return err
				}
			}
			undo.Staff = plan.Teachers
		}
		if err := school.Record(tx, actor, actRollover, ""); err != nil {
			return err
		}
		if err := rolledOver.Put(tx, tx.Day); err != nil {
			return err
		}
		return rolloverUndo.Put(tx, undo)
	})
	return r, err
}

// moveUp stores one child's step with its trace; the audit has one row for the whole step. Of a departure the rooms are told
// by whoever takes the step.
func moveUp(tx *school.Tx, actor school.Actor, old, c Child, why string) error {
	c.Revision = old.Revision + 1
	fields := school.Differences(old.status(), c.status())
	if old.Class != c.Class {
		class := school.FieldChange{Field: "class", From: old.Class.String(), To: c.Class.String()}
		fields = append([]school.FieldChange{class}, fields...)
	}
	change := school.Change{At: tx.Now, Staff: actor.ID(), Why: why, Fields: fields}
	if err := school.PutChange(tx, c.subject(), c.Revision, change); err != nil {
		return err
	}
	_, err := storeChild(tx, c)
	return err
}

func moveTeacher(tx *school.Tx, actor school.Actor, staff string, classes []school.Class) error {
	old, err := school.StaffOf(tx, staff)
	if err != nil {
		return err
	}
	st := old
	st.Classes = classes
	return school.EditStaff(tx, actor, old, st) // the login stays
}

// UndoRollover takes the last step back for every child who still stands where it put it, and returns how many it
// left because somebody has moved them since.
//
// Graduates come back with bed and boarding as they were, unless another child sleeps there by now; teachers get
// their classes of before, whatever they were given since. Done once, a new step is possible on the same day.
// school.ErrNotFound without one to undo.
func (s *Room) UndoRollover(actor school.Actor) (left int, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		left = 0
		if err := actor.May(school.RoleOffice); err != nil {
			return err
		}
		undo, found, err := rolloverUndo.Get(tx)
		if err == nil && !found {
			err = school.ErrNotFound
		}
		if err != nil {
			return err
		}
		for _, u := range undo.Children {
			old, err := childRows.Must(tx, u.ID)
			if err != nil {
				return err
			}
			graduated := old.LeftWhy == Graduated && old.Left == undo.Day
			if old.Class != u.To || old.Erased.Day != "" || graduated != (u.Class == u.To) {
				left++
				continue
			}
			c := old
			c.Class = u.Class
			if graduated {
				c.Left, c.LeftWhy, c.Bed, c.Boards = "", "", u.Bed, u.Boards
				if err := yieldBed(tx, &c); err != nil {
					return err
				}
			}
			if err := moveUp(tx, actor, old, c, whyUndo); err != nil {
				return err
			}
		}
		for _, m := range undo.Staff {
			if err := moveTeacher(tx, actor, m.Staff, m.From); err != nil {
				return err
			}
		}
		if err := school.Record(tx, actor, actRolloverUndo, ""); err != nil {
			return err
		}
		if err := rolledOver.Delete(tx); err != nil {
			return err
		}
		return rolloverUndo.Delete(tx)
	})
	return left, err
}
