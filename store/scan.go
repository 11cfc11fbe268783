package store

import (
	"zhixinwu/store/heart"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

// Scanned is what a card has just done: who stands there, and what waits for the child.
type Scanned struct {
	Child  roster.Child
	Signin visit.Signin
	Menu   Menu
}

// Scan signs a child in by the code of its card, as typed. A rescan changes nothing. Every scan is a row on the disk
// before it is answered: the dorm asks where a child was last seen. The errors are those of visit.ParseCode and
// roster.ChildOfCard; with any of them nothing is written, not even that a card was tried.
func (s *Store) Scan(at school.Device, typed string) (sc Scanned, err error) {
	code, err := visit.ParseCode(typed)
	if err != nil {
		return sc, err
	}
	err = s.Update(func(tx *school.Tx) error {
		sc = Scanned{}
		if sc.Child, err = roster.ChildOfCard(tx, code); err != nil {
			return err
		}
		if sc.Signin, err = signIn(tx, at, sc.Child); err != nil {
			return err
		}
		sc.Menu, err = menuOf(tx, at, sc.Child.ID)
		return err
	})
	return sc, err
}

// signIn files a scan, and at the door of 知心屋 marks the talk that the child has come for. The same card at the same
// device within visit.Rescan is the same scan: scanners read twice, and children hold a card longer than they think.
func signIn(tx *school.Tx, at school.Device, c roster.Child) (si visit.Signin, err error) {
	last, found, err := visit.LastSignin(tx, tx.Day, c.ID)
	if err != nil || found && last.Device == at.ID && tx.Now.Sub(last.At) < visit.Rescan {
		return last, err
	}
	si = visit.Signin{At: tx.Now, Child: c.ID, Device: at.ID, Place: at.Place, Roll: at.Has(school.OfferRoll)}
	if at.Has(school.OfferArrive) {
		if si.Door, err = heart.Arrive(tx, c.ID); err != nil {
			return si, err
		}
	}
	return si, visit.PutSignin(tx, c.Bed.Building, si)
}
