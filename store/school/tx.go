package school

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"zhixinwu/store/kv"
)

// Tx is a transaction with its frozen clock and settings: a function that runs again sees the same moment.
type Tx struct {
	kv.Tx
	Now      time.Time
	Day      Day
	Settings Settings // as the transaction began, or as it has set them itself; shared, so nobody changes what they hold
	secret   []byte
	ChainKey []byte
	rooms    []Follower
	wrote    bool
	// Wipe is set by whoever deletes or replaces what must not be found on the disk any more, see School.Wipe.
	Wipe bool
}

func (s *School) begin(t kv.Tx, now time.Time) (*Tx, error) {
	settings, err := s.settings(t)
	return &Tx{Tx: t, Now: now, Day: DayOf(now), Settings: settings, secret: s.secret, ChainKey: s.chainKey, rooms: s.rooms}, err
}

// View runs fn on one moment of the data.
func (s *School) View(fn func(*Tx) error) error {
	now := s.Now()
	return s.db.View(func(t kv.Tx) error {
		tx, err := s.begin(t, now)
		if err != nil {
			return err
		}
		return fn(tx)
	})
}

// Update may run fn again, see kv.DB: fn sets its results anew and has no other effects. What fn had nothing against and the
// disk did not take is an ErrDisk.
func (s *School) Update(fn func(*Tx) error) error {
	s.turning.RLock()
	defer s.turning.RUnlock()
	return s.update(s.Now(), fn)
}

func (s *School) update(now time.Time, fn func(*Tx) error) error {
	wipe, agreed := false, false
	err := s.db.Update(func(t kv.Tx) error {
		wipe, agreed = false, false
		tx, err := s.begin(t, now)
		if err != nil {
			return err
		}
		if err = fn(tx); err == nil {
			err = keepMark(tx)
		}
		wipe, agreed = tx.Wipe, err == nil
		return err
	})
	switch {
	case err == nil && wipe: // only now: what is wiped before the commit would miss what the commit replaces
		s.unwiped.Store(true)
	case err != nil && (agreed || errors.Is(err, kv.ErrClosed)):
		return s.refused(err)
	}
	return err
}

// Put notes that something was written, see keepMark.
func (tx *Tx) Put(bucket, key string, value []byte) error {
	tx.wrote = true
	return tx.Tx.Put(bucket, key, value)
}

// keptSettings are the settings as they were decoded last. Every transaction asks for them and they rarely change, so they
// are decoded again only when their bytes are others.
type keptSettings struct {
	Settings
	raw []byte
}

// settings reads them in a transaction; before the school is founded there are none.
func (s *School) settings(t kv.Tx) (Settings, error) {
	raw, err := t.Get(string(settingRows), settingKey)
	if err != nil || raw == nil {
		return Settings{}, err
	}
	if kept := s.kept.Load(); kept != nil && bytes.Equal(kept.raw, raw) {
		return kept.Settings, nil
	}
	kept := &keptSettings{raw: raw}
	if kept.Settings, err = decode[Settings](string(settingRows), settingKey, raw); err == nil {
		s.kept.Store(kept)
	}
	return kept.Settings, err
}

// Bucket carries its values' type and stays unexported in the file of its noun: nobody else reads or writes it. Values are
// JSON; a key's parts have a fixed width, so byte order is the order meant.
type Bucket[T any] string

// Get reads a value; ok is false when there is none.
func (b Bucket[T]) Get(tx *Tx, key string) (v T, ok bool, err error) {
	raw, err := tx.Get(string(b), key)
	if raw == nil || err != nil {
		return v, false, err
	}
	v, err = decode[T](string(b), key, raw)
	return v, err == nil, err
}

// Must is Get for a key that another row promises: without a value it is ErrNotFound.
func (b Bucket[T]) Must(tx *Tx, key string) (T, error) {
	v, ok, err := b.Get(tx, key)
	if err == nil && !ok {
		err = ErrNotFound
	}
	return v, err
}

// Put stores a value. Delete of a key without one is no error.
func (b Bucket[T]) Put(tx *Tx, key string, v T) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return tx.Put(string(b), key, raw)
}

func (b Bucket[T]) Delete(tx *Tx, key string) error { return tx.Delete(string(b), key) }

// Rewrite leaves no trace of the order in which the values came, see kv.Tx.
func (b Bucket[T]) Rewrite(tx *Tx) error { return tx.Rewrite(string(b)) }

