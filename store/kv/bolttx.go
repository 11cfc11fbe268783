package kv

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"

	"go.etcd.io/bbolt"
)

type boltTx struct {
	btx    *bbolt.Tx
	topics map[string]struct{} // nil in View
	wrote  bool
}

// appendFill leaves a little room for rows that grow.
const appendFill = 0.9

func (tx *boltTx) Get(bucket, key string) ([]byte, error) {
	b := tx.btx.Bucket([]byte(bucket))
	if b == nil {
		return nil, nil
	}
	raw := b.Get([]byte(key))
	if raw == nil {
		return nil, nil
	}
	return unseal(bucket, []byte(key), raw)
}

func (tx *boltTx) Put(bucket, key string, value []byte) error {
	if tx.topics == nil {
		return ErrReadOnly
	}
	tx.wrote = true
	b, err := tx.btx.CreateBucketIfNotExists([]byte(bucket))
	if err != nil {
		return err
	}
	// A page that is full is split in halves, so that keys in between find room. At the last key nothing comes in between,
	// and half a page would stay empty for ever.
	b.FillPercent = bbolt.DefaultFillPercent
	if last, _ := b.Cursor().Last(); string(last) <= key {
		b.FillPercent = appendFill
	}
	return b.Put([]byte(key), seal(bucket, []byte(key), value))
}

func (tx *boltTx) Delete(bucket, key string) error {
	if tx.topics == nil {
		return ErrReadOnly
	}
	b := tx.btx.Bucket([]byte(bucket))
	if b == nil {
		return nil
	}
	tx.wrote = true
	return b.Delete([]byte(key))
}

// Rewrite starts from an empty tree: where the pages of one that grew are parted depends on what came before what.
func (tx *boltTx) Rewrite(bucket string) error {
	if tx.topics == nil {
		return ErrReadOnly
	}
	b := tx.btx.Bucket([]byte(bucket))
	if b == nil {
		return nil
	}
	type pair struct{ key, value []byte }
	var pairs []pair
	if err := b.ForEach(func(k, v []byte) error {
		pairs = append(pairs, pair{bytes.Clone(k), bytes.Clone(v)})
		return nil
	}); err != nil {
		return err
	}
	tx.wrote = true
	if err := tx.btx.DeleteBucket([]byte(bucket)); err != nil {
		return err
	}
	b, err := tx.btx.CreateBucket([]byte(bucket))
	if err != nil {
		return err
	}
	for _, p := range pairs {
		if err := b.Put(p.key, p.value); err != nil {
			return err
		}
	}
	return nil
}

func (tx *boltTx) Publish(topic string) {
	if tx.topics != nil {
		tx.topics[topic] = struct{}{}
	}
}

func (tx *boltTx) Scan(bucket string, in Range, fn func(string, []byte) error) error {
	b := tx.btx.Bucket([]byte(bucket))
	if b == nil {
		return nil
	}
	c := b.Cursor()
	for k, v := c.Seek([]byte(in.From)); k != nil && (in.To == "" || string(k) < in.To); k, v = c.Next() {
		if stop, err := visit(bucket, k, v, fn); stop || err != nil {
			return err
		}
	}
	return nil
}

func (tx *boltTx) ScanReverse(bucket string, in Range, fn func(string, []byte) error) error {
	b := tx.btx.Bucket([]byte(bucket))
	if b == nil {
		return nil
	}
	c := b.Cursor()
	var beyond []byte // the first key past the range, if there is one
	if in.To != "" {
		beyond, _ = c.Seek([]byte(in.To))
	}
	step := c.Prev
	if beyond == nil {
		step = c.Last
	}
	k, v := step()
	for ; k != nil && string(k) >= in.From; k, v = c.Prev() {
		if stop, err := visit(bucket, k, v, fn); stop || err != nil {
			return err
		}
	}
	return nil
}

func visit(bucket string, k, v []byte, fn func(string, []byte) error) (stop bool, err error) {
	value, err := unseal(bucket, k, v)
	if err != nil {
		return true, err
	}
	err = fn(string(k), value)
	if err == ErrStop {
		return true, nil
	}
	return false, err
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checksum covers bucket and key too, so that a value that turns up in another place is found as well. Their lengths stand
// before them: ab/c is not a/bc.
func checksum(bucket string, key, value []byte) uint32 {
	var lengths [8]byte
	binary.BigEndian.PutUint32(lengths[:4], uint32(len(bucket)))
	binary.BigEndian.PutUint32(lengths[4:], uint32(len(key)))
	return joined(crc32.Update(0, castagnoli, lengths[:]), bucket, key, value)
}

// joined is all of the sum of a row that was written before the lengths were part of it. Such a row is good as it is, and
// gets the new sum when it is written again.
func joined(sum uint32, bucket string, key, value []byte) uint32 {
	sum = crc32.Update(sum, castagnoli, []byte(bucket))
	sum = crc32.Update(sum, castagnoli, key)
	return crc32.Update(sum, castagnoli, value)
}

// seal puts a CRC-32C before the value: bbolt itself does not notice a flipped byte.
func seal(bucket string, key, value []byte) []byte {
	out := make([]byte, 4, 4+len(value))
	binary.BigEndian.PutUint32(out, checksum(bucket, key, value))
	return append(out, value...)
}

// unseal returns a copy: bbolt's own bytes vanish with the transaction.
func unseal(bucket string, key, raw []byte) ([]byte, error) {
	if len(raw) < 4 {
		return nil, fmt.Errorf("%w: %s/%s is cut off", ErrCorrupt, bucket, key)
	}
	sum := binary.BigEndian.Uint32(raw)
	if sum != checksum(bucket, key, raw[4:]) && sum != joined(0, bucket, key, raw[4:]) {
		return nil, fmt.Errorf("%w: checksum of %s/%s", ErrCorrupt, bucket, key)
	}
	return append(make([]byte, 0, len(raw)-4), raw[4:]...), nil
}
