package access

import (
	"errors"
	"unicode/utf8"

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

// NewStaffKey makes a key under a passphrase of 8 to 128 characters, else ErrPassphraseWeak. It is slow, so it stays
// outside transactions.
func NewStaffKey(passphrase string) (own seal.Key, k StaffKey, err error) {
	if n := utf8.RuneCountInString(passphrase); n < 8 || n > 128 {
		return own, k, ErrPassphraseWeak
	}
	own = seal.NewKey()
	k.Public = own.Public()
	k.Locked, err = seal.Lock(own, passphrase)
	return own, k, err
}

// UnlockKey returns the actor's own key for the right passphrase, and leaves an audit row of what it was opened for.
// A wrong one is ErrPassphrase and is counted, too many are ErrLocked; a counselor without a key gets ErrNotesKey.
// The count is committed before the caller learns that it was wrong.
func UnlockKey(s *school.School, actor school.Actor, passphrase string, act school.Action) (seal.Key, error) {
	who := []AttemptKey{{"mailbox", actor.ID()}}
	var k StaffKey
	if err := s.View(func(tx *school.Tx) (err error) {
		if err := Allowed(tx, who); err != nil {
			return err
		}
		k, err = OwnKey(tx, actor)
		return err
	}); err != nil {
		return seal.Key{}, err
	}
	own, wrong := k.Locked.Unlock(passphrase) // slow, so outside the transaction
	if err := s.Update(func(tx *school.Tx) error {
		if wrong != nil {
			return Failed(tx, who)
		}
		if err := forget(tx, who); err != nil {
			return err
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
