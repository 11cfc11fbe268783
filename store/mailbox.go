package store

import (
	"errors"
	"slices"
	"unicode/utf8"

	"zhixinwu/store/kv"
	"zhixinwu/store/seal"
)

const boxKey = "box"

const boxes Bucket[Mailbox] = "mailbox"

// Mailbox is the letter box. Letters are sealed to Public; the private half exists only sealed to each keeper's own key,
// and that key only under the keeper's passphrase. The machine, its administrator and its backups cannot open a letter.
type Mailbox struct {
	Public  []byte
	Keepers map[string]Keeper // by staff id
}

// Keeper is a counselor who chose a passphrase. Box is empty until another keeper has admitted them.
type Keeper struct {
	Public []byte
	Locked seal.Locked
	Box    []byte `json:",omitempty"`
}

// BoxKey is the unlocked mailbox. It lives in memory only, for as long as a keeper reads.
type BoxKey struct{ key seal.Key }

func keeperInfo(id string) string { return "zhixinwu/keeper/" + id }

func (s *Store) mailbox() (m Mailbox, err error) {
	err = s.view(func(tx *Tx) error {
		m, err = openMailbox(tx)
		return err
	})
	return m, err
}

func openMailbox(tx *Tx) (Mailbox, error) {
	m, found, err := boxes.Get(tx, boxKey)
	if err == nil && !found {
		err = ErrMailboxClosed
	}
	return m, err
}

// MailboxState is what a counselor sees of the box before unlocking it.
type MailboxState struct {
	Open    bool     // somebody keeps it
	Mine    bool     // the actor has chosen a passphrase
	Keeper  bool     // and may read
	Keepers []string // names of those who may
	Asking  []Staff  // those who wait to be admitted
}

// MailboxState returns who keeps the box.
func (s *Store) MailboxState(actor Actor) (st MailboxState, err error) {
	err = s.view(func(tx *Tx) error {
		if err := actor.may(RoleCounselor); err != nil {
			return err
		}
		m, found, err := boxes.Get(tx, boxKey)
		if err != nil || !found {
			return err
		}
		st = MailboxState{Open: true}
		mine, ok := m.Keepers[actor.ID()]
		st.Mine, st.Keeper = ok, mine.Box != nil
		return staffRows.Each(tx, kv.Range{}, func(_ string, other Staff) error {
			if !other.active(tx.Day) {
				return nil
			}
			switch k, ok := m.Keepers[other.ID]; {
			case ok && k.Box != nil:
				st.Keepers = append(st.Keepers, other.Name)
			case ok:
				other.Password = ""
				st.Asking = append(st.Asking, other)
			}
			return nil
		})
	})
	return st, err
}

// MailboxOpen reports whether letters can be sent, and who will read them: keepers whose account has not ended.
func (s *Store) MailboxOpen() (readers []string, err error) {
	err = s.view(func(tx *Tx) error {
		readers = nil
		m, err := openMailbox(tx)
		if err != nil {
			return err
		}
		for id, k := range m.Keepers {
			if k.Box == nil {
				continue
			}
			st, err := staffRows.Must(tx, id)
			if err != nil {
				return err
			}
			if st.active(tx.Day) {
				readers = append(readers, st.Name)
			}
		}
		if len(readers) == 0 { // a letter that nobody can open must not be written
			return ErrMailboxClosed
		}
		slices.Sort(readers)
		return nil
	})
	return readers, err
}

// KeepMailbox gives the actor a passphrase of their own. The first who does founds the box; the others wait until a keeper
// admits them.
func (s *Store) KeepMailbox(actor Actor, passphrase string) error {
	if err := actor.may(RoleCounselor); err != nil {
		return err
	}
	if n := utf8.RuneCountInString(passphrase); n < 8 || n > 128 {
		return ErrPassphraseWeak
	}
	own, box := seal.NewKey(), seal.NewKey()
	k := Keeper{Public: own.Public()}
	var err error
	if k.Locked, err = seal.Lock(own, passphrase); err != nil {
		return err
	}
	boxed, err := seal.SealKey(own.Public(), keeperInfo(actor.ID()), box)
	if err != nil {
		return err
	}
	return s.update(func(tx *Tx) error {
		m, found, err := boxes.Get(tx, boxKey)
		if err != nil {
			return err
		}
		if _, known := m.Keepers[actor.ID()]; known {
			return ErrKeeperKnown
		}
		mine := k
		if !found {
			m = Mailbox{Public: box.Public(), Keepers: map[string]Keeper{}}
			mine.Box = boxed
		}
		m.Keepers[actor.ID()] = mine
		if err := audit(tx, actor, actMailboxKeep, actor.ID()); err != nil {
			return err
		}
		tx.Publish(TopicLetter)
		return boxes.Put(tx, boxKey, m)
	})
}

// UnlockMailbox returns the box's key to a keeper with the right passphrase.
func (s *Store) UnlockMailbox(actor Actor, passphrase string) (BoxKey, error) {
	who := []attemptKey{{"mailbox", actor.ID()}}
	var k Keeper
	if err := s.view(func(tx *Tx) error {
		if err := actor.may(RoleCounselor); err != nil {
			return err
		}
		m, err := openMailbox(tx)
		if err != nil {
			return err
		}
		k = m.Keepers[actor.ID()]
		if k.Box == nil {
			return ErrNotKeeper
		}
		return allowed(tx, who)
	}); err != nil {
		return BoxKey{}, err
	}
	own, wrong := k.Locked.Unlock(passphrase)
	if err := s.update(func(tx *Tx) error {
		if wrong != nil {
			return failed(tx, who)
		}
		if err := forget(tx, who); err != nil {
			return err
		}
		return audit(tx, actor, actMailboxOpen, actor.ID())
	}); err != nil {
		return BoxKey{}, err
	}
	if errors.Is(wrong, seal.ErrSealed) {
		return BoxKey{}, ErrPassphrase
	}
	if wrong != nil {
		return BoxKey{}, wrong
	}
	private, err := own.Open(keeperInfo(actor.ID()), k.Box)
	if err != nil {
		return BoxKey{}, err
	}
	box, err := seal.ParseKey(private)
	return BoxKey{box}, err
}

// AdmitKeeper lets another counselor who chose a passphrase read letters too, so that one's absence strands none.
func (s *Store) AdmitKeeper(actor Actor, box BoxKey, staff string) error {
	if err := actor.may(RoleCounselor); err != nil {
		return err
	}
	m, err := s.mailbox()
	if err != nil {
		return err
	}
	k, known := m.Keepers[staff]
	if !known {
		return ErrNotFound
	}
	boxed, err := seal.SealKey(k.Public, keeperInfo(staff), box.key)
	if err != nil {
		return err
	}
	return s.update(func(tx *Tx) error {
		m, err := openMailbox(tx)
		if err != nil {
			return err
		}
		k, known := m.Keepers[staff]
		if !known || k.Box != nil {
			return nil
		}
		k.Box = boxed
		m.Keepers[staff] = k
		if err := audit(tx, actor, actMailboxAdd, staff); err != nil {
			return err
		}
		tx.Publish(TopicLetter)
		return boxes.Put(tx, boxKey, m)
	})
}
