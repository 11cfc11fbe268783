package store

// Tidy deletes what has run out, and gives those in the waiting line what a new day has opened. It is called at the start
// and every hour.
func (s *Store) Tidy() error {
	return s.update(func(tx *Tx) error {
		if err := tidyAccess(tx); err != nil {
			return err
		}
		return promote(tx)
	})
}
