// Package roster is the children: a file each, 一人一档, with family, care, bed, card and photo; lists in and out, the step
// into a new year, the round of checking contact cards, and the tasks of class teachers.
//
// # Schema
//
//	bucket          key                                  value, and who maintains it
//	meta            rollover                             Day of the last step into a new school year (RollOver)
//	meta            rollover-undo                        RolloverUndo: the way back from it
//	child           <child>                              Child (PutChild)
//	bed             <building>/<room>/<bed>/<child>      index of children by place (PutChild)
//	class           <class>/<child>                      index of children by class (PutChild)
//	identity        <child>                              identity number, sealed with the key file (putIdentity)
//	photo           <random>                             picture of a child, JPEG
//	undo            import                               ImportUndo: the way back from the last one
//	task            <n>                                  Task for a class teacher (putTask)
//	task-open       <child>/<n>                          index of open tasks (putTask)
//	meta            child-seq                            int, the last number given out
//	meta            task-seq                             int, the last number given out
package roster

import (
	"slices"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

// Room is the children: their files, cards and lists. Its methods may be called from any goroutine; each is one
// transaction, but for those that list many files (Listing, Verification, Export): they go by the kept files, which have
// a transaction of their own, begun only after their version was read; what changes between two reads is in the next
// list. Who may see a child is asked in one place (sees), who may change a field in another (mayWrite); both are of this
// package, so that a page cannot widen them.
type Room struct {
	school.Deaf
	school *school.School
	kept   keptRoster
}

// New returns the room on its ground.
func New(s *school.School) *Room { return &Room{school: s} }

// RoleLost ends the pairings of a colleague who has none left of the roles that may be paired.
func (r *Room) RoleLost(tx *school.Tx, by school.Actor, staff string, role school.Role) error {
	if !slices.Contains(mentorRoles, role) {
		return nil
	}
	if st, err := school.StaffOf(tx, staff); err != nil || st.Has(mentorRoles...) {
		return err
	}
	return r.StaffLeft(tx, by, staff)
}

// StaffLeft ends the pairings of a colleague who left, with a trace in each child's file.
func (*Room) StaffLeft(tx *school.Tx, by school.Actor, staff string) error {
	var paired []Child // a scan must not write under its own feet
	if err := childRows.Each(tx, kv.Range{}, func(_ string, c Child) error {
		if slices.Contains(c.Mentors, staff) {
			paired = append(paired, c)
		}
		return nil
	}); err != nil || len(paired) == 0 {
		return err
	}
	n, err := namesOf(tx)
	if err != nil {
		return err
	}
	if n.staff[staff], err = school.StaffName(tx, staff); err != nil { // the trace names whom the list of today leaves out
		return err
	}
	for _, c := range paired {
		old := c
		c.Mentors = slices.DeleteFunc(slices.Clone(c.Mentors), func(id string) bool { return id == staff })
		if _, err := writeFile(tx, by, n, old, c, whyMentor); err != nil {
			return err
		}
	}
	return nil
}
