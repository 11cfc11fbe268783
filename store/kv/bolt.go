package kv

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// lockTimeout is how long Open waits for another process to let go of the file.
const lockTimeout = time.Second

// maxBatch bounds how many updates share one commit, so that one never waits for thousands.
const maxBatch = 512

// boltDB is the embedded engine: one bbolt file, one writer goroutine.
//
// The writer takes whatever updates are queued, runs them in one bbolt transaction and commits once. At one writer this
// costs nothing; at 64 it is about twelve times the rate of a commit each.
type boltDB struct {
	bolt  *bbolt.DB
	doubt error
	hub   *hub
	jobs  chan *job

	reading sync.RWMutex // held by whoever reads, and never waited for: see Wipe

	closing   chan struct{}
	closeOnce sync.Once
	stopped   chan struct{} // closed when the writer has returned
}

type job struct {
	fn     func(Tx) error
	topics map[string]struct{}
	err    error
	done   chan struct{}
}

// OpenBolt opens the bbolt file at path, or creates it whole: a new file gets its name only after its first pages are on
// the disk, so a file of length zero is always the trace of damage and is refused. So is one whose pages do not hold
// together. A value that is hurt stops nobody who does not read it: that is for Check to find. A file that only lags behind
// is opened, and says so in Doubt.
func OpenBolt(path string) (DB, error) {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		if err := createBolt(path); err != nil {
			return nil, err
		}
	}
	doubt := inspect(path, false)
	if doubt != nil && !errors.Is(doubt, ErrOlder) {
		return nil, doubt
	}
	bolt, err := openBolt(path)
	if err != nil {
		return nil, err
	}
	db := &boltDB{bolt: bolt, doubt: doubt, hub: newHub(), jobs: make(chan *job, maxBatch),
		closing: make(chan struct{}), stopped: make(chan struct{})}
	db.remember()
	go db.write()
	return db, nil
}

func createBolt(path string) error {
	fresh := path + ".new"
	if err := os.Remove(fresh); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	bolt, err := bbolt.Open(fresh, 0o600, &bbolt.Options{Timeout: lockTimeout})
	if err != nil {
		return err
	}
	if err := bolt.Close(); err != nil {
		return err
	}
	if err := os.Rename(fresh, path); err != nil {
		return err
	}
	return SyncDir(filepath.Dir(path))
}

// SyncDir makes a rename survive a power cut. Windows has no such call and needs none.
func SyncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// openBolt opens a file whose pages hold together, for writing.
func openBolt(path string) (*bbolt.DB, error) {
	// Growing the mapping makes every writer wait for every reader, so it starts large. It is address space, not memory;
	// only Windows really grows the file to it.
	mmap := 4 << 30
	if runtime.GOOS == "windows" {
		mmap = 256 << 20
	}
	return openFile(path, &bbolt.Options{Timeout: lockTimeout, InitialMmapSize: mmap, FreelistType: bbolt.FreelistMapType})
}

// openFile guards bbolt's Open and says what its errors mean.
func openFile(path string, o *bbolt.Options) (bolt *bbolt.DB, err error) {
	defer guard(&err)()
	bolt, err = bbolt.Open(path, 0o600, o)
	var refused syscall.Errno // by the system, and not by what stands in the file
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return nil, fmt.Errorf("%w: %s", ErrLocked, path)
	case err != nil && !errors.As(err, &refused):
		return nil, fmt.Errorf("%w: %s: %w", ErrCorrupt, path, err)
	}
	return bolt, err
}

func (db *boltDB) Doubt() error { return db.doubt }

// guard turns a panic, including the fault of reading a damaged page, into an error. Use as `defer guard(&err)()`. What
// panicked inside the engine met damage, and the place in its code tells nobody anything; anything else is a mistake of
// ours, and is logged with its trace.
func guard(err *error) func() {
	old := debug.SetPanicOnFault(true)
	return func() {
		debug.SetPanicOnFault(old)
		p := recover()
		if p == nil {
			return
		}
		if fault, ok := p.(interface{ Addr() uintptr }); ok {
			*err = fmt.Errorf("%w: fault at %#x", ErrCorrupt, fault.Addr())
			return
		}
		if panickedInEngine() {
			*err = fmt.Errorf("%w: %v", ErrCorrupt, p)
			return
		}
		*err = fmt.Errorf("kv: panic: %v\n%s", p, debug.Stack())
	}
}

// panickedInEngine is asked while a panic is being recovered: whose is the first function below the runtime's own?
func panickedInEngine() bool {
	var calls [64]uintptr
	frames := runtime.CallersFrames(calls[:runtime.Callers(0, calls[:])])
	below := false
	for {
		frame, more := frames.Next()
		switch {
		case frame.Function == "runtime.gopanic":
			below = true
		case below && !strings.HasPrefix(frame.Function, "runtime."):
			return strings.HasPrefix(frame.Function, "go.etcd.io/bbolt")
		}
		if !more {
			return false
		}
	}
}

