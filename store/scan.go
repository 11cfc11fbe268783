package store

// Scan signs a child in by the code of its card, as typed. A rescan changes nothing. Every scan is a row on the disk
// before it is answered: the dorm asks where a child was last seen.
func (s *Store) Scan(at Device, typed string) (Child, Signin, error) {
	var child Child
	var signin Signin
	code, err := ParseCode(typed)
	if err != nil {
		return child, signin, err
	}
	err = s.update(func(tx *Tx) error {
		if child, err = childOfCard(tx, code); err != nil {
			return err
		}
		last, found, err := lastSignin(tx, tx.Day, child.ID)
		if err != nil {
			return err
		}
		if found && last.Device == at.ID && tx.Now.Sub(last.At) < rescan {
			signin = last
			return nil
		}
		signin = Signin{At: tx.Now, Child: child.ID, Device: at.ID, Place: at.Place, Roll: at.Has(OfferRoll)}
		if at.Has(OfferArrive) {
			if signin.Door, err = arrive(tx, child.ID); err != nil {
				return err
			}
		}
		return putSignin(tx, child.Bed.Building, signin)
	})
	return child, signin, err
}
