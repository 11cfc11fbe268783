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
// # Schema
//
//	bucket          key                                  value, and who maintains it
//	meta            version                              int, the schema version (migrate)
//	meta            secret                               fingerprint of the key file that belongs to this data (Open)
//	meta            healthy                              time of the last health check (Healthy)
//	meta            audit                                auditHead: the end of the audit's chain (audit)
//	setting         school                               School
//	change          <subject>/<revision>                 Change of child/<child> or school (putChange)
//	building        <building>                           Building
//	staff           <staff>                              Staff (putStaff)
//	device          <device>                             Device
//	audit           <n>                                  Audit, chained to the row before (audit)
//	audit-staff     <staff>/<n>                          index: rows by who (audit)
//	audit-subject   <subject>/<n>                        index: rows by whom it was about (audit)
package school

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"zhixinwu/store/kv"
)

// Names of the files in the data directory.
const (
	dataFile   = "zhixinwu.db"
	secretFile = "zhixinwu.key"
)

// School is the ground under all rooms: the data, the clock, the settings. Its methods may be called from any goroutine.
type School struct {
	db     kv.DB
	now    func() time.Time
	loc    *time.Location
	kept   atomic.Pointer[keptSettings]
	secret []byte // cards and return codes derive from it; it never enters the data file

	chainKey []byte // of the audit
	rooms    []Follower
	unwiped  atomic.Bool // the file may hold what must not be found in it, see Wipe
}

// Options are what a test or the demo decides about a school; the zero value is a real one.
type Options struct {
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Secret is used for a new school instead of a random one, so that a made-up school has the same cards every time.
	Secret []byte
}

// openSecret reads the key file, or makes it when dir holds no school yet. The file is written whole before the data file
// exists, so a data file alone means that the key was lost, and every card with it.
func openSecret(dir string, wanted []byte) ([]byte, error) {
	path := filepath.Join(dir, secretFile)
	raw, err := os.ReadFile(path)
	if err == nil {
		secret, err := hex.DecodeString(strings.TrimSpace(string(raw)))
		if err != nil || len(secret) != 32 {
			return nil, fmt.Errorf("%w: %s is not a key file", kv.ErrCorrupt, path)
		}
		return secret, nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(dir, dataFile)); err == nil {
		return nil, fmt.Errorf("%s holds %s but not its %s; put the key file of this school back", dir, dataFile, secretFile)
	}
	secret := wanted
	if secret == nil {
		secret = make([]byte, 32)
		rand.Read(secret)
	}
	f, err := os.CreateTemp(dir, secretFile+".*")
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(hex.EncodeToString(secret) + "\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, err
	}
	return secret, os.Rename(f.Name(), path)
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

// Check reads everything, follows the chain of the audit, and returns kv.ErrCorrupt at the first damage.
func (s *School) Check() error {
	if err := s.db.Check(); err != nil {
		return err
	}
	return s.checkAudit()
}

// Wipe leaves nothing in the file of what transactions with Tx.Wipe have deleted or replaced. It does nothing when there was
// none, and is called every second: beside a reader it has to wait for its next turn. The first call after a start always
// looks, because the program may have ended before the wiping.
func (s *School) Wipe() error {
	if !s.unwiped.CompareAndSwap(true, false) {
		return nil
	}
	err := s.db.Wipe()
	if err != nil {
		s.unwiped.Store(true)
	}
	if errors.Is(err, kv.ErrBusy) {
		return nil
	}
	return err
}

// Healthy reads and really writes: a full or read-only disk is found before a child finds it.
func (s *School) Healthy() error {
	return s.Update(func(tx *Tx) error {
		return healthyAt.Put(tx, tx.Now)
	})
}

// Subscribe and Version are the engine's, see kv.DB.
func (s *School) Subscribe(topics ...string) (<-chan struct{}, func()) {
	return s.db.Subscribe(topics...)
}

func (s *School) Version(topic string) uint64 { return s.db.Version(topic) }

// Now is the time in the school.
func (s *School) Now() time.Time { return s.now().In(s.loc) }

const (
	schemaVersion Cell[int]       = "version"
	secretPrint   Cell[string]    = "secret"
	healthyAt     Cell[time.Time] = "healthy"
)

// OpenSchool opens the ground under the rooms. Nothing may be asked of it before Migrate.
func Open(dir string, o Options) (*School, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	secret, err := openSecret(dir, o.Secret)
	if err != nil {
		return nil, err
	}
	db, err := kv.OpenBolt(filepath.Join(dir, dataFile))
	if err != nil {
		return nil, err
	}
	s := &School{db: db, now: o.Now, loc: time.UTC, secret: secret}
	s.chainKey = s.Derive("audit")
	s.unwiped.Store(true)
	return s, nil
}

// Follow names the rooms that follow what happened, in the order in which they are told.
func (s *School) Follow(rooms ...Follower) { s.rooms = rooms }

// Migrate brings the data to the schema that steps lead to, in one transaction; steps[n] leads from n to n+1. Data of a newer
// program is refused, because writing it with older rules could lose what the newer one added.
func (s *School) Migrate(steps []func(*Tx) error) error {
	print := sha256.Sum256(s.Derive("fingerprint"))
	fingerprint := hex.EncodeToString(print[:8])
	old := false // what it replaces is wiped before anybody is served: it may be what must not lie there any more
	if err := s.Update(func(tx *Tx) error {
		version, found, err := schemaVersion.Get(tx)
		if err != nil {
			return err
		}
		if version > len(steps) {
			return fmt.Errorf("the data has schema %d, this program knows %d: start the newer program", version, len(steps))
		}
		known, marked, err := secretPrint.Get(tx)
		if err != nil {
			return err
		}
		if marked && known != fingerprint {
			return fmt.Errorf("%s belongs to another school: cards and return codes would not be recognised", secretFile)
		}
		if version == len(steps) {
			return nil
		}
		old = found
		for ; version < len(steps); version++ {
			if err := steps[version](tx); err != nil {
				return fmt.Errorf("migration from schema %d: %w", version, err)
			}
		}
		if err := secretPrint.Put(tx, fingerprint); err != nil {
			return err
		}
		return schemaVersion.Put(tx, version)
	}); err != nil {
		return err
	}
	if old {
		if err := s.Wipe(); err != nil {
			return err
		}
	}
	settings, err := s.Settings()
	if err == nil {
		s.loc, err = time.LoadLocation(settings.TimeZone)
	}
	return err
}
