package school_test

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// TestAuditChain: a row that was removed, changed, added, renamed or cut off the end is found, whoever wrote into the file.
func TestAuditChain(t *testing.T) {
	s := storetest.Open(t, 4)
	if _, err := s.Roster.PrintCards(s.Office, []string{s.Children[1].ID, s.Children[2].ID, s.Children[3].ID}); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(); err != nil {
		t.Fatal(err)
	}
	s.Close()
	path := filepath.Join(s.Dir, "zhixinwu.db")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(tx kv.Tx, last string, row []byte) error{
		"the last removed":  func(tx kv.Tx, last string, _ []byte) error { return tx.Delete("audit", last) },
		"the first removed": func(tx kv.Tx, _ string, _ []byte) error { return tx.Delete("audit", "0000000001") },
		"one changed": func(tx kv.Tx, last string, row []byte) error {
			return tx.Put("audit", last, bytes.Replace(row, []byte(s.Office.ID()), []byte("999"), 1))
		},
		"one added":   func(tx kv.Tx, last string, row []byte) error { return tx.Put("audit", last+"x", row) },
		"two swapped": func(tx kv.Tx, last string, row []byte) error { return tx.Put("audit", "0000000002", row) },
		"the end cut off with its head": func(tx kv.Tx, last string, _ []byte) error {
			return errors.Join(tx.Delete("audit", last), tx.Put("meta", "audit", []byte(`{"N":1,"Chain":"00"}`)))
		},
	} {
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := kv.OpenBolt(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Update(func(tx kv.Tx) error {
			var last string
			var row []byte
			if err := tx.ScanReverse("audit", kv.Range{}, func(key string, value []byte) error {
				last, row = key, bytes.Clone(value)
				return kv.ErrStop
			}); err != nil {
				return err
			}
			return spoil(tx, last, row)
		}); err != nil {
			t.Fatal(err)
		}
		db.Close()
		s.Start()
		if err := s.Check(); !errors.Is(err, kv.ErrCorrupt) {
			t.Errorf("%s: %v", name, err)
		}
		s.Close()
	}
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	s.Start()
}

// TestAuditHistory: a row of another history of the same school, such as a copy of its data that was worked on, is right by
// itself and stands at its own number. In this history's chain it does not hold.
func TestAuditHistory(t *testing.T) {
	s := storetest.Open(t, 4)
	printed := func(i int) {
		t.Helper()
		if _, err := s.Roster.PrintCards(s.Office, []string{s.Children[i].ID}); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	path := filepath.Join(s.Dir, "zhixinwu.db")
	copied, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	printed(1)
	other := s.Rows("audit")
	s.Close()
	if err := os.WriteFile(path, copied, 0o600); err != nil {
		t.Fatal(err)
	}
	s.Start()
	printed(2)
	printed(3)
	own := s.Rows("audit")
	last := slices.Max(slices.Collect(maps.Keys(other)))
	s.Write("audit", last, other[last])
	if err := s.Check(); !errors.Is(err, kv.ErrCorrupt) {
		t.Errorf("the other history's row: %v", err)
	}
	s.Write("audit", last, own[last])
}

// TestAuditGap: a number that is missing is found, also where the chain holds, as somebody with the school's secret could
// make it. Filled, the same rows are whole.
func TestAuditGap(t *testing.T) {
	s := storetest.Open(t, 2)
	written, err := os.ReadFile(filepath.Join(s.Dir, "zhixinwu.key"))
	if err != nil {
		t.Fatal(err)
	}
	secret, err := hex.DecodeString(strings.TrimSpace(string(written)))
	if err != nil {
		t.Fatal(err)
	}
	key, err := hkdf.Key(sha256.New, secret, nil, "zhixinwu/audit", 32)
	if err != nil {
		t.Fatal(err)
	}
	headKey, err := hkdf.Key(sha256.New, secret, nil, "zhixinwu/audit-head", 32)
	if err != nil {
		t.Fatal(err)
	}
	add := func(n int, before string) (chain string) {
		t.Helper()
		text := func(v any) string {
			raw, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			return string(raw)
		}
		row := school.Audit{N: n, At: s.Now(), Staff: s.Office.ID(), Action: "card.print", Subject: s.Children[0].ID}
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(before + text(row)))
		row.Chain = hex.EncodeToString(mac.Sum(nil))
		s.Write("audit", fmt.Sprintf("%010d", n), text(row))
		mac = hmac.New(sha256.New, headKey)
		fmt.Fprintf(mac, "%d %s", n, row.Chain)
		s.Write("meta", "audit", text(map[string]any{"N": n, "Chain": row.Chain, "Seal": hex.EncodeToString(mac.Sum(nil))}))
		return row.Chain
	}
	var last school.Audit
	if err := s.View(func(tx *school.Tx) error {
		return school.AuditsBack(tx, school.Rows{}, 0, func(row school.Audit) error { last = row; return kv.ErrStop })
	}); err != nil {
		t.Fatal(err)
	}
	add(last.N+2, last.Chain)
	if err := s.Check(); !errors.Is(err, kv.ErrCorrupt) {
		t.Errorf("number %d follows number %d: %v", last.N+2, last.N, err)
	}
	add(last.N+2, add(last.N+1, last.Chain))
	if err := s.Check(); err != nil {
		t.Errorf("without the gap: %v", err)
	}
}
