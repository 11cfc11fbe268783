package store

import "zhixinwu/store/kv"

// Dump reads a whole bucket, for tests that hold the records against each other.
func Dump[T any](s *Store, bucket string) (all map[string]T, err error) {
	all = map[string]T{}
	err = s.view(func(tx *Tx) error {
		return Bucket[T](bucket).Each(tx, kv.Range{}, func(key string, v T) error { all[key] = v; return nil })
	})
	return all, err
}

// IndexOf reads the keys of an index.
func IndexOf(s *Store, bucket string) (keys []string, err error) {
	err = s.view(func(tx *Tx) error {
		return Index(bucket).Keys(tx, kv.Range{}, func(key string) error { keys = append(keys, key); return nil })
	})
	return keys, err
}

// BookingMoves is the table, for tests.
var BookingMoves = bookingMoves
