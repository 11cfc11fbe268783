package store

import (
	"slices"

	"zhixinwu/store/kv"
)

// rosterRoom is the children.
type rosterRoom struct{ Deaf }

// StaffLeft ends the pairings of a colleague who left, with a trace in each child's file.
func (rosterRoom) StaffLeft(tx *Tx, by Actor, staff string) error {
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
	if n.staff[staff], err = staffName(tx, staff); err != nil { // the trace names whom the list of today leaves out
		return err
	}
	for _, c := range paired {
		old := c
		c.Mentors = slices.DeleteFunc(slices.Clone(c.Mentors), func(id string) bool { return id == staff })
		if _, err := writeFile(tx, by, n, old, c, "mentor.left"); err != nil {
			return err
		}
	}
	return nil
}
