package kv_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"go.etcd.io/bbolt"

	"zhixinwu/store/kv"
	"zhixinwu/store/kv/kvtest"
)

func open(t testing.TB) (kv.DB, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "school.db")
	db, err := kv.OpenBolt(path)
	if err != nil {
		t.Fatal(err)
	}
	return db, path
}

func valueOf(t *testing.T, db kv.DB, key string) string {
	t.Helper()
	var value []byte
	if err := db.View(func(tx kv.Tx) (err error) {
		value, err = tx.Get("b", key)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return string(value)
}

func TestConformance(t *testing.T) {
	kvtest.Run(t, func(t *testing.T) kv.DB { db, _ := open(t); return db })
}

func TestLockedFileIsRefused(t *testing.T) {
	db, path := open(t)
	defer db.Close()
	if _, err := kv.OpenBolt(path); !errors.Is(err, kv.ErrLocked) {
		t.Fatalf("got %v", err)
	}
}

// fill writes enough to have several levels of pages, and closes the file.
func fill(t *testing.T) string {
	t.Helper()
	db, path := open(t)
	for round := range 4 {
		if err := db.Update(func(tx kv.Tx) error {
			for i := range 500 {
				key := fmt.Sprintf("%d/%04d", round, i)
				if err := tx.Put("b", key, []byte(strings.Repeat("value of "+key, 10))); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestDamage opens files as a power cut or a dying disk leaves them: each must end in an error, in Open or in Check, and
// none may end the process or look healthy.
func TestDamage(t *testing.T) {
	for _, c := range []struct {
		name   string
		damage func([]byte) []byte
	}{
		{"zero length", func([]byte) []byte { return nil }},
		{"one page left", func(b []byte) []byte { return b[:4096] }},
		{"two pages left", func(b []byte) []byte { return b[:8192] }},
		{"cut into used pages", func(b []byte) []byte { return b[:bytes.Index(b, []byte("value of 2/0100"))/4096*4096] }},
		{"text", func([]byte) []byte { return []byte(strings.Repeat("not a database\n", 5000)) }},
		{"a flipped value byte", func(b []byte) []byte {
			i := bytes.Index(b, []byte("value of 2/0300"))
			b[i+20] ^= 1
			return b
		}},
		{"a zeroed leaf page", func(b []byte) []byte {
			at := bytes.Index(b, []byte("value of 3/0400")) / 4096 * 4096
			copy(b[at:at+4096], make([]byte, 4096))
			return b
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := fill(t)
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, c.damage(raw), 0o600); err != nil {
				t.Fatal(err)
			}
			db, err := kv.OpenBolt(path)
			if err == nil {
				err = db.Check()
				db.Close()
			}
			if err == nil {
				t.Fatal("damage was not noticed")
			}
			t.Log(err)
		})
	}
}

// TestMisplacedValue: a value that turns up whole under another key, or in another bucket, is damage. The file itself is in
// order, so only the value's own checksum can say so.
func TestMisplacedValue(t *testing.T) {
	for _, c := range []struct{ name, bucket, key string }{
		{"another key", "b", "stranger"},
		{"another bucket", "c", "key"},
	} {
		t.Run(c.name, func(t *testing.T) {
			db, path := open(t)
			if err := db.Update(func(tx kv.Tx) error { return tx.Put("b", "key", []byte("value")) }); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			misplace(t, path, c.bucket, c.key)
			db, err := kv.OpenBolt(path)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			nothing := func(string, []byte) error { return nil }
			for name, read := range map[string]func(tx kv.Tx) error{
				"Get":         func(tx kv.Tx) error { _, err := tx.Get(c.bucket, c.key); return err },
				"Scan":        func(tx kv.Tx) error { return tx.Scan(c.bucket, kv.Range{}, nothing) },
				"ScanReverse": func(tx kv.Tx) error { return tx.ScanReverse(c.bucket, kv.Range{}, nothing) },
			} {
				if err := db.View(read); !errors.Is(err, kv.ErrCorrupt) {
					t.Errorf("%s: %v", name, err)
				}
			}
			if err := db.Check(); !errors.Is(err, kv.ErrCorrupt) {
				t.Errorf("Check: %v", err)
			}
			if err := db.View(func(tx kv.Tx) error { _, err := tx.Get("b", "key"); return err }); err != nil {
				t.Errorf("the value in its own place: %v", err)
			}
		})
	}
}

// misplace copies the bytes of b/key to another place, behind the engine's back.
func misplace(t *testing.T, path, bucket, key string) {
	t.Helper()
	file, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Update(func(tx *bbolt.Tx) error {
		raw := bytes.Clone(tx.Bucket([]byte("b")).Get([]byte("key")))
		to, err := tx.CreateBucketIfNotExists([]byte(bucket))
		if err != nil {
			return err
		}
		return to.Put([]byte(key), raw)
	}); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestInterruptedCreation: a process that died while it made the file left only the unnamed draft behind.
func TestInterruptedCreation(t *testing.T) {
	path := filepath.Join(t.TempDir(), "school.db")
	if err := os.WriteFile(path+".new", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := kv.OpenBolt(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestCheckBesideWriters: a check while others write finds no damage in whole data; it runs beside the first children of
// every start, and a false alarm would send a school to its backups.
func TestCheckBesideWriters(t *testing.T) {
	db, _ := open(t)
	defer db.Close()
	stop := make(chan struct{})
	var wg sync.WaitGroup
	defer wg.Wait()
	defer close(stop)
	for w := range 4 {
		wg.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				if err := db.Update(func(tx kv.Tx) error {
					return tx.Put("b", fmt.Sprintf("%d/%04d", w, i%800), []byte(strings.Repeat("x", 300+i%700)))
				}); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for range 200 {
		if err := db.Check(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAppendedRows: rows that come in the order of their keys, as most do, fill their pages; those that come in between leave
// room for the next.
func TestAppendedRows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rows.db")
	db, err := kv.OpenBolt(path)
	if err != nil {
		t.Fatal(err)
	}
	const rows = 5000
	value := bytes.Repeat([]byte("x"), 100)
	for i := range rows {
		if err := db.Update(func(tx kv.Tx) error { return tx.Put("audit", fmt.Sprintf("%010d", i), value) }); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	if err := raw.View(func(tx *bbolt.Tx) error {
		if s := tx.Bucket([]byte("audit")).Stats(); s.KeyN != rows || float64(s.LeafInuse) < 0.8*float64(s.LeafAlloc) {
			t.Errorf("%d rows use %d of %d bytes", s.KeyN, s.LeafInuse, s.LeafAlloc)
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
}
