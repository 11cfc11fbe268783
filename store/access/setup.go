package access

import (
	"cmp"
	"strings"

	"zhixinwu/store/school"
	"zhixinwu/store/seal"
)

// setupLink is set while nobody administrates the school; SetUp takes it away for good.
const setupLink school.Cell[string] = "setup"

// OfferSetup returns the token of the one-time link that makes the first administrator, or "" when there is one
// already. Each call ends the life of the link before: the one on the server's screen is the one that works.
func (s *Room) OfferSetup() (token string, err error) {
	fresh := school.RandomID()
	err = s.school.Update(func(tx *school.Tx) error {
		token = ""
		founded, err := hasAdmin(tx)
		if err != nil || founded {
			return err
		}
		token = fresh
		return setupLink.Put(tx, school.HashOf(fresh))
	})
	return token, err
}

// SetupOpen reports whether the token is the living set-up link; otherwise ErrSetup.
func (s *Room) SetupOpen(token string) error {
	return s.school.View(func(tx *school.Tx) error { return setupOpen(tx, token) })
}

func setupOpen(tx *school.Tx, token string) error {
	hash, found, err := setupLink.Get(tx)
	if err == nil && (!found || hash != school.HashOf(token)) {
		err = ErrSetup
	}
	return err
}

// SetUp names the school and makes its first administrator; the link is dead afterwards. Of two browsers with the
// link, one founds the school and the other gets ErrSetup.
func (s *Room) SetUp(token, schoolName string, st school.Staff, password string) (school.Actor, error) {
	if err := s.SetupOpen(token); err != nil { // before the slow hash: strangers must not be able to order one
		return school.Actor{}, err
	}
	st.Login = strings.ToLower(strings.TrimSpace(st.Login))
	st.Roles = []school.Role{school.RoleAdmin}
	if !school.ValidName(schoolName) {
		return school.Actor{}, school.ErrName
	}
	if err := cmp.Or(st.Validate(), checkPassword(password)); err != nil {
		return school.Actor{}, err
	}
	st.Password = seal.HashPassword(password)
	err := s.school.Update(func(tx *school.Tx) error {
		if err := setupOpen(tx, token); err != nil {
			return err
		}
		settings := tx.Settings
		settings.Name = schoolName
		if err := school.PutSettings(tx, settings); err != nil {
			return err
		}
		added, err := addStaff(tx, st)
		if err != nil {
			return err
		}
		st = added
		if err := school.Record(tx, school.Actor{Staff: st}, actSetup, st.ID); err != nil {
			return err
		}
		return setupLink.Delete(tx)
	})
	return school.Actor{Staff: st}, err
}