// Each calls fn for every value in range, in key order; kv.ErrStop ends it. fn must not write to the bucket.
func (b Bucket[T]) Each(tx *Tx, in kv.Range, fn func(key string, v T) error) error {
	return tx.Scan(string(b), in, b.decoded(fn))
}

// EachBack is Each from the end of the range.
func (b Bucket[T]) EachBack(tx *Tx, in kv.Range, fn func(key string, v T) error) error {
	return tx.ScanReverse(string(b), in, b.decoded(fn))
}

// Keys is Each without the values.
func (b Bucket[T]) Keys(tx *Tx, in kv.Range, fn func(key string) error) error {
	return Index(b).Keys(tx, in, fn)
}

// KeysBack is Keys from the end of the range.
func (b Bucket[T]) KeysBack(tx *Tx, in kv.Range, fn func(key string) error) error {
	return Index(b).KeysBack(tx, in, fn)
}

func (b Bucket[T]) decoded(fn func(string, T) error) func(string, []byte) error {
	return func(key string, raw []byte) error {
		v, err := decode[T](string(b), key, raw)
		if err != nil {
			return err
		}
		return fn(key, v)
	}
}

// Expire deletes every value that is over.
func (b Bucket[T]) Expire(tx *Tx, in kv.Range, over func(T) bool) error {
	var dead []string // a scan must not delete under its own feet
	if err := b.Each(tx, in, func(key string, v T) error {
		if over(v) {
			dead = append(dead, key)
		}
		return nil
	}); err != nil {
		return err
	}
	for _, key := range dead {
		if err := b.Delete(tx, key); err != nil {
			return err
		}
	}
	return nil
}

// Mend stores every value again that fn has changed, as fn reports.
func (b Bucket[T]) Mend(tx *Tx, in kv.Range, fn func(*T) (changed bool)) error {
	changed := map[string]T{} // a scan must not write under its own feet
	if err := b.Each(tx, in, func(key string, v T) error {
		if fn(&v) {
			changed[key] = v
		}
		return nil
	}); err != nil {
		return err
	}
	for key, v := range changed {
		if err := b.Put(tx, key, v); err != nil {
			return err
		}
	}
	return nil
}

// decode reads a value. An empty one is the zero value: what is a bucket now may have begun as an index.
func decode[T any](bucket, key string, raw []byte) (v T, err error) {
	if len(raw) == 0 {
		return v, nil
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		return v, fmt.Errorf("%w: %s/%s: %w", kv.ErrCorrupt, bucket, key, err)
	}
	return v, nil
}

// Index is a bucket of keys alone, written only by the put function of the noun that it belongs to.
type Index string

// Mark puts a key into the index, again without effect; Delete takes it out.
func (x Index) Mark(tx *Tx, key string) error   { return tx.Put(string(x), key, nil) }
func (x Index) Delete(tx *Tx, key string) error { return tx.Delete(string(x), key) }

// Keys calls fn for every key in range, in order; kv.ErrStop ends it. fn must not write to the index.
func (x Index) Keys(tx *Tx, in kv.Range, fn func(key string) error) error {
	return tx.Scan(string(x), in, func(key string, _ []byte) error { return fn(key) })
}

// KeysBack is Keys from the end of the range.
func (x Index) KeysBack(tx *Tx, in kv.Range, fn func(key string) error) error {
	return tx.ScanReverse(string(x), in, func(key string, _ []byte) error { return fn(key) })
}

// Raw is a bucket of bytes that are not JSON: a picture, a sealed number.
type Raw string

func (r Raw) Get(tx *Tx, key string) ([]byte, error)     { return tx.Get(string(r), key) }
func (r Raw) Put(tx *Tx, key string, value []byte) error { return tx.Put(string(r), key, value) }
func (r Raw) Delete(tx *Tx, key string) error            { return tx.Delete(string(r), key) }

// Cell is a single value of the bucket meta.
type Cell[T any] string

const meta = "meta"

// Get reads the cell; ok is false when it was never put.
func (c Cell[T]) Get(tx *Tx) (v T, ok bool, err error) { return Bucket[T](meta).Get(tx, string(c)) }
func (c Cell[T]) Put(tx *Tx, v T) error                { return Bucket[T](meta).Put(tx, string(c), v) }
func (c Cell[T]) Delete(tx *Tx) error                  { return tx.Delete(meta, string(c)) }

// Sequence is the cell of the last number given out.
type Sequence string

// Next gives out the next number.
func (q Sequence) Next(tx *Tx) (int, error) {
	n, _, err := Cell[int](q).Get(tx)
	if err != nil {
		return 0, err
	}
	return n + 1, Cell[int](q).Put(tx, n+1)
}
