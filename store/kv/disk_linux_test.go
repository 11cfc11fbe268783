package kv_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/sys/unix"

	"zhixinwu/store/kv"
	"zhixinwu/store/kv/kvtest"
)

// TestSyncFails: an update is answered only after the disk has said that it holds it. When the disk cannot, each of those
// that wait for the commit is told, nothing of theirs can be read, and nothing is announced.
func TestSyncFails(t *testing.T) {
	if !kvtest.Apart(t) {
		return
	}
	db, path := open(t)
	if err := db.Update(func(tx kv.Tx) error { return tx.Put("b", "kept", []byte("before")) }); err != nil {
		t.Fatal(err)
	}
	kvtest.RefuseCall(t, unix.SYS_FDATASYNC)
	const writers = 64
	var wg sync.WaitGroup
	var asked atomic.Int64
	for i := range writers {
		wg.Go(func() {
			asked.Add(1)
			if err := db.Update(func(tx kv.Tx) error {
				for asked.Load() < writers { // so that the others are queued and share a commit
					runtime.Gosched()
				}
				tx.Publish("topic")
				if err := tx.Put("b", "kept", []byte("after")); err != nil {
					return err
				}
				return tx.Put("b", fmt.Sprint(i), nil)
			}); !errors.Is(err, unix.EIO) {
				t.Errorf("writer %d is answered %v", i, err)
			}
		})
	}
	wg.Wait()
	if v := db.Version("topic"); v != 0 {
		t.Errorf("%d commits were announced", v)
	}
	holds := func(db kv.DB) {
		if v := valueOf(t, db, "kept"); v != "before" {
			t.Errorf("a refused update can be read: %q", v)
		}
		n := 0
		if err := db.View(func(tx kv.Tx) error {
			return tx.Scan("b", kv.Range{}, func(string, []byte) error { n++; return nil })
		}); err != nil || n != 1 {
			t.Errorf("%d values, %v", n, err)
		}
		if err := db.Check(); err != nil {
			t.Error(err)
		}
	}
	holds(db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := kv.OpenBolt(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	holds(db)
}

// TestNewFileIsNotSynced: a new file has no name before its first pages are on the disk, and is not used before its name is.
func TestNewFileIsNotSynced(t *testing.T) {
	if !kvtest.Apart(t) {
		return
	}
	path := filepath.Join(t.TempDir(), "school.db")
	fails := func(named bool) {
		t.Helper()
		db, err := kv.OpenBolt(path)
		if err == nil {
			db.Close()
		}
		if !errors.Is(err, unix.EIO) {
			t.Errorf("opened, or %v", err)
		}
		if _, err := os.Stat(path); (err == nil) != named {
			t.Errorf("the file's name: %v", err)
		}
	}
	kvtest.RefuseCall(t, unix.SYS_FSYNC) // of the folder; the engine itself asks for fdatasync
	fails(true)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	kvtest.RefuseCall(t, unix.SYS_FDATASYNC)
	fails(false)
}

// TestDiskFull: an update that finds no room fails and leaves nothing, and the engine goes on. The limit on a file's size
// stands for the full disk; the kernel refuses to grow the file in both cases.
func TestDiskFull(t *testing.T) {
	if !kvtest.Apart(t) {
		return
	}
	db, path := open(t)
	defer db.Close()
	write := func(key string, size int) error {
		return db.Update(func(tx kv.Tx) error {
			tx.Publish("topic")
			return tx.Put("b", key, make([]byte, size))
		})
	}
	if err := write("small", 100); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	free := kvtest.FillDisk(t, info.Size())
	if err := write("large", int(info.Size())); err == nil || errors.Is(err, kv.ErrClosed) {
		t.Errorf("an update without room: %v", err)
	}
	if v := valueOf(t, db, "large"); v != "" {
		t.Errorf("%d bytes of it can be read", len(v))
	}
	if v := db.Version("topic"); v != 1 {
		t.Errorf("%d commits were announced", v)
	}
	if err := write("small", 200); err != nil {
		t.Errorf("an update that needs no more room: %v", err)
	}
	free()
	if err := write("large", int(info.Size())); err != nil {
		t.Errorf("there is room again: %v", err)
	}
	if len(valueOf(t, db, "small")) != 200 || len(valueOf(t, db, "large")) != int(info.Size()) {
		t.Error("what was acknowledged is not there")
	}
	if err := db.Check(); err != nil {
		t.Error(err)
	}
}
