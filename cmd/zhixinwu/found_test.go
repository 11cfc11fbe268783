package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"zhixinwu/store"
	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

// quiet runs a command of which only the error matters.
func quiet(t *testing.T, args ...string) error {
	t.Helper()
	return run(t.Context(), args, io.Discard, io.Discard)
}

// TestNoSchoolByMistake: a folder that is not there, is empty, or has lost a file, is neither served nor whole, and stays as it
// is. A school is founded by its own command, and once.
func TestNoSchoolByMistake(t *testing.T) {
	found := filepath.Join(t.TempDir(), "a", "school")
	if err := quiet(t, "found", "-data", found); err != nil {
		t.Fatal(err)
	}
	without := func(lost string) string {
		dir := t.TempDir()
		for _, name := range []string{"zhixinwu.db", "zhixinwu.key"} {
			raw, err := os.ReadFile(filepath.Join(found, name))
			if err == nil && name != lost {
				err = os.WriteFile(filepath.Join(dir, name), raw, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		return dir
	}
	otherKey := without("zhixinwu.key")
	if err := os.WriteFile(filepath.Join(otherKey, "zhixinwu.key"), []byte(strings.Repeat("ab", 32)), 0o600); err != nil {
		t.Fatal(err)
	}
	empty := without("zhixinwu.db")
	if err := os.Remove(filepath.Join(empty, "zhixinwu.key")); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		dir, say string
	}{
		"a folder that is not there": {filepath.Join(t.TempDir(), "nowhere"), "没有学校的数据"},
		"an empty folder":            {empty, "没有学校的数据"},
		"a key without its data":     {without("zhixinwu.db"), "没有 zhixinwu.db"},
		"data without their key":     {without("zhixinwu.key"), "没有 zhixinwu.key"},
		"another school's key":       {otherKey, "zhixinwu.key 坏了，或者是别的学校的"},
	} {
		before, _ := os.ReadDir(c.dir)
		for _, args := range [][]string{{"serve", "-http", "127.0.0.1:0"}, {"check"}, {"recover", "-login", "admin"}} {
			if err := quiet(t, append(args, "-data", c.dir)...); err == nil || !strings.Contains(err.Error(), c.say) {
				t.Errorf("%s %s: %v", args[0], name, err)
			}
		}
		after, _ := os.ReadDir(c.dir)
		names := func(all []os.DirEntry) (text string) {
			for _, e := range all {
				if e.Name() != "zhixinwu.db.last" { // a hint that any opening leaves
					text += e.Name() + " "
				}
			}
			return text
		}
		if names(before) != names(after) {
			t.Errorf("%s held %s, and holds %s", name, names(before), names(after))
		}
	}
	if err := quiet(t, "found", "-data", found); !errors.Is(err, school.ErrFounded) {
		t.Errorf("founded twice: %v", err)
	}
	if err := quiet(t, "found", "-data", without("zhixinwu.db")); !errors.Is(err, school.ErrNoData) {
		t.Errorf("founded beside a lost school's key: %v", err)
	}
	var out bytes.Buffer
	err := run(t.Context(), []string{"check", "-data", found}, &out, io.Discard)
	if err != nil || !strings.Contains(out.String(), "whole") {
		t.Errorf("a school as it was founded: %v %s", err, &out)
	}
}

// TestFoundingInterrupted: whoever was stopped between the two files, or before the first transaction, founds again.
func TestFoundingInterrupted(t *testing.T) {
	for _, key := range []bool{false, true} {
		dir := t.TempDir()
		db, err := kv.OpenBolt(filepath.Join(dir, "zhixinwu.db"))
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if key {
			if err := os.WriteFile(filepath.Join(dir, "zhixinwu.key"), []byte(strings.Repeat("ab", 32)+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := quiet(t, "check", "-data", dir); err == nil {
			t.Errorf("key %v: half a founding is whole", key)
		}
		if err := quiet(t, "found", "-data", dir); err != nil {
			t.Errorf("key %v: %v", key, err)
		}
		checkData(t, dir)
	}
}

// TestDemoInterrupted: a made-up school whose founding was killed begins again, and what is not the demo's is left alone.
func TestDemoInterrupted(t *testing.T) {
	bin, dir := buildProgram(t), t.TempDir()
	cmd := exec.Command(bin, "demo", "-children", "120", "-http", "127.0.0.1:0", "-data", dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	until(t, "the founding", func() bool {
		_, err := os.Stat(filepath.Join(dir, "zhixinwu.key"))
		return err == nil
	})
	cmd.Process.Kill()
	cmd.Wait()
	if p := startProgram(t, bin, dir, "127.0.0.1:0"); len(p.Children) != 120 {
		t.Errorf("%d children", len(p.Children))
	}
	// The same, cut right behind the administrator.
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "founding"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := store.Found(dir, school.Options{Made: madeOf(1, 300)})
	if err != nil {
		t.Fatal(err)
	}
	token, err := s.Access.OfferSetup()
	if err == nil {
		_, err = s.Access.SetUp(token, "云岭小学", school.Staff{Login: demoAdmin, Name: "管理员"}, password(demoAdmin))
	}
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	err = quiet(t, "serve", "-http", "127.0.0.1:0", "-data", dir)
	if err == nil || !strings.Contains(err.Error(), "made-up") {
		t.Errorf("served as a real school: %v", err)
	}
	startProgram(t, bin, dir, "127.0.0.1:0")
	if _, err := os.Stat(filepath.Join(dir, "founding")); err == nil {
		t.Error("the founding never ends")
	}
}

// TestDamageInWords: what is hurt, where, and what to do, for whoever starts the program or looks after its data.
func TestDamageInWords(t *testing.T) {
	s := openSchool(t, "-children", "20")
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	// One commit more, after whatever the program has wiped: what it replaces is still there.
	path := filepath.Join(s.dir, "zhixinwu.db")
	db, err := kv.OpenBolt(path)
	if err != nil {
		t.Fatal(err)
	}
	commit := db.Update(func(tx kv.Tx) error { return tx.Put("meta", "healthy", []byte(`"2026-11-23T10:00:00Z"`)) })
	if err := errors.Join(commit, db.Close()); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.WriteFile(path, whole, 0o600) }) // openSchool checks it once more
	hurt := func(at int, flip byte) {
		t.Helper()
		raw := bytes.Clone(whole)
		raw[at] ^= flip
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	says := func(what string, err error, words ...string) {
		t.Helper()
		if err == nil || strings.Contains(err.Error(), "goroutine") {
			t.Errorf("%s: %v", what, err)
			return
		}
		for _, word := range words {
			if !strings.Contains(err.Error(), word) {
				t.Errorf("%s: %q is not in %v", what, word, err)
			}
		}
	}
	page := bytes.Index(whole, []byte(s.Children[0].Name)) / 4096 * 4096
	hurt(page+12, 1) // its length
	for range 2 {    // the lock is free again
		says("serving damaged pages", quiet(t, "demo", "-http", "127.0.0.1:0", "-data", s.dir),
			"数据文件坏了", "坏在第", "备份")
	}
	says("checking damaged pages", quiet(t, "check", "-data", s.dir), "数据文件坏了", "坏在第", "备份")

	// One value is hurt: the school goes on, and the check finds it.
	hurt(bytes.Index(whole, []byte(s.Children[0].Name)), 1)
	says("checking a damaged value", quiet(t, "check", "-data", s.dir), "数据文件坏了", "child")

	// The head page of the last commit is hurt: said by the check and at the start, and in the audit; then it is history.
	commitOf := func(page int) uint64 { return binary.NativeEndian.Uint64(whole[page*4096+64:]) }
	head := 0
	if commitOf(1) > commitOf(0) {
		head = 1
	}
	hurt(head*4096+40, 1)
	says("checking an older commit", quiet(t, "check", "-data", s.dir), "比上次存下的旧")
	ctx, cancel := context.WithCancel(t.Context())
	log := &safeBuffer{}
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"demo", "-http", "127.0.0.1:0", "-children", "20", "-data", s.dir}, io.Discard, log)
	}()
	until(t, "the word in the log", func() bool { return strings.Contains(log.String(), "比上次存下的旧") })
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if err := quiet(t, "check", "-data", s.dir); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
