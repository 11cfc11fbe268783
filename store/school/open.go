package school

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"zhixinwu/store/kv"
)

// Names of the files in the data directory. Whoever has lost one of them has lost the school, so nothing is made in its place.
const (
	dataFile   = "zhixinwu.db"
	secretFile = "zhixinwu.key"
)

// What a folder lacks, or has too much.
var (
	ErrNoSchool = errors.New("school: the folder holds no school")
	ErrNoData   = errors.New("school: the folder holds " + secretFile + " but not its " + dataFile)
	ErrNoKey    = errors.New("school: the folder holds " + dataFile + " but not its " + secretFile)
	ErrKey      = errors.New("school: " + secretFile + " is not the key of this data")
	ErrFounded  = errors.New("school: the folder holds a school already")
)

// Options are what a test or the demo decides about a school; the zero value is a real one.
type Options struct {
	// Now is the clock that people set, Ticks what has passed on the one that nobody can; nil means those of the computer.
	Now   func() time.Time
	Ticks func() time.Duration
	// Secret is used for a new school instead of a random one, so that a made-up school has the same cards every time.
	Secret []byte
	// Made marks a new school as a made-up one, and says which, in its first transaction.
	Made string
}

// holds looks for the two files.
func holds(dir string) (data, key bool, err error) {
	there := func(name string) bool {
		_, failed := os.Stat(filepath.Join(dir, name))
		if failed != nil && !errors.Is(failed, os.ErrNotExist) {
			err = failed
		}
		return failed == nil
	}
	data, key = there(dataFile), there(secretFile)
	return data, key, err
}

// whole refuses a folder that holds no school, or one of its files without the other.
func whole(dir string) error {
	switch data, key, err := holds(dir); {
	case err != nil:
		return err
	case !data && !key:
		return fmt.Errorf("%w: %s", ErrNoSchool, dir)
	case !data:
		return fmt.Errorf("%w: %s", ErrNoData, dir)
	case !key:
		return fmt.Errorf("%w: %s", ErrNoKey, dir)
	}
	return nil
}

// Inspect reads the data of a school that nobody has open, and changes nothing, see kv.Inspect.
func Inspect(dir string) error {
	if err := whole(dir); err != nil {
		return err
	}
	return kv.Inspect(filepath.Join(dir, dataFile))
}

// Open opens the ground under the rooms. Nothing may be asked of it before Migrate.
func Open(dir string, o Options) (*School, error) {
	if err := whole(dir); err != nil {
		return nil, err
	}
	secret, err := readSecret(dir)
	if err != nil {
		return nil, err
	}
	s, founded, err := open(dir, o)
	if err == nil && !founded { // whoever founded it was stopped before its first transaction
		err = errors.Join(fmt.Errorf("%w: %s", ErrNoSchool, dir), s.Close())
	}
	if err != nil {
		return nil, err
	}
	s.setSecret(secret)
	return s, nil
}

// Found makes a school in a folder that holds none, which its next Migrate completes. The data file comes first, empty, and
// the key second; so a key alone never means that a founding was interrupted, but that the data are lost, and is refused.
func Found(dir string, o Options) (*School, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	data, key, err := holds(dir)
	if err != nil {
		return nil, err
	}
	if key && !data {
		return nil, fmt.Errorf("%w: %s", ErrNoData, dir)
	}
	s, founded, err := open(dir, o)
	if err == nil && founded {
		err = errors.Join(fmt.Errorf("%w: %s", ErrFounded, dir), s.Close())
	}
	if err != nil {
		return nil, err
	}
	secret := o.Secret
	if key {
		secret, err = readSecret(dir)
	} else {
		secret, err = writeSecret(dir, secret)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.setSecret(secret)
	s.made = o.Made
	return s, nil
}

// open opens the data file, and makes it if it is not there; founded is false before a school's first transaction.
func open(dir string, o Options) (s *School, founded bool, err error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Ticks == nil {
		start := time.Now()
		o.Ticks = func() time.Duration { return time.Since(start) }
	}
	db, err := kv.OpenBolt(filepath.Join(dir, dataFile))
	if err != nil {
		return nil, false, err
	}
	s = &School{db: db, clock: clock{computer: o.Now, ticks: o.Ticks}, loc: time.UTC}
	s.unwiped.Store(true)
	if err := db.View(func(t kv.Tx) error {
		tx := &Tx{Tx: t}
		if _, founded, err = schemaVersion.Get(tx); err != nil {
			return err
		}
		return s.startClock(tx)
	}); err != nil {
		return nil, false, errors.Join(err, s.Close())
	}
	return s, founded, nil
}

func (s *School) setSecret(secret []byte) {
	s.secret = secret
	s.chainKey = s.Derive("audit")
}

func readSecret(dir string) ([]byte, error) {
	raw, err := os.ReadFile(filepath.Join(dir, secretFile))
	if err != nil {
		return nil, err
	}
	secret, err := hex.DecodeString(strings.TrimSpace(string(raw)))
	if err != nil || len(secret) != 32 {
		return nil, fmt.Errorf("%w: it is damaged", ErrKey)
	}
	return secret, nil
}

// writeSecret writes the key file whole, the wanted secret or a random one.
func writeSecret(dir string, secret []byte) ([]byte, error) {
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
	if err := os.Rename(f.Name(), filepath.Join(dir, secretFile)); err != nil {
		return nil, err
	}
	return secret, kv.SyncDir(dir)
}
