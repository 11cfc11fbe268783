package kv

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"go.etcd.io/bbolt"
)

// Inspect reads the whole file at path and changes nothing. It returns an ErrCorrupt that says where the file is hurt, or
// ErrOlder when it is whole and yet not the last that was stored.
func Inspect(path string) error { return inspect(path, true) }

// inspect walks a file that nobody writes meanwhile: a second opening, to read alone, holds the lock for it and touches no
// page but the heads.
func inspect(path string, values bool) error {
	switch info, err := os.Stat(path); {
	case err != nil:
		return err
	case info.Size() == 0:
		return fmt.Errorf("%w: %s is empty", ErrCorrupt, path)
	}
	lock, err := openFile(path, &bbolt.Options{Timeout: lockTimeout, ReadOnly: true})
	if err != nil {
		return err
	}
	defer lock.Close()
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	both := metasOf(file)
	newest := both[0]
	if both[1].commit > newest.commit {
		newest = both[1]
	}
	if newest.size == 0 {
		return &Damage{What: "neither of the two head pages can be read"}
	}
	// The walk jumps; a disk with a moving head would need minutes for what it reads in seconds from end to end.
	if _, err := io.Copy(io.Discard, io.NewSectionReader(file, 0, int64(newest.end)*int64(newest.size))); err != nil {
		return err
	}
	if err := walk(file, newest, values); err != nil {
		return err
	}
	if known := remembered(path); newest.commit < known {
		return fmt.Errorf("%w: the file ends at commit %d and had reached %d", ErrOlder, newest.commit, known)
	}
	if both[0].size == 0 || both[1].size == 0 {
		return fmt.Errorf("%w: one of the two head pages cannot be read, so the last commit may be gone", ErrOlder)
	}
	return nil
}

// memory is the file beside the data that holds the number of the last commit known, so that data of an earlier day does not
// pass for today's. It is a hint: without it nothing is lost, so a failure to write it is no failure of the data's.
func memory(path string) string { return path + ".last" }

func remembered(path string) (commit uint64) {
	if raw, err := os.ReadFile(memory(path)); err == nil {
		commit, _ = strconv.ParseUint(strings.TrimSpace(string(raw)), 10, 64)
	}
	return commit
}

func (db *boltDB) remember() {
	var commit int
	if err := db.bolt.View(func(btx *bbolt.Tx) error { commit = btx.ID(); return nil }); err == nil {
		_ = os.WriteFile(memory(db.bolt.Path()), []byte(strconv.Itoa(commit)+"\n"), 0o600)
	}
}
