package store

import (
	"zhixinwu/store/access"
	"zhixinwu/store/heart"
	"zhixinwu/store/school"
)

// Tidy deletes what has run out, and gives those in the waiting line what a new day has opened. It is called at the
// start and every hour; missed once or done twice is the same, because it goes by the clock and not by how often it
// ran.
func (s *Store) Tidy() error {
	return s.Update(func(tx *school.Tx) error {
		if err := access.Tidy(tx); err != nil {
			return err
		}
		return heart.Promote(tx)
	})
}
