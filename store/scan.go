package store

import (
	"zhixinwu/store/heart"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

// Scan signs a child in by the code of its card, as typed. A rescan changes nothing. Every scan is a row on the disk
// before it is answered: the dorm asks where a child was last seen.
func (s *Store) Scan(at school.Device, typed string) (roster.Child, visit.Signin, error) {
	var child roster.Child
	var signin visit.Signin
	code, err := visit.ParseCode(typed)
	if err != nil {
		return child, signin, err
	}
	err = s.Update(func(tx *school.Tx) error {
		if child, err = roster.ChildOfCard(tx, code); err != nil {
			return err
		}
		last, found, err := visit.LastSignin(tx, tx.Day, child.ID)
		if err != nil {
			return err
		}
		if found && last.Device == at.ID && tx.Now.Sub(last.At) < visit.Rescan {
			signin = last
			return nil
		}
		signin = visit.Signin{At: tx.Now, Child: child.ID, Device: at.ID, Place: at.Place, Roll: at.Has(school.OfferRoll)}
		if at.Has(school.OfferArrive) {
			if signin.Door, err = heart.Arrive(tx, child.ID); err != nil {
				return err
			}
		}
		return visit.PutSignin(tx, child.Bed.Building, signin)
	})
	return child, signin, err
}
