// Package store is what the school knows: its types, rules, state machines and indexes, one file a noun.
//
// An exported method of Store is one transaction; unexported functions take the tx and compose. Rules of shape are
// Validate methods, rules of state stand inside the transaction, and the actor's permission and the audit row travel in
// the same call, so that a handler cannot forget them.
//
// # Schema
//
// Update this table first. Every value is JSON. A key's parts have a fixed width, so byte order is the order meant.
// "index" buckets are written only by the put function of the noun they belong to.
//
//	bucket          key                                  value, and who maintains it
//	meta            version                              int, the schema version (migrate)
//	meta            secret                               fingerprint of the key file that belongs to this data (Open)
//	meta            healthy                              time of the last health check (Healthy)
//	meta            setup                                hash of the one-time set-up link, until an administrator exists
//	meta            child-seq · staff-seq · device-seq · task-seq  int, the last number given out (next)
//	meta            rollover                             Day of the last step into a new school year (RollOver)
//	meta            rollover-undo                        RolloverUndo: the way back from it
//	meta            exception-seq · waiter-seq · referral-seq · note-seq · urgent-seq
//	meta            audit                                auditHead: the end of the audit's chain (audit)
//	setting         school                               School
//	change          <subject>/<revision>                 Change of child/<child> or school (putChange)
//	child           <child>                              Child (putChild)
//	bed             <building>/<room>/<bed>/<child>      index of children by place (putChild)
//	class           <class>/<child>                      index of children by class (putChild)
//	identity        <child>                              identity number, sealed with the key file (putIdentity)
//	photo           <random>                             picture of a child, JPEG
//	undo            import                               ImportUndo: the way back from the last one
//	card            <hash of the code>                   Card (issueCard)
//	building        <building>                           Building
//	staff           <staff>                              Staff (putStaff)
//	login           <login>                              index: staff (putStaff)
//	session         <hash of the cookie>                 Session of a member of staff
//	device          <device>                             Device
//	browser         <hash of the cookie>                 device: a browser enrolled as it
//	device-seen     <device>                             time when one of its browsers last loaded a page
//	pairing         <hash of the cookie>                 Pairing: a browser that shows a code
//	enrolment       <hash of the link>                   Enrolment
//	attempt         <what>/<hash of whom>                Attempts: wrong passwords and reply codes
//	line            <line>                               Line of the phone room
//	ticket          <day>/<number>                       Ticket (putTicket)
//	ticket-open     <child>                              index: key of the child's open ticket, of siblings too (putTicket)
//	queue           <day>/waiting|paused|missed/<number> index: tickets in that state, with their queueEntry (putTicket, callNext)
//	phone-day       <day>                                PhoneDay: counters, so that a ticket costs the same at any hour
//	phone-hour      <day>/<HH>                           PhoneHour: waits, no-shows and use of the lines (countHour)
//	announcement    phone                                Announcement on the board
//	contact         <child>/<day>/<what>                 Contact with home: a spoken talk or a letter (putContact)
//	contact-sum     <child>                              ContactSum of the child's rows, for limits, order and ledger (putContact)
//	task            <n>                                  Task for a class teacher (putTask)
//	task-open       <child>/<n>                          index of open tasks (putTask)
//	plan            <staff>                              Plan of a counselor's week
//	exception       <last day>/<n>                       Exception: days on which a plan does not hold
//	booking         <day>/<HHMM>/<staff>[/<seat>]        Booking: the slot is the key, so it cannot be given twice
//	booking-child   <child>/<slot>                       index: bookings of a child (putBooking, release)
//	cancelled       <slot>/<n>                           Booking that has left its slot, cancelled or moved
//	met             <child>                              Day of the last talk that took place (moveTo)
//	waiter          <n>                                  Waiter: a place in the waiting line, also after its end (putWaiter)
//	waiter-line     <n>                                  index: places that still wait (putWaiter)
//	waiter-child    <child>                              index: the child's place that still waits (putWaiter)
//	referral        <n>                                  Referral: a child that a colleague proposes (putReferral)
//	referral-open   <n>                                  index: those that wait for a counselor (putReferral)
//	referral-staff  <staff>/<n>                          index: those that a member of staff made (putReferral)
//	urgent          <day>/<n>                            Urgent: a child that asked for an adult now (putUrgent)
//	urgent-open     <day>/<n>                            index: those that nobody has met yet (putUrgent)
//	duty            list                                 DutyList: who is asked after the counselors, in order
//	notebook        <child>                              Notebook: the public key, and the private one sealed to each reader
//	note            <child>/<n>                          Note, sealed to the notebook
//	feed            <hash of the link>                   staff: whose calendar it is
//	feed-staff      <staff>                              index: hash of the member's link (OfferFeed)
//	staff-key       <staff>                              StaffKey: a counselor's own, the private half under the passphrase
//	mailbox         box                                  Mailbox: the public key, and the private one sealed to each keeper
//	letter          <random>                             Letter, sealed; no order, no writer, no hour
//	letter-code     <lookup of the return code>          index: letter
//	signin          <day>/<building>/<child>/<time>      Signin: one scan of a card
//	signin-day      <day>/<child>                        index: latest signin of the day (putSignin)
//	news            <child>/<n>                          News for a child, until it was opened (putNews)
//	audit           <n>                                  Audit, chained to the row before (audit)
//	audit-staff     <staff>/<n>                          index: rows by who (audit)
//	audit-subject   <subject>/<n>                        index: rows by whom it was about (audit)
package store

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
	_ "time/tzdata" // a school's computer may have no time zone files

	"zhixinwu/store/kv"
)

