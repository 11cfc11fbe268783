package kv_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"zhixinwu/store/kv"
	"zhixinwu/store/kv/kvtest"
)

// TestDamagedOverflow: a page says that it goes on for pages that it does not have. bbolt's own check walked on for ever in
// this file and held all writers meanwhile.
func TestDamagedOverflow(t *testing.T) {
	if !kvtest.Apart(t) {
		return
	}
	packed, err := os.Open("testdata/damaged-overflow.db.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	raw, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "school.db")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(file, raw); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	var damage *kv.Damage
	if err := kv.Inspect(path); !errors.As(err, &damage) || damage.Page == 0 || !strings.Contains(damage.What, "length") {
		t.Errorf("Inspect: %v", err)
	}
	if db, err := kv.OpenBolt(path); !errors.Is(err, kv.ErrCorrupt) {
		t.Errorf("opened, or %v", err)
		db.Close()
	}
}

// buckets is what small holds: trees of several floors, a leaf inside the top tree, and values of many pages.
var buckets = map[string]struct{ rows, size int }{"a": {3, 40}, "b": {900, 120}, "c": {40, 9000}, "d": {300, 0}}

// small writes a file of every kind of page, and returns its bytes as far as they are used.
func small(t *testing.T, path string) []byte {
	t.Helper()
	db, err := kv.OpenBolt(path)
	if err != nil {
		t.Fatal(err)
	}
	for round := range 3 {
		for name, b := range buckets {
			if err := db.Update(func(tx kv.Tx) error {
				for i := range b.rows {
					if err := tx.Put(name, fmt.Sprintf("key %06d", i), bytes.Repeat([]byte{byte('0' + round)}, b.size)); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	var used int64
	if err := file.View(func(tx *bbolt.Tx) error { used = tx.Size(); return nil }); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw[:used]
}

// contents reads everything; said is the first error of it.
func contents(db kv.DB) (all map[string]string, said error) {
	all = map[string]string{}
	said = db.View(func(tx kv.Tx) error {
		for name := range buckets {
			if err := tx.Scan(name, kv.Range{}, func(key string, value []byte) error {
				all[name+"/"+key] = string(value)
				return nil
			}); err != nil {
				return err
			}
		}
		return nil
	})
	return all, said
}

// TestFlips: whichever byte of a used page is another, the file is as good as before, or it is said what is hurt: nothing
// panics, nothing hangs, nothing is read that was not written, and no lock stays behind.
func TestFlips(t *testing.T) {
	if !kvtest.Apart(t) {
		return
	}
	path := filepath.Join(t.TempDir(), "school.db")
	whole := small(t, path)
	last, err := os.ReadFile(path + ".last")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for name, b := range buckets {
		for i := range b.rows {
			want[fmt.Sprintf("%s/key %06d", name, i)] = strings.Repeat("2", b.size)
		}
	}
	rng := rand.New(rand.NewPCG(1, 2026))
	pages := len(whole) / 4096
	flips := 0
	said := map[bool]int{}
	flip := func(at int) {
		t.Helper()
		flips++
		hurt := bytes.Clone(whole)
		hurt[at] ^= 1 << rng.IntN(8)
		if err := errors.Join(os.WriteFile(path, hurt, 0o600), os.WriteFile(path+".last", last, 0o600)); err != nil {
			t.Fatal(err)
		}
		told := tell(t, at, path, want)
		said[told]++
	}
	for range 400 {
		flip(rng.IntN(len(whole)))
	}
	for range 300 {
		flip(rng.IntN(pages)*4096 + rng.IntN(16))
	}
	for page := range 2 {
		for at := range 80 {
			flip(page*4096 + at)
		}
	}
	t.Logf("%d flips in %d pages: %d said, %d did no harm", flips, pages, said[true], said[false])
	if said[true] < flips/4 || said[false] < flips/20 {
		t.Error("the flips did not hit what they were meant for")
	}
}

// tell opens a hurt file, and reads and writes it if it can be opened. It reports whether the damage was said.
func tell(t *testing.T, at int, path string, want map[string]string) (told bool) {
	t.Helper()
	fail := func(what string, err error) { t.Errorf("byte %d: %s: %v", at, what, err) }
	clear := func(err error) bool {
		return (errors.Is(err, kv.ErrCorrupt) || errors.Is(err, kv.ErrOlder)) && !strings.Contains(err.Error(), "goroutine")
	}
	inspected := kv.Inspect(path)
	if inspected != nil && !clear(inspected) {
		fail("Inspect", inspected)
	}
	db, err := kv.OpenBolt(path)
	if err != nil {
		if !clear(err) || inspected == nil {
			fail("open, as Inspect said "+fmt.Sprint(inspected), err)
		}
		if _, err := kv.OpenBolt(path); errors.Is(err, kv.ErrLocked) || err == nil {
			fail("open again", err)
		}
		return true
	}
	checked := db.Check()
	if checked != nil && !clear(checked) {
		fail("Check", checked)
	}
	got, err := contents(db)
	if err != nil && !clear(err) {
		fail("reading", err)
	}
	if inspected == nil && (checked != nil || err != nil || fmt.Sprint(got) != fmt.Sprint(want)) {
		fail("Inspect said nothing", errors.Join(checked, err))
	}
	if errors.Is(inspected, kv.ErrOlder) != (db.Doubt() != nil) {
		fail("Doubt", db.Doubt())
	}
	if err := db.Update(func(tx kv.Tx) error {
		for name, b := range buckets {
			if err := tx.Put(name, "key 000001", bytes.Repeat([]byte("2"), b.size)); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		fail("writing", err)
	}
	if err := db.Close(); err != nil {
		fail("closing", err)
	}
	if after := kv.Inspect(path); inspected == nil && after != nil {
		fail("after writing", after)
	}
	return inspected != nil
}

// TestOlder: the data of an earlier commit, whole as they are, do not pass for the last.
func TestOlder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "school.db")
	store := func(value string) (raw []byte) {
		t.Helper()
		db, err := kv.OpenBolt(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Update(func(tx kv.Tx) error { return tx.Put("b", "key", []byte(value)) }); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if raw, err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
		return raw
	}
	yesterday := store("yesterday")
	today := store("today")
	if err := kv.Inspect(path); err != nil {
		t.Fatal(err)
	}
	newer := 0
	for page := range 2 {
		hurt := bytes.Clone(today)
		hurt[page*4096+40] ^= 1
		if err := os.WriteFile(path, hurt, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := kv.Inspect(path); !errors.Is(err, kv.ErrOlder) {
			t.Errorf("without the head page %d: %v", page, err)
		} else if strings.Contains(err.Error(), "had reached") {
			newer++
		}
	}
	if newer != 1 {
		t.Errorf("one of the two head pages is the newer, but %d are", newer)
	}
	if err := os.WriteFile(path, yesterday, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := kv.Inspect(path); !errors.Is(err, kv.ErrOlder) || !strings.Contains(err.Error(), "had reached") {
		t.Errorf("yesterday's file: %v", err)
	}
	db, err := kv.OpenBolt(path)
	if err != nil {
		t.Fatal(err)
	}
	if !errors.Is(db.Doubt(), kv.ErrOlder) || valueOf(t, db, "key") != "yesterday" {
		t.Errorf("opened with %v", db.Doubt())
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := kv.Inspect(path); err != nil { // it was said once, and these are the data now
		t.Errorf("the next time: %v", err)
	}
}

// TestWipedIsNotOlder: wiping leaves the last commit the last, also for a process that dies right after it. Without the older
// head page all of it is still there, and is said to be in doubt; without the newer one there is nothing to go back to.
func TestWipedIsNotOlder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "school.db")
	db, err := kv.OpenBolt(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 50 {
		if err := db.Update(func(tx kv.Tx) error { return tx.Put("b", "key", fmt.Append(nil, "value ", i)) }); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Wipe(); err != nil {
		t.Fatal(err)
	}
	died, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if raw, err := os.ReadFile(path); err != nil || !bytes.Equal(raw, died) {
		t.Fatalf("a close has changed the data: %v", err)
	}
	if err := kv.Inspect(path); err != nil {
		t.Errorf("wiped: %v", err)
	}
	said := map[string]int{}
	for page := range 2 {
		hurt := bytes.Clone(died)
		hurt[page*4096+40] ^= 1
		if err := os.WriteFile(path, hurt, 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := kv.OpenBolt(path)
		if errors.Is(err, kv.ErrCorrupt) {
			said["damaged"]++
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if errors.Is(db.Doubt(), kv.ErrOlder) && valueOf(t, db, "key") == "value 49" {
			said["in doubt"]++
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if said["damaged"] != 1 || said["in doubt"] != 1 {
		t.Errorf("without one of the two head pages: %v", said)
	}
}

// TestDamageUnderfoot: pages that go bad while the file is open are said in one sentence to whoever meets them, and the rest is
// read and written on.
func TestDamageUnderfoot(t *testing.T) {
	path := filepath.Join(t.TempDir(), "school.db")
	whole := small(t, path)
	db, err := kv.OpenBolt(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Check(); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	hurt := 0
	for at := 2 * 4096; at < len(whole); at += 4096 {
		if bytes.Contains(whole[at:at+4096], []byte("key 000450")) {
			if _, err := file.WriteAt(make([]byte, 4096), int64(at)); err != nil {
				t.Fatal(err)
			}
			hurt++
		}
	}
	if hurt == 0 {
		t.Fatal("no page was hurt")
	}
	clear := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, kv.ErrCorrupt) || strings.Contains(err.Error(), "goroutine") {
			t.Errorf("%s: %v", what, err)
		}
	}
	clear("Check", db.Check())
	clear("reading", db.View(func(tx kv.Tx) error { _, err := tx.Get("b", "key 000450"); return err }))
	clear("scanning", db.View(func(tx kv.Tx) error {
		return tx.Scan("b", kv.Range{}, func(string, []byte) error { return nil })
	}))
	clear("writing", db.Update(func(tx kv.Tx) error { return tx.Put("b", "key 000450", nil) }))
	if err := db.Update(func(tx kv.Tx) error { return tx.Put("a", "key 000001", []byte("2")) }); err != nil {
		t.Errorf("another bucket: %v", err)
	}
	// A mistake of ours keeps its trace: it has to be found.
	if err := db.View(func(kv.Tx) error { panic("ours") }); err == nil || errors.Is(err, kv.ErrCorrupt) ||
		!strings.Contains(err.Error(), "goroutine") {
		t.Errorf("a panic of ours: %v", err)
	}
}
