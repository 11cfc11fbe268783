// Package kvtest is the conformance suite that every kv engine passes.
package kvtest

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"

	"zhixinwu/store/kv"
)

// Run checks an engine. open returns a fresh, empty engine; the suite closes it.
func Run(t *testing.T, open func(t *testing.T) kv.DB) {
	for _, c := range []struct {
		name string
		test func(*testing.T, kv.DB)
	}{
		{"values", values},
		{"ranges", ranges},
		{"a failed update leaves nothing", failedUpdate},
		{"a panicking update leaves nothing", panickingUpdate},
		{"updates run again beside a failing one", rerun},
		{"updates are serializable", serializable},
		{"views are snapshots", snapshots},
		{"topics follow commits", topics},
		{"signals merge and are not lost", signals},
		{"views cannot write", readOnly},
		{"a snapshot opens", snapshot},
		{"a bucket is written anew", rewrite},
		{"what is gone is wiped", wipe},
		{"closed", closed},
	} {
		t.Run(c.name, func(t *testing.T) {
			db := open(t)
			defer db.Close()
			c.test(t, db)
			if c.name != "closed" {
				must(t, db.Check())
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, db kv.DB, bucket string, pairs ...string) {
	t.Helper()
	must(t, db.Update(func(tx kv.Tx) error {
		for i := 0; i < len(pairs); i += 2 {
			if err := tx.Put(bucket, pairs[i], []byte(pairs[i+1])); err != nil {
				return err
			}
		}
		return nil
	}))
}

func get(t *testing.T, db kv.DB, bucket, key string) []byte {
	t.Helper()
	var v []byte
	must(t, db.View(func(tx kv.Tx) (err error) {
		v, err = tx.Get(bucket, key)
		return err
	}))
	return v
}

func values(t *testing.T, db kv.DB) {
	if get(t, db, "b", "absent") != nil {
		t.Fatal("absent key has a value")
	}
	mutable := []byte("before")
	must(t, db.Update(func(tx kv.Tx) error {
		if err := tx.Put("b", "k", mutable); err != nil {
			return err
		}
		copy(mutable, "after!")
		return tx.Put("b", "empty", nil)
	}))
	if v := get(t, db, "b", "k"); string(v) != "before" {
		t.Fatalf("a value changed after Put: %q", v)
	}
	if v := get(t, db, "b", "empty"); v == nil || len(v) != 0 {
		t.Fatalf("empty value reads as %v", v)
	}
	if get(t, db, "other", "k") != nil {
		t.Fatal("buckets share keys")
	}
	kept := get(t, db, "b", "k")
	put(t, db, "b", "k", "second")
	if string(kept) != "before" {
		t.Fatal("a value read earlier changed")
	}
	must(t, db.Update(func(tx kv.Tx) error {
		if err := tx.Delete("nowhere", "k"); err != nil {
			return err
		}
		if err := tx.Delete("b", "never"); err != nil {
			return err
		}
		return tx.Delete("b", "k")
	}))
	if get(t, db, "b", "k") != nil {
		t.Fatal("deleted key is still there")
	}
}

func ranges(t *testing.T, db kv.DB) {
	put(t, db, "b", "a", "1", "b/1", "2", "b/2", "3", "b0", "4", "c", "5", "\xff", "6", "\xff\xff", "7")
	for _, c := range []struct {
		in   kv.Range
		want []string
	}{
		{kv.Range{}, []string{"a", "b/1", "b/2", "b0", "c", "\xff", "\xff\xff"}},
		{kv.Prefix("b/"), []string{"b/1", "b/2"}},
		{kv.Prefix("b"), []string{"b/1", "b/2", "b0"}},
		{kv.Prefix("\xff"), []string{"\xff", "\xff\xff"}},
		{kv.Prefix("zz"), nil},
		{kv.Range{From: "b/2", To: "c"}, []string{"b/2", "b0"}},
		{kv.Range{From: "c", To: "c"}, nil},
		{kv.Range{To: "a"}, nil},
	} {
		must(t, db.View(func(tx kv.Tx) error {
			var up, down []string
			if err := tx.Scan("b", c.in, func(k string, _ []byte) error { up = append(up, k); return nil }); err != nil {
				return err
			}
			if err := tx.ScanReverse("b", c.in, func(k string, _ []byte) error { down = append(down, k); return nil }); err != nil {
				return err
			}
			slices.Reverse(down)
			if !slices.Equal(up, c.want) || !slices.Equal(down, c.want) {
				t.Errorf("%q: up %q, down reversed %q, want %q", c.in, up, down, c.want)
			}
			return nil
		}))
	}
	must(t, db.View(func(tx kv.Tx) error {
		n := 0
		if err := tx.Scan("b", kv.Range{}, func(string, []byte) error { n++; return kv.ErrStop }); err != nil || n != 1 {
			t.Errorf("Stop: %d visits, %v", n, err)
		}
		if err := tx.Scan("nowhere", kv.Range{}, func(string, []byte) error { return errors.New("visited") }); err != nil {
			t.Error(err)
		}
		return nil
	}))
}

var errMine = errors.New("mine")

func failedUpdate(t *testing.T, db kv.DB) {
	err := db.Update(func(tx kv.Tx) error {
		if err := tx.Put("b", "k", []byte("v")); err != nil {
			return err
		}
		return errMine
	})
	if !errors.Is(err, errMine) {
		t.Fatalf("got %v", err)
	}
	if get(t, db, "b", "k") != nil {
		t.Fatal("a failed update was kept")
	}
}

func panickingUpdate(t *testing.T, db kv.DB) {
	err := db.Update(func(tx kv.Tx) error {
		if err := tx.Put("b", "k", []byte("v")); err != nil {
			return err
		}
		panic("on purpose")
	})
	if err == nil || get(t, db, "b", "k") != nil {
		t.Fatalf("a panicking update was kept, or hidden: %v", err)
	}
	put(t, db, "b", "k", "v")
}

// rerun mixes updates that fail after writing with ones that succeed: however the engine groups them, each success is
// kept once and no failure leaves a trace.
func rerun(t *testing.T, db kv.DB) {
	var wg sync.WaitGroup
	for i := range 200 {
		wg.Go(func() {
			err := db.Update(func(tx kv.Tx) error {
				if err := add(tx, "count", 1); err != nil {
					return err
				}
				if err := tx.Put("b", fmt.Sprintf("%03d", i), nil); err != nil {
					return err
				}
				if i%5 == 0 {
					return errMine
				}
				if i%7 == 0 {
					panic("on purpose")
				}
				return nil
			})
			if (err != nil) != (i%5 == 0 || i%7 == 0) {
				t.Errorf("update %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	want := 0
	for i := range 200 {
		there := get(t, db, "b", fmt.Sprintf("%03d", i)) != nil
		should := i%5 != 0 && i%7 != 0
		if there != should {
			t.Errorf("update %d: kept %v", i, there)
		}
		if should {
			want++
		}
	}
	if got := string(get(t, db, "n", "count")); got != strconv.Itoa(want) {
		t.Errorf("counter %s, want %d", got, want)
	}
}

func add(tx kv.Tx, key string, n int) error {
	v, err := tx.Get("n", key)
	if err != nil {
		return err
	}
	old := 0
	if v != nil {
		if old, err = strconv.Atoi(string(v)); err != nil {
			return err
		}
	}
	return tx.Put("n", key, []byte(strconv.Itoa(old+n)))
}

func serializable(t *testing.T, db kv.DB) {
	var wg sync.WaitGroup
	const writers, each = 32, 50
	for range writers {
		wg.Go(func() {
			for range each {
				if err := db.Update(func(tx kv.Tx) error {
					if err := add(tx, "left", 1); err != nil {
						return err
					}
					return add(tx, "right", -1)
				}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	for {
		left, right := both(t, db)
		if left != -right {
			t.Fatalf("a view saw half an update: %d and %d", left, right)
		}
		select {
		case <-done:
			if left, _ := both(t, db); left != writers*each {
				t.Fatalf("lost updates: %d of %d", left, writers*each)
			}
			return
		default:
		}
	}
}

func both(t *testing.T, db kv.DB) (left, right int) {
	t.Helper()
	must(t, db.View(func(tx kv.Tx) error {
		l, err := tx.Get("n", "left")
		if err != nil {
			return err
		}
		r, err := tx.Get("n", "right")
		if err != nil {
			return err
		}
		left, _ = strconv.Atoi(string(l))
		right, _ = strconv.Atoi(string(r))
		return nil
	}))
	return left, right
}

func snapshots(t *testing.T, db kv.DB) {
	put(t, db, "b", "k", "old")
	must(t, db.View(func(tx kv.Tx) error {
		done := make(chan error)
		go func() { done <- db.Update(func(tx kv.Tx) error { return tx.Put("b", "k", []byte("new")) }) }()
		if err := <-done; err != nil {
			return err
		}
		v, err := tx.Get("b", "k")
		if string(v) != "old" {
			t.Errorf("the view moved: %q", v)
		}
		return err
	}))
	if v := get(t, db, "b", "k"); string(v) != "new" {
		t.Fatalf("got %q", v)
	}
}

func readOnly(t *testing.T, db kv.DB) {
	must(t, db.View(func(tx kv.Tx) error {
		if err := tx.Put("b", "k", nil); !errors.Is(err, kv.ErrReadOnly) {
			t.Errorf("Put: %v", err)
		}
		if err := tx.Delete("b", "k"); !errors.Is(err, kv.ErrReadOnly) {
			t.Errorf("Delete: %v", err)
		}
		return nil
	}))
}

func snapshot(t *testing.T, db kv.DB) {
	put(t, db, "b", "k", "a value to be found in the copy")
	var w bytes.Buffer
	must(t, db.Snapshot(&w))
	if !bytes.Contains(w.Bytes(), []byte("a value to be found in the copy")) {
		t.Fatal("the copy lacks the value")
	}
}

func closed(t *testing.T, db kv.DB) {
	must(t, db.Close())
	if err := db.Update(func(kv.Tx) error { return nil }); !errors.Is(err, kv.ErrClosed) {
		t.Errorf("Update: %v", err)
	}
	if err := db.View(func(kv.Tx) error { return nil }); !errors.Is(err, kv.ErrClosed) {
		t.Errorf("View: %v", err)
	}
}
