package store

import (
	"errors"
	"unicode/utf8"

	"zhixinwu/store/kv"
	"zhixinwu/store/seal"
)

const staffKeys Bucket[StaffKey] = "staff-key"

// StaffKey is a counselor's own key, which opens the counselor's share of the mailbox and of each notebook. The private half
// exists only under the passphrase: forgotten, it is lost with what it alone could open.
type StaffKey struct {
	Public []byte
	Locked seal.Locked
}

// newStaffKey makes a key under a passphrase. It is slow, so it stays outside transactions.
func newStaffKey(passphrase string) (own seal.Key, k StaffKey, err error) {
	if n := utf8.RuneCountInString(passphrase); n < 8 || n > 128 {
		return own, k, ErrPassphraseWeak
	}
	own = seal.NewKey()
	k.Public = own.Public()
	k.Locked, err = seal.Lock(own, passphrase)
	return own, k, err
}

// unlockKey returns the actor's own key for the right passphrase, and leaves an audit row of what it was opened for. Wrong
// passphrases are counted; a counselor without a key gets ErrNotesKey.
func (s *Store) unlockKey(actor Actor, passphrase string, act Action) (seal.Key, error) {
	who := []attemptKey{{"mailbox", actor.ID()}}
	var k StaffKey
	if err := s.view(func(tx *Tx) (err error) {
		if err := allowed(tx, who); err != nil {
			return err
		}
		k, err = ownKey(tx, actor)
		return err
	}); err != nil {
		return seal.Key{}, err
	}
	own, wrong := k.Locked.Unlock(passphrase) // slow, so outside the transaction
	if err := s.update(func(tx *Tx) error {
		if wrong != nil {
			return failed(tx, who)
		}
		if err := forget(tx, who); err != nil {
			return err
		}
		return audit(tx, actor, act, actor.ID())
	}); err != nil {
		return seal.Key{}, err
	}
	if errors.Is(wrong, seal.ErrSealed) {
		return seal.Key{}, ErrPassphrase
	}
	return own, wrong
}

// ownKey is the actor's key, or ErrNotesKey for a counselor who has not chosen a passphrase.
func ownKey(tx *Tx, actor Actor) (k StaffKey, err error) {
	if err := actor.may(RoleCounselor); err != nil {
		return k, err
	}
	k, chosen, err := staffKeys.Get(tx, actor.ID())
	if err == nil && !chosen {
		err = ErrNotesKey
	}
	return k, err
}

// findKey returns the key of a member of staff who has chosen a passphrase.
func findKey(tx *Tx, staff string) (StaffKey, bool, error) { return staffKeys.Get(tx, staff) }
func putKey(tx *Tx, staff string, k StaffKey) error        { return staffKeys.Put(tx, staff, k) }

// eachKey calls fn with the id of everybody who has one.
func eachKey(tx *Tx, fn func(staff string) error) error { return staffKeys.Keys(tx, kv.Range{}, fn) }
