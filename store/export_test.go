package store

// ChangeNumber gives a relative another number, as the page of the child's file does.
func (s *Store) ChangeNumber(child, relation, number string) error {
	return s.update(func(tx *tx) error {
		c, err := must[Child](tx, "child", child)
		if err != nil {
			return err
		}
		r := c.relative(relation)
		r.setNumbers([]string{number})
		c.setRelative(r)
		return putChild(tx, c)
	})
}
