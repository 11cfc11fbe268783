package mail

import (
	"cmp"
	"slices"

	"zhixinwu/store/access"
	"zhixinwu/store/school"
	"zhixinwu/store/seal"
)

const boxKey = "box"

const boxes school.Bucket[Mailbox] = "mailbox"

// Mailbox is the letter box. Letters are sealed to Public; the private half exists only sealed to each keeper's own
// key, and that key only under the keeper's passphrase. The machine, its administrator and its backups cannot open a
// letter. When every keeper has forgotten the passphrase, nobody can: there is no second way in.
type Mailbox struct {
	Public []byte
	Boxes  map[string][]byte // by staff id: the private half, sealed to the keeper's own key
}

// BoxKey is the unlocked mailbox. It lives in memory only, for as long as a keeper reads; whoever holds one wipes it.
type BoxKey struct{ key seal.Key }

func (k BoxKey) Clone() BoxKey { return BoxKey{k.key.Clone()} }
func (k BoxKey) Wipe()         { k.key.Wipe() }

func keeperInfo(id string) string { return "zhixinwu/keeper/" + id }

func (s *Room) mailbox() (m Mailbox, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		m, err = openMailbox(tx)
		return err
	})
	return m, err
}

// openMailbox is the box once somebody has founded it, ErrMailboxClosed before.
func openMailbox(tx *school.Tx) (Mailbox, error) {
	m, found, err := boxes.Get(tx, boxKey)
	if err == nil && !found {
		err = ErrMailboxClosed
	}
	return m, err
}

// reads reports whether a colleague may be a keeper at all: a key outlives the account and the role it was made in.
func reads(tx *school.Tx, st school.Staff) bool {
	return st.Active(tx.Day) && st.Has(school.RoleCounselor)
}

// BoxState is what a counselor sees of the box before unlocking it.
type BoxState struct {
	Open    bool           // somebody keeps it
	Mine    bool           // the actor has chosen a passphrase
	Keeper  bool           // and may read
	Keepers []string       // names of those who may
	Asking  []school.Staff // those who wait to be admitted
}

// BoxState returns who keeps the box: names to any counselor, and no key to anybody.
func (s *Room) BoxState(actor school.Actor) (st BoxState, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleCounselor); err != nil {
			return err
		}
		m, found, err := boxes.Get(tx, boxKey)
		if err != nil || !found {
			return err
		}
		st = BoxState{Open: true}
		return access.EachKey(tx, func(id string) error {
			other, err := school.StaffOf(tx, id)
			if err != nil || !reads(tx, other) {
				return err
			}
			_, keeper := m.Boxes[id]
			if id == actor.ID() {
				st.Mine, st.Keeper = true, keeper
			}
			if keeper {
				st.Keepers = append(st.Keepers, other.Name)
				return nil
			}
			st.Asking = append(st.Asking, other.Nameplate())
			return nil
		})
	})
	return st, err
}

// MailboxOpen reports whether letters can be sent, and who will read them: keepers who are still counselors.
func (s *Room) MailboxOpen() (readers []string, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		readers = nil
		m, err := openMailbox(tx)
		if err != nil {
			return err
		}
		for id := range m.Boxes {
			st, err := school.StaffOf(tx, id)
			if err != nil {
				return err
			}
			if reads(tx, st) {
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

// KeepMailbox gives the actor a passphrase of their own. The first who does founds the box; the others wait until a
// keeper admits them. access.ErrPassphraseWeak for a short one, ErrKeeperKnown for a second one: the old passphrase
// would be lost with what it alone opens. Of two first keepers at once, one founds the box and the other waits like
// all others.
func (s *Room) KeepMailbox(actor school.Actor, passphrase string) error {
	if err := actor.May(school.RoleCounselor); err != nil {
		return err
	}
	own, k, err := s.access.NewStaffKey(passphrase)
	if err != nil {
		return err
	}
	box := seal.NewKey()
	boxed, err := seal.SealKey(own.Public(), keeperInfo(actor.ID()), box)
	if err != nil {
		return err
	}
	return s.school.Update(func(tx *school.Tx) error {
		m, found, err := boxes.Get(tx, boxKey)
		if err != nil {
			return err
		}
		if _, known, err := access.FindKey(tx, actor.ID()); err != nil || known {
			return cmp.Or(err, error(ErrKeeperKnown))
		}
		if err := access.PutKey(tx, actor.ID(), k); err != nil {
			return err
		}
		if !found {
			m = Mailbox{Public: box.Public(), Boxes: map[string][]byte{actor.ID(): boxed}}
		}
		if err := school.Record(tx, actor, actMailboxKeep, actor.ID()); err != nil {
			return err
		}
		return boxes.Put(tx, boxKey, m)
	})
}

// UnlockMailbox returns the box's key to a keeper with the right passphrase, and leaves a row in the audit.
// ErrNotKeeper for a counselor who was not admitted; wrong passphrases are counted, see access.Room.UnlockKey.
func (s *Room) UnlockMailbox(actor school.Actor, passphrase string) (BoxKey, error) {
	var share []byte
	if err := s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleCounselor); err != nil {
			return err
		}
		m, err := openMailbox(tx)
		if err != nil {
			return err
		}
		if share = m.Boxes[actor.ID()]; share == nil {
			return ErrNotKeeper
		}
		return nil
	}); err != nil {
		return BoxKey{}, err
	}
	own, err := s.access.UnlockKey(actor, passphrase, actMailboxOpen)
	if err != nil {
		return BoxKey{}, err
	}
	defer own.Wipe()
	private, err := own.Open(keeperInfo(actor.ID()), share)
	if err != nil {
		return BoxKey{}, err
	}
	defer clear(private)
	box, err := seal.ParseKey(private)
	return BoxKey{box}, err
}

// AdmitKeeper lets another counselor who chose a passphrase read letters too, so that one's absence strands none
// (DOMAIN C, "Curious staff": named keepers only, at least two). It takes the open box; school.ErrNotFound for a
// colleague without a passphrase, or who is no counselor any more. Admitted twice changes nothing. Nobody is taken off:
// whoever could read has read.
func (s *Room) AdmitKeeper(actor school.Actor, box BoxKey, staff string) error {
	if err := actor.May(school.RoleCounselor); err != nil {
		return err
	}
	var k access.StaffKey
	if err := s.school.View(func(tx *school.Tx) (err error) {
		var known bool
		if k, known, err = access.FindKey(tx, staff); err == nil && !known {
			err = school.ErrNotFound
		}
		return err
	}); err != nil {
		return err
	}
	boxed, err := seal.SealKey(k.Public, keeperInfo(staff), box.key)
	if err != nil {
		return err
	}
	return s.school.Update(func(tx *school.Tx) error {
		m, err := openMailbox(tx)
		if err != nil {
			return err
		}
		other, err := school.StaffOf(tx, staff)
		if err == nil && !reads(tx, other) {
			err = school.ErrNotFound
		}
		if err != nil {
			return err
		}
		if _, keeper := m.Boxes[staff]; keeper {
			return nil
		}
		m.Boxes[staff] = boxed
		if err := school.Record(tx, actor, actMailboxAdd, staff); err != nil {
			return err
		}
		return boxes.Put(tx, boxKey, m)
	})
}
