package kv

import (
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

// checksum covers bucket and key too, so that a value that turns up under another key is found as well.
func checksum(bucket string, key, value []byte) uint32 {
	sum := crc32.Update(0, castagnoli, []byte(bucket))
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
	if len(raw) < 4 || binary.BigEndian.Uint32(raw) != checksum(bucket, key, raw[4:]) {
		return nil, fmt.Errorf("%w: checksum of %s/%s", ErrCorrupt, bucket, key)
	}
	return append(make([]byte, 0, len(raw)-4), raw[4:]...), nil
}
