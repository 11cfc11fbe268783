package kvtest

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"zhixinwu/store/kv"
)

func topics(t *testing.T, db kv.DB) {
	look, cancel := db.Subscribe("phone")
	defer cancel()
	before := db.Version("phone")
	if err := db.Update(func(tx kv.Tx) error {
		tx.Publish("phone")
		if err := tx.Put("b", "k", nil); err != nil {
			return err
		}
		return errMine
	}); !errors.Is(err, errMine) {
		t.Fatal(err)
	}
	must(t, db.Update(func(tx kv.Tx) error { tx.Publish("other"); return tx.Put("b", "k", nil) }))
	select {
	case <-look:
		t.Fatal("signal for another topic or a failed update")
	default:
	}
	if db.Version("phone") != before {
		t.Fatal("version moved without a commit")
	}
	must(t, db.Update(func(tx kv.Tx) error { tx.Publish("phone"); return tx.Put("b", "k", []byte("v")) }))
	if db.Version("phone") == before {
		t.Fatal("version did not move before Update returned")
	}
	select {
	case <-look:
	case <-time.After(2 * time.Minute):
		t.Fatal("no signal")
	}
	if v := get(t, db, "b", "k"); string(v) != "v" {
		t.Fatal("signal before the commit was readable")
	}
}

func signals(t *testing.T, db kv.DB) {
	look, cancel := db.Subscribe("a", "b")
	for i := range 100 {
		must(t, db.Update(func(tx kv.Tx) error {
			tx.Publish("a")
			tx.Publish("b")
			return tx.Put("n", "i", []byte(strconv.Itoa(i)))
		}))
	}
	<-look
	if v := get(t, db, "n", "i"); string(v) != "99" {
		t.Fatalf("after the last signal the state is %q", v)
	}
	select {
	case <-look:
		t.Fatal("signals did not merge")
	default:
	}
	cancel()
	must(t, db.Update(func(tx kv.Tx) error { tx.Publish("a"); return tx.Put("n", "i", nil) }))
	select {
	case <-look:
		t.Fatal("signal after cancel")
	default:
	}
}
