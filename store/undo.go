package store

import (
	"zhixinwu/store/heart"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
)

// UndoImport takes the last import back, see roster.UndoImport. A new child of whom 知心屋 has something stays: a talk or a
// note of nobody could not be shown. The other rooms know a child by its scan, or by a row in the audit, which the roster
// sees itself.
func (s *Store) UndoImport(actor school.Actor) (undone, left int, err error) {
	err = s.Update(func(tx *school.Tx) error {
		undone, left, err = roster.UndoImport(tx, actor, func(child string) (bool, error) { return heart.Knows(tx, child) })
		return err
	})
	return undone, left, err
}