// Names of the files in the data directory.
const (
	dataFile   = "zhixinwu.db"
	secretFile = "zhixinwu.key"
)

// Store is one school. Its methods may be called from any goroutine.
type Store struct {
	db     kv.DB
	now    func() time.Time
	loc    *time.Location
	kept   atomic.Pointer[keptSettings]
	roster keptRoster
	secret []byte // cards and return codes derive from it; it never enters the data file

	chainKey []byte // of the audit
	rooms    []Follower
}

// Options are what a test or the demo decides about a school; the zero value is a real one.
type Options struct {
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Secret is used for a new school instead of a random one, so that a made-up school has the same cards every time.
	Secret []byte
}

// Open opens the school in dir, or founds one if dir holds none. It fails with kv.ErrLocked while another process has it
// open, with kv.ErrCorrupt when it is damaged, and when dir holds one of its two files without the other.
func Open(dir string, o Options) (*Store, error) {
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
	s := &Store{db: db, now: o.Now, loc: time.UTC, secret: secret}
	s.rooms = []Follower{rosterRoom{}, urgentRoom{}, heartRoom{}, phoneRoom{}}
	s.chainKey = s.derive("audit")
	if err := s.migrate(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	school, err := s.School()
	if err == nil {
		s.loc, err = time.LoadLocation(school.TimeZone)
	}
	if err == nil {
		err = s.markCut()
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
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

// derive returns 32 bytes of the school's secret for one purpose.
func (s *Store) derive(purpose string) []byte { return derive(s.secret, purpose) }

// derive is the same in a transaction.
func (tx *Tx) derive(purpose string) []byte { return derive(tx.secret, purpose) }

func derive(secret []byte, purpose string) []byte {
	out, err := hkdf.Key(sha256.New, secret, nil, "zhixinwu/"+purpose, 32)
	if err != nil {
		panic(err) // only for a length that HKDF cannot give
	}
	return out
}

// Close waits for the writes under way.
func (s *Store) Close() error { return s.db.Close() }

// Check reads everything, follows the chain of the audit, and returns kv.ErrCorrupt at the first damage.
func (s *Store) Check() error {
	if err := s.db.Check(); err != nil {
		return err
	}
	return s.checkAudit()
}

// Healthy reads and really writes: a full or read-only disk is found before a child finds it.
func (s *Store) Healthy() error {
	return s.update(func(tx *Tx) error {
		return healthyAt.Put(tx, tx.Now)
	})
}

// Subscribe and Version are the engine's, see kv.DB.
func (s *Store) Subscribe(topics ...string) (<-chan struct{}, func()) {
	return s.db.Subscribe(topics...)
}
func (s *Store) Version(topic string) uint64 { return s.db.Version(topic) }

// Now is the time in the school.
func (s *Store) Now() time.Time { return s.now().In(s.loc) }

const (
	schemaVersion Cell[int]       = "version"
	secretPrint   Cell[string]    = "secret"
	healthyAt     Cell[time.Time] = "healthy"
)

// schema is the version this program writes. migrations[n] leads from version n to n+1.
const schema = 4

var migrations = []func(*Tx) error{
	0: func(tx *Tx) error { return putSchool(tx, defaultSchool) },
	1: migrate1,
	2: indexBookings,
	3: migrate3,
}

// migrate brings the data to this program's schema in one transaction. Data of a newer program is refused, because
// writing it with older rules could lose what the newer one added.
func (s *Store) migrate() error {
	print := sha256.Sum256(s.derive("fingerprint"))
	fingerprint := hex.EncodeToString(print[:8])
	return s.update(func(tx *Tx) error {
		version, _, err := schemaVersion.Get(tx)
		if err != nil {
			return err
		}
		if version > schema {
			return fmt.Errorf("the data has schema %d, this program knows %d: start the newer program", version, schema)
		}
		known, found, err := secretPrint.Get(tx)
		if err != nil {
			return err
		}
		if found && known != fingerprint {
			return fmt.Errorf("%s belongs to another school: cards and return codes would not be recognised", secretFile)
		}
		if version == schema {
			return nil
		}
		for ; version < schema; version++ {
			if err := migrations[version](tx); err != nil {
				return fmt.Errorf("migration from schema %d: %w", version, err)
			}
		}
		if err := secretPrint.Put(tx, fingerprint); err != nil {
			return err
		}
		return schemaVersion.Put(tx, version)
	})
}
