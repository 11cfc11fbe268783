package store

import (
	"cmp"
	"strings"

	"zhixinwu/store/seal"
)

const setupLink Cell[string] = "setup"

// OfferSetup returns the token of the one-time link that makes the first administrator, or "" when there is one already.
// Each call ends the life of the link before.
func (s *Store) OfferSetup() (token string, err error) {
	fresh := randomID()
	err = s.update(func(tx *Tx) error {
		token = ""
		founded, err := hasAdmin(tx)
		if err != nil || founded {
			return err
		}
		token = fresh
		return setupLink.Put(tx, hashOf(fresh))
	})
	return token, err
}

// SetupOpen reports whether the token is the living set-up link.
func (s *Store) SetupOpen(token string) error {
	return s.view(func(tx *Tx) error { return setupOpen(tx, token) })
}

func setupOpen(tx *Tx, token string) error {
	hash, found, err := setupLink.Get(tx)
	if err == nil && (!found || hash != hashOf(token)) {
		err = ErrSetup
	}
	return err
}

// SetUp names the school and makes its first administrator; the link is dead afterwards.
func (s *Store) SetUp(token, schoolName string, st Staff, password string) (Actor, error) {
	if err := s.SetupOpen(token); err != nil { // before the slow hash: strangers must not be able to order one
		return Actor{}, err
	}
	st.Login = strings.ToLower(strings.TrimSpace(st.Login))
	st.Roles = []Role{RoleAdmin}
	if !validName(schoolName) {
		return Actor{}, ErrName
	}
	if err := cmp.Or(st.Validate(), checkPassword(password)); err != nil {
		return Actor{}, err
	}
	st.Password = seal.HashPassword(password)
	err := s.update(func(tx *Tx) error {
		if err := setupOpen(tx, token); err != nil {
			return err
		}
		school := tx.Settings
		school.Name = schoolName
		if err := putSchool(tx, school); err != nil {
			return err
		}
		added, err := addStaff(tx, st)
		if err != nil {
			return err
		}
		st = added
		if err := audit(tx, Actor{Staff: st}, actSetup, st.ID); err != nil {
			return err
		}
		return setupLink.Delete(tx)
	})
	return Actor{Staff: st}, err
}
