package kv_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"zhixinwu/store/kv"
)

// A disk that fails cannot be had without privileges, but Linux lets any process give up a system call for good: from then
// on the kernel answers it with an error. That is what a program sees of a dying disk, and whoever does not ask for the
// sync does not see it.

// apart runs the rest of a test in a process of its own, because what the test does to its process cannot be undone. It
// returns true there.
func apart(t *testing.T) bool {
	t.Helper()
	if os.Getenv("KV_APART") == t.Name() {
		return true
	}
	cmd := exec.Command(os.Args[0], "-test.v", "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), "KV_APART="+t.Name())
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Fatalf("%v\n%s", err, out)
	}
	return false
}

// refuse makes the kernel answer a system call of this process with an input/output error from now on.
func refuse(t *testing.T, call uint32) {
	t.Helper()
	filter := []unix.SockFilter{
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: 0}, // the call's number is the first word of what a filter sees
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: call, Jf: 1},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EIO)},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW},
	}
	prog := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	runtime.LockOSThread() // both calls have to come from one thread; the second then binds all
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		t.Fatal(err)
	}
	if _, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC,
		uintptr(unsafe.Pointer(&prog))); errno != 0 {
		t.Fatal(errno)
	}
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

// TestSyncFails: an update is answered only after the disk has said that it holds it. When the disk cannot, each of those
// that wait for the commit is told, nothing of theirs can be read, and nothing is announced.
func TestSyncFails(t *testing.T) {
	if !apart(t) {
		return
	}
	db, path := open(t)
	if err := db.Update(func(tx kv.Tx) error { return tx.Put("b", "kept", []byte("before")) }); err != nil {
		t.Fatal(err)
	}
	refuse(t, unix.SYS_FDATASYNC)
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
	if !apart(t) {
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
	refuse(t, unix.SYS_FSYNC) // of the folder; the engine itself asks for fdatasync
	fails(true)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	refuse(t, unix.SYS_FDATASYNC)
	fails(false)
}

// TestDiskFull: an update that finds no room fails and leaves nothing, and the engine goes on. The limit on a file's size
// stands for the full disk; the kernel refuses to grow the file in both cases.
func TestDiskFull(t *testing.T) {
	if !apart(t) {
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
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	full := unix.Rlimit{Cur: uint64(info.Size()), Max: limit.Max}
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &full); err != nil {
		t.Fatal(err)
	}
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
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
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
