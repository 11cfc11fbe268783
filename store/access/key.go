package access

import (
	"errors"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
	"zhixinwu/store/seal"
)

const staffKeys school.Bucket[StaffKey] = "staff-key"

// StaffKey is a counselor's own key, which opens the counselor's share of the mailbox and of each notebook. The private half
// exists only under the passphrase: forgotten, it is lost with what it alone could open.
type StaffKey struct {
	Public []byte
	Locked seal.Locked
}

// NewStaffKey makes a key under a passphrase of 8 to 128 characters that is not among the first guesses, else
// ErrPassphraseWeak. It is slow, so it stays outside transactions.
func (s *Room) NewStaffKey(passphrase string) (own seal.Key, k StaffKey, err error) {
	if checkPassword(passphrase) != nil {
		return own, k, ErrPassphraseWeak
	}
	own = seal.NewKey()
	k.Public = own.Public()
	k.Locked, err = seal.Lock(own, passphrase, s.pepper())
	return own, k, err
}

// UnlockKey returns the actor's own key for the right passphrase, and leaves an audit row of what it was opened for.
// A wrong one is ErrPassphrase and is counted, too many are ErrLocked; a counselor without a key gets ErrNotesKey.
// The count is committed before the caller learns that it was wrong.
func (s *Room) UnlockKey(actor school.Actor, passphrase string, act school.Action) (seal.Key, error) {
	who := []attemptKey{{"mailbox", actor.ID()}}
	var k StaffKey
	if err := s.school.View(func(tx *school.Tx) (err error) {
		if err := allowed(tx, who); err != nil {
			return err
		}
		k, err = OwnKey(tx, actor)
		return err
	}); err != nil {
		return seal.Key{}, err
	}
	own, wrong := k.Locked.Unlock(passphrase, s.pepper()) // slow, so outside the transaction
	plain := wrong == nil && !k.Locked.Peppered
	if plain { // as keys were locked up to schema 5: the first right passphrase locks it anew
		var err error
		if k.Locked, err = seal.Lock(own, passphrase, s.pepper()); err != nil {
			return seal.Key{}, err
		}
	}
	if err := s.school.Update(func(tx *school.Tx) error {
		if wrong != nil {
			return failed(tx, who)
		}
		if err := forget(tx, who); err != nil {
			return err
		}
		if plain {
			if err := PutKey(tx, actor.ID(), k); err != nil {
				return err
			}
		}
		return school.Record(tx, actor, act, actor.ID())
	}); err != nil {
		return seal.Key{}, err
	}
	if errors.Is(wrong, seal.ErrSealed) {
		return seal.Key{}, ErrPassphrase
	}
	return own, wrong
}

// pepper is the school's part of the lock of every key: without the key file, a stolen data file does not even let anybody
// try passphrases.
func (s *Room) pepper() []byte { return s.school.Derive("passphrase") }

// OwnKey is the actor's key, or ErrNotesKey for a counselor who has not chosen a passphrase.
func OwnKey(tx *school.Tx, actor school.Actor) (k StaffKey, err error) {
	if err := actor.May(school.RoleCounselor); err != nil {
		return k, err
	}
	k, chosen, err := staffKeys.Get(tx, actor.ID())
	if err == nil && !chosen {
		err = ErrNotesKey
	}
	return k, err
}

// FindKey returns the key of a member of staff who has chosen a passphrase.
func FindKey(tx *school.Tx, staff string) (StaffKey, bool, error) { return staffKeys.Get(tx, staff) }

// PutKey stores a key, for whoever lets its passphrase be chosen.
func PutKey(tx *school.Tx, staff string, k StaffKey) error { return staffKeys.Put(tx, staff, k) }

// EachKey calls fn with the id of everybody who has one.
func EachKey(tx *school.Tx, fn func(staff string) error) error {
	return staffKeys.Keys(tx, kv.Range{}, fn)
}
