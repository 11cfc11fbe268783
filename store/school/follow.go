package school

import "time"

// Follower is a room that follows what happened: in the same transaction, after it was stored. The fact's only writer tells
// it, so that no way of changing the fact can forget a room; the order of the rooms is the one in Open.
type Follower interface {
	SettingsSet(tx *Tx, by Actor, old Settings) error
	StaffLeft(tx *Tx, by Actor, staff string) error             // the account has ended
	RoleLost(tx *Tx, by Actor, staff string, role Role) error   // the account goes on without it, and may have others
	DeviceGone(tx *Tx, by Actor, device string) error           // it was removed, or does not offer all that it did
	ChildLeaves(tx *Tx, by Actor, child string, from Day) error // from, the first day without the child, may lie ahead
	ChildErased(tx *Tx, by Actor, child string) error           // the file is deleted; what else names the child goes too
	ClockBack(tx *Tx, by Actor, from time.Time) error           // the school's time went back, from that moment to tx.Now
}

// Deaf follows nothing. A room embeds it and overrides what concerns it.
type Deaf struct{}

func (Deaf) SettingsSet(*Tx, Actor, Settings) error    { return nil }
func (Deaf) StaffLeft(*Tx, Actor, string) error        { return nil }
func (Deaf) RoleLost(*Tx, Actor, string, Role) error   { return nil }
func (Deaf) DeviceGone(*Tx, Actor, string) error       { return nil }
func (Deaf) ChildLeaves(*Tx, Actor, string, Day) error { return nil }
func (Deaf) ChildErased(*Tx, Actor, string) error      { return nil }
func (Deaf) ClockBack(*Tx, Actor, time.Time) error     { return nil }

// Tell lets the rooms follow, in the order of Open. The first error ends the transaction.
func (tx *Tx) Tell(say func(Follower) error) error {
	for _, room := range tx.rooms {
		if err := say(room); err != nil {
			return err
		}
	}
	return nil
}
