// Package school is the ground under all rooms: the transaction with its clock and settings, days and hours, classes and
// buildings, errors, the audit and the history of changes, and the records of staff and devices that every room names.
//
// An exported method of a room is one transaction: may the actor, is the state right, audit row, write. A function whose
// first parameter is a *Tx joins its caller's. A fact that other rooms must follow is told by its only writer, see Follower.
// Rules of shape are Validate methods, rules of state stand inside the transaction.
//
// The package comments of the rooms together are the schema of the data: each describes its own buckets. Every value is JSON
// but for the Raw ones. Values of the bucket meta are cells, each with one owner.
//
// # The clock
//
// The computer's clock is set by people, by networks, and by an empty battery. Rules and screens go by the school's time
// instead (Tx.Now, Tx.Day, School.Now), which is the computer's with three bounds:
//
//   - It never goes back by itself, also not over a restart. While the computer shows an earlier time, the school's runs
//     on from the last moment by the ticks that nobody can set: what was closed stays closed, a pause of five minutes lasts
//     five minutes, a second scan is told from a first. It runs a tenth slower until the computer has caught up, so that a
//     false hour is gone after ten.
//   - It never leaps ahead by more than farAhead by itself: a school that made rows in a wrong year would wait a year for them.
//     It runs on as it was, and every limit with it.
//   - Only the administrator takes it where the computer is, either way (TrustClock). If that is back, the rooms move what
//     lies ahead (Follower.ClockBack): what people did stays done, and what only the calendar did goes by the calendar.
//
// So no room asks the computer, and none needs a rule for a time that goes back, but ClockBack's. While the clocks are
// apart, the pages of the staff say so.
//
// # Schema
//
//	bucket          key                                  value, and who maintains it
//	meta            version                              int, the schema version (migrate)
//	meta            secret                               fingerprint of the key file that belongs to this data (Open)
//	meta            healthy                              time of the last health check (Healthy)
//	meta            probe                                what the disk has to take to be well again, for a moment (TryDisk)
//	meta            clock                                time that no commit so far is later than (keepMark)
//	meta            audit                                auditHead: the end of the audit's chain (audit)
//	setting         school                               Settings (PutSettings)
//	change          <subject>/<revision>                 Change of child, plan, staff, device/<id>, duty, school (PutChange)
//	building        <building>                           Building (PutBuilding)
//	staff           <staff>                              Staff (PutStaff, through access)
//	device          <device>                             Device
//	audit           <n>                                  Audit, chained to the row before (audit)
//	audit-staff     <staff>/<n>                          index: rows by who (audit)
//	audit-subject   <subject>/<n>                        index: rows by whom it was about (audit)
package school

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"zhixinwu/store/kv"
)

// School is the ground under all rooms: the data, the clock, the settings. Its methods may be called from any goroutine.
type School struct {
	db     kv.DB
	clock  clock
	loc    *time.Location
	kept   atomic.Pointer[keptSettings]
	wrote  atomic.Pointer[time.Time] // see Healthy
	secret []byte                    // cards and return codes derive from it; it never enters the data file

	chainKey []byte // of the audit
	made     string // which made-up school it is that is founded now; empty for a real one

	unwiped atomic.Bool           // the file may hold what must not be found in it, see Wipe
	failing atomic.Pointer[error] // see Failing
	damaged atomic.Bool           // see Damaged
	turning sync.RWMutex          // held by TrustClock alone, and by each Update together with the others

	rooms []Follower
}

// Derive returns 32 bytes of the school's secret for one purpose.
func (s *School) Derive(purpose string) []byte { return derive(s.secret, purpose) }

// Derive is the same in a transaction.
func (tx *Tx) Derive(purpose string) []byte { return derive(tx.secret, purpose) }

func derive(secret []byte, purpose string) []byte {
	out, err := hkdf.Key(sha256.New, secret, nil, "zhixinwu/"+purpose, 32)
	if err != nil {
		panic(err) // only for a length that HKDF cannot give
	}
	return out
}

// Close waits for the writes under way.
func (s *School) Close() error { return s.db.Close() }

// Doubt is what was wrong with the data file when it was opened, and let it be opened all the same, see kv.DB.
func (s *School) Doubt() error { return s.db.Doubt() }

// Subscribe is the engine's, see kv.DB.
func (s *School) Subscribe(topics ...string) (<-chan struct{}, func()) {
	return s.db.Subscribe(topics...)
}

// Version is the engine's, see kv.DB.
func (s *School) Version(topic string) uint64 { return s.db.Version(topic) }

const (
	schemaVersion Cell[int]    = "version"
	secretPrint   Cell[string] = "secret"
)

// Follow names the rooms that follow what happened, in the order in which they are told.
func (s *School) Follow(rooms ...Follower) { s.rooms = rooms }

// Migrate brings the data to the schema that steps lead to, in one transaction; steps[n] leads from n to n+1. Data of a newer
// program is refused, because writing it with older rules could lose what the newer one added.
func (s *School) Migrate(steps []func(*Tx) error) error {
	sum := sha256.Sum256(s.Derive("fingerprint"))
	fingerprint := hex.EncodeToString(sum[:8])
	replaced := false
	if err := s.Update(func(tx *Tx) error {
		version, founded, err := schemaVersion.Get(tx)
		if err != nil {
			return err
		}
		if version > len(steps) {
			return fmt.Errorf("the data has schema %d, this program knows %d: start the newer program", version, len(steps))
		}
		known, found, err := secretPrint.Get(tx)
		if err != nil {
			return err
		}
		if found && known != fingerprint {
			return fmt.Errorf("%w: it belongs to another school", ErrKey)
		}
		if version == len(steps) {
			return nil
		}
		replaced = founded
		for ; version < len(steps); version++ {
			if err := steps[version](tx); err != nil {
				return fmt.Errorf("migration from schema %d: %w", version, err)
			}
		}
		if !founded && s.made != "" {
			tx.Settings.Demo, tx.Settings.Made = true, s.made
			if err := PutSettings(tx, tx.Settings); err != nil {
				return err
			}
		}
		if err := secretPrint.Put(tx, fingerprint); err != nil {
			return err
		}
		return schemaVersion.Put(tx, version)
	}); err != nil {
		return err
	}
	if replaced { // before anybody is served: what a step replaced may be what must not lie there any more
		if err := UnlessDisk(s.Wipe()); err != nil {
			return err
		}
	}
	settings, err := s.Settings()
	if err == nil {
		s.loc, err = time.LoadLocation(settings.TimeZone)
	}
	return err
}
