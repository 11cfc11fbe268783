package roster

import (
	"zhixinwu/store/school"
	"zhixinwu/store/seal"
)

const identities school.Raw = "identity"

// identityKey opens the identity numbers. It derives from the key file, so the data file alone does not tell them.
// Unlike letters and notes, whoever has both files can open them: the office must, without a passphrase.
func identityKey(tx *school.Tx) seal.Key { return seal.KeyFrom(tx.Derive("identity")) }

// putIdentity keeps a number, sealed to its child's file.
func putIdentity(tx *school.Tx, child, id string) error {
	sealed, err := seal.Seal(identityKey(tx).Public(), "identity/"+child, []byte(id))
	if err != nil {
		return err
	}
	return identities.Put(tx, child, sealed)
}

// Identity shows a child's identity number to the office, which leaves an audit row. school.ErrNotFound if none is
// kept.
func (s *Room) Identity(actor school.Actor, child string) (id string, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleOffice); err != nil {
			return err
		}
		sealed, err := identities.Get(tx, child)
		if err != nil {
			return err
		}
		if sealed == nil {
			return school.ErrNotFound
		}
		plain, err := identityKey(tx).Open("identity/"+child, sealed)
		if err != nil {
			return err
		}
		id = string(plain)
		return school.Record(tx, actor, actIdentity, child)
	})
	return id, err
}
