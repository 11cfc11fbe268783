package kvtest

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"zhixinwu/store/kv"
)

// rewrite: nothing is lost or added, beside other writes of the same transaction, of a large bucket, an empty one and none.
func rewrite(t *testing.T, db kv.DB) {
	all := func() (found []string) {
		must(t, db.View(func(tx kv.Tx) error {
			return tx.Scan("b", kv.Range{}, func(key string, value []byte) error {
				found = append(found, key+"="+string(value[:3]))
				return nil
			})
		}))
		return found
	}
	var want []string
	for i := range 300 {
		value := fmt.Sprintf("%03d", i)
		put(t, db, "b", fmt.Sprintf("%03d", i*7%300), value+strings.Repeat(" ", 1500))
	}
	want = all()
	must(t, db.Update(func(tx kv.Tx) error {
		return errors.Join(tx.Put("b", "new", []byte("new")), tx.Delete("b", "000"), tx.Rewrite("b"),
			tx.Put("b", "000", []byte(want[0][4:])), tx.Delete("b", "new"),
			tx.Put("c", "k", nil), tx.Delete("c", "k"), tx.Rewrite("c"), tx.Rewrite("none"))
	}))
	if got := all(); !slices.Equal(got, want) {
		t.Errorf("%d values became %d", len(want), len(got))
	}
	if err := db.View(func(tx kv.Tx) error { return tx.Rewrite("b") }); !errors.Is(err, kv.ErrReadOnly) {
		t.Errorf("in a view: %v", err)
	}
}

// wipe: of what was deleted or replaced nothing is left, and of the rest everything; under a reader nothing is touched.
func wipe(t *testing.T, db kv.DB) {
	put(t, db, "b", "long", strings.Repeat("a replaced value ", 1000))
	for i := range 40 {
		put(t, db, "b", fmt.Sprint("deleted", i), strings.Repeat("a deleted value ", 20))
		put(t, db, "b", "long", fmt.Sprint("the value that stays ", i))
	}
	for i := range 40 {
		must(t, db.Update(func(tx kv.Tx) error { return tx.Delete("b", fmt.Sprint("deleted", i)) }))
	}
	copied := func() string {
		var w bytes.Buffer
		must(t, db.Snapshot(&w))
		return w.String()
	}
	must(t, db.View(func(tx kv.Tx) error {
		if err := db.Wipe(); !errors.Is(err, kv.ErrBusy) {
			t.Errorf("beside a reader: %v", err)
		}
		return nil
	}))
	must(t, db.Wipe())
	after := copied()
	for _, gone := range []string{"a replaced value", "a deleted value", "the value that stays 38"} {
		if strings.Contains(after, gone) {
			t.Errorf("%q is still there", gone)
		}
	}
	must(t, db.View(func(tx kv.Tx) error {
		if v, err := tx.Get("b", "long"); err != nil || string(v) != "the value that stays 39" {
			t.Errorf("what stays is %q: %v", v, err)
		}
		return nil
	}))
	must(t, db.Check())
	put(t, db, "b", "after", "wards")
	must(t, db.Check())
	must(t, db.Wipe())
}
