package store

import (
	"zhixinwu/store/access"
	"zhixinwu/store/heart"
)

// Tidy deletes what has run out.
func (s *Store) Tidy() error { return s.Update(access.Tidy) }

// Promote gives those in the waiting line what a new day has opened.
func (s *Store) Promote() error { return s.Update(heart.Promote) }
