// Package kv is the seam between the school and a storage engine: ordered string keys in flat buckets, serializable
// transactions, and topics that are announced after a commit.
//
// Three rules let one engine be changed for another (a replicated one for a group of schools, say):
//
//   - An Update function may be run again, any number of times, before its effect is kept. It must have no side effect
//     other than calls of its Tx.
//   - Checks stand before writes. A function that fails without having written costs the others nothing.
//   - Transactions never nest, neither View in Update nor Update in View.
package kv

import (
	"errors"
	"io"
)

// Errors that every engine returns, possibly wrapped.
var (
	// ErrLocked: another process holds the data.
	ErrLocked = errors.New("kv: the data file is in use by another process")
	// ErrCorrupt: the file, or one value in it, is not what was written.
	ErrCorrupt = errors.New("kv: damaged data")
	// ErrOlder: the data are whole, and yet not the last that was stored here.
	ErrOlder = errors.New("kv: the data are older than what was stored")
	// ErrReadOnly: Put, Delete or Publish inside View.
	ErrReadOnly = errors.New("kv: write in a read-only transaction")
	// ErrBusy: somebody reads what would be wiped; a moment later it may be free.
	ErrBusy = errors.New("kv: somebody is reading")
	// ErrClosed: the engine was closed, or its writer had to stop after a failure that it could not undo.
	ErrClosed = errors.New("kv: closed")
)

// ErrStop ends a scan early; the scan itself then returns nil.
var ErrStop = errors.New("kv: stop the scan")

// DB is one school's data.
type DB interface {
	// View runs fn on a consistent snapshot. Long readers delay a growing file: read, return, then render.
	View(fn func(Tx) error) error
	// Update runs fn serializably and returns nil only after its writes are on the disk. When fn returns an error or
	// panics, nothing of it is kept and Update returns that error.
	Update(fn func(Tx) error) error
	// Subscribe returns a channel that holds one signal whenever any of the topics was published since the last receive.
	// Signals merge; none is lost. The caller must call cancel.
	Subscribe(topics ...string) (look <-chan struct{}, cancel func())
	// Version counts the commits that published topic since the engine was opened. What was read after Version returned v
	// is at least as new as v, so a rendering may be kept until Version moves on.
	Version(topic string) uint64
	// Snapshot writes a consistent copy of the whole data to w.
	Snapshot(w io.Writer) error
	// Wipe leaves nothing on the disk of values that were deleted or replaced, nor of the order in which they were written.
	// It returns ErrBusy, and has done nothing, while somebody reads. What is stored, and what is known of it, stays as it is.
	Wipe() error
	// Check reads everything once, beside all others, and returns ErrCorrupt with the first damage found.
	Check() error
	// Doubt is what was found wrong at the opening and does not keep anybody from working: ErrOlder, or nil.
	Doubt() error
	Close() error
}

// Tx is valid only while the function it was given to runs. Returned values are the caller's own.
type Tx interface {
	// Get returns nil for an absent key, and a non-nil slice for a present one, even if it is empty.
	Get(bucket, key string) ([]byte, error)
	Put(bucket, key string, value []byte) error
	// Delete of an absent key is no error.
	Delete(bucket, key string) error
	// Scan calls fn in rising key order, ScanReverse in falling order. fn must not write to the bucket it scans.
	Scan(bucket string, in Range, fn func(key string, value []byte) error) error
	ScanReverse(bucket string, in Range, fn func(key string, value []byte) error) error
	// Rewrite writes a bucket anew: how its values lie on the disk tells what they are, and not in which order they came. It
	// costs as much as putting all of them.
	Rewrite(bucket string) error
	// Publish announces topic once the transaction is on the disk, and not at all if it is not.
	Publish(topic string)
}

// Range holds the keys From ≤ key < To. An empty To has no upper end.
type Range struct{ From, To string }

// Prefix is the range of all keys that begin with p.
func Prefix(p string) Range {
	end := []byte(p)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i] < 0xff {
			end[i]++
			return Range{From: p, To: string(end[:i+1])}
		}
	}
	return Range{From: p}
}
