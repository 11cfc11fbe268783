package store

import (
	"zhixinwu/store/access"
	"zhixinwu/store/heart"
)

// Tidy deletes what has run out. Missed once or done twice is the same, because it goes by the clock and not by how
// often it ran; so does Promote.
func (s *Store) Tidy() error { return s.Update(access.Tidy) }

// Promote gives those in the waiting line what a new day has opened.
func (s *Store) Promote() error { return s.Update(heart.Promote) }