func (db *boltDB) View(fn func(Tx) error) (err error) {
	defer guard(&err)()
	db.reading.RLock()
	defer db.reading.RUnlock()
	err = db.bolt.View(func(btx *bbolt.Tx) error { return fn(&boltTx{btx: btx}) })
	if errors.Is(err, berrors.ErrDatabaseNotOpen) {
		return ErrClosed
	}
	return err
}

func (db *boltDB) Update(fn func(Tx) error) error {
	j := &job{fn: fn, done: make(chan struct{})}
	select {
	case <-db.closing:
		return ErrClosed
	case db.jobs <- j:
	}
	select {
	case <-j.done:
		return j.err
	case <-db.stopped:
		// The writer may have answered this job in its last round.
		select {
		case <-j.done:
			return j.err
		default:
			return ErrClosed
		}
	}
}

// write is the one writer. It ends when the engine is closed and the queue is empty, or when a failed transaction could
// not be undone.
func (db *boltDB) write() {
	defer close(db.stopped)
	for {
		var batch []*job
		select {
		case j := <-db.jobs:
			batch = append(batch, j)
		case <-db.closing:
			select {
			case j := <-db.jobs:
				batch = append(batch, j)
			default:
				return
			}
		}
	drain:
		for len(batch) < maxBatch {
			select {
			case j := <-db.jobs:
				batch = append(batch, j)
			default:
				break drain
			}
		}
		usable := db.commit(batch)
		for _, j := range batch {
			if j.err == nil {
				db.hub.publish(j.topics)
			}
			close(j.done)
		}
		if !usable {
			db.closeOnce.Do(func() { close(db.closing) })
			return
		}
	}
}

// commit runs the batch in one transaction. A function that fails after it wrote forces the others to run again without
// it; one that fails before it wrote is simply left out. It reports whether the engine can still be used.
func (db *boltDB) commit(batch []*job) (usable bool) {
	open := make([]*job, len(batch))
	copy(open, batch)
	for {
		again := false
		err := db.inTx(func(btx *bbolt.Tx) (wrote bool, err error) {
			for i, j := range open {
				if j == nil {
					continue
				}
				tx := &boltTx{btx: btx, topics: map[string]struct{}{}}
				j.err = run(j.fn, tx)
				j.topics = tx.topics
				if j.err != nil {
					open[i] = nil
					if tx.wrote {
						again = true
						return false, nil
					}
				}
				wrote = wrote || tx.wrote
			}
			return wrote, nil
		})
		if err == nil && again {
			continue
		}
		if err != nil {
			for _, j := range batch {
				if j.err == nil {
					j.err = err
				}
			}
		}
		return !errors.Is(err, ErrClosed)
	}
}

func run(fn func(Tx) error, tx Tx) (err error) {
	defer guard(&err)()
	return fn(tx)
}

// inTx commits what fn wrote and rolls back otherwise. A panic inside bbolt's own commit leaves its state unknown: the
// error then wraps ErrClosed, and the process must be started again.
func (db *boltDB) inTx(fn func(*bbolt.Tx) (wrote bool, err error)) (err error) {
	var btx *bbolt.Tx
	defer func() {
		if err == nil || btx == nil {
			return
		}
		var undo error
		func() {
			defer guard(&undo)()
			undo = btx.Rollback()
		}()
		if undo != nil && !errors.Is(undo, berrors.ErrTxClosed) {
			err = fmt.Errorf("%w: %w, and undoing failed: %w", ErrClosed, err, undo)
		}
	}()
	defer guard(&err)()
	btx, err = db.bolt.Begin(true)
	if err != nil {
		return err
	}
	wrote, err := fn(btx)
	if err != nil {
		return err
	}
	if !wrote {
		return btx.Rollback()
	}
	return btx.Commit()
}

func (db *boltDB) Subscribe(topics ...string) (<-chan struct{}, func()) {
	return db.hub.subscribe(topics)
}

func (db *boltDB) Version(topic string) uint64 { return db.hub.version(topic) }

func (db *boltDB) Snapshot(w io.Writer) (err error) {
	defer guard(&err)()
	db.reading.RLock()
	defer db.reading.RUnlock()
	return db.bolt.View(func(btx *bbolt.Tx) error {
		_, err := btx.WriteTo(w)
		return err
	})
}

// Check walks the pages of one moment, as the file is, beside readers and writers: bbolt writes no page again that a reader
// can reach.
func (db *boltDB) Check() (err error) {
	defer guard(&err)()
	db.reading.RLock()
	defer db.reading.RUnlock()
	file, err := os.Open(db.bolt.Path())
	if err != nil {
		return err
	}
	defer file.Close()
	for range 100 {
		moved := false
		err := db.bolt.View(func(btx *bbolt.Tx) error {
			for _, m := range metasOf(file) {
				if m.size > 0 && m.commit == uint64(btx.ID()) {
					return walk(file, m, true)
				}
			}
			moved = true // two commits came between, and the head page is another's by now
			return nil
		})
		if err != nil || !moved {
			return err
		}
	}
	return fmt.Errorf("%w: the head page of the last commit is not in the file", ErrCorrupt)
}

func (db *boltDB) Close() error {
	db.closeOnce.Do(func() { close(db.closing) })
	<-db.stopped
	db.remember()
	return db.bolt.Close()
}
