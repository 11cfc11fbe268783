package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhixinwu/store"
	"zhixinwu/store/kv"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

func TestDay(t *testing.T) {
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	late := time.Date(2026, 11, 22, 16, 30, 0, 0, time.UTC) // half past midnight in Shanghai
	d := school.DayOf(late.In(shanghai))
	if d != "2026-11-23" || d.Weekday() != time.Monday || d.Add(8) != "2026-12-01" || d.Add(-23) != "2026-10-31" {
		t.Errorf("%s is %s; +8 is %s, -23 is %s", d, d.Weekday(), d.Add(8), d.Add(-23))
	}
	if at := d.At(30, shanghai); !at.Equal(late) {
		t.Errorf("00:30 of %s is %v", d, at)
	}
	for _, bad := range []string{"", "2026-11-31", "2026-1-1", "20261123", "2026-11-23 ", "0000-00-00"} {
		if _, err := school.ParseDay(bad); err == nil {
			t.Errorf("%q is a day", bad)
		}
	}
}

// TestOpenRefuses what would lose data or cards: a newer schema, a lost key file, another school's key.
func TestOpenRefuses(t *testing.T) {
	s := storetest.Open(t, 2)
	s.Close()
	defer s.Start()
	open := func() error {
		o, err := store.Open(s.Dir, school.Options{})
		if err == nil {
			o.Close()
		}
		return err
	}
	if err := open(); err != nil {
		t.Fatal(err)
	}
	key := filepath.Join(s.Dir, "zhixinwu.key")
	right, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"no key file":      "",
		"another school's": strings.Repeat("ab", 32) + "\n",
		"rubbish":          "rubbish",
	} {
		if err := os.Remove(key); err != nil {
			t.Fatal(err)
		}
		if content != "" {
			if err := os.WriteFile(key, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := open(); err == nil {
			t.Errorf("%s: opened", name)
		}
		if err := os.WriteFile(key, right, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	db, err := kv.OpenBolt(filepath.Join(s.Dir, "zhixinwu.db"))
	if err != nil {
		t.Fatal(err)
	}
	set := func(version string) {
		if err := db.Update(func(tx kv.Tx) error { return tx.Put("meta", "version", []byte(version)) }); err != nil {
			t.Fatal(err)
		}
	}
	set("99")
	db.Close()
	if err := open(); err == nil || !strings.Contains(err.Error(), "99") {
		t.Errorf("a newer file: %v", err)
	}
	if db, err = kv.OpenBolt(filepath.Join(s.Dir, "zhixinwu.db")); err != nil {
		t.Fatal(err)
	}
	set("2")
	db.Close()
}
