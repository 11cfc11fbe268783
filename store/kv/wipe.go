package kv

import (
	"bytes"
	"errors"
	"os"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// Wipe writes zeros over what deleted and replaced values have left in the file: bbolt never writes over a page that is in
// use, so the file is full of what pages were before, in the order in which they were written, until they are needed again.
//
// It holds the writers for as long as it takes to look at every unused page, and no reader. A page that an older reader may
// still look at cannot be told from one that nobody needs, so with a reader under way it changes nothing and returns ErrBusy.
// It commits nothing, so the last commit is the same afterwards, and known as before. The pages that this one replaced are
// wiped too: with the newer of its two heads damaged, the file is then damaged, and not one commit older.
func (db *boltDB) Wipe() (err error) {
	defer guard(&err)()
	btx, err := db.bolt.Begin(true)
	if errors.Is(err, berrors.ErrDatabaseNotOpen) {
		return ErrClosed
	}
	if err != nil {
		return err
	}
	defer btx.Rollback()
	// Whoever begins to read from here on reads the newest commit, which is complete without the unused pages.
	if !db.reading.TryLock() {
		return ErrBusy
	}
	db.reading.Unlock()
	f, err := os.OpenFile(db.bolt.Path(), os.O_RDWR, 0)
	if err != nil {
		return err
	}
	err = wipePages(btx, f, int64(db.bolt.Info().PageSize))
	if err == nil { // also when all was zeros already: they may be from a turn whose sync failed
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// wipePages zeroes the pages of f that no tree and no list of btx uses.
func wipePages(btx *bbolt.Tx, f *os.File, size int64) error {
	page, zeros := make([]byte, size), make([]byte, size)
	for id := 0; ; id++ {
		info, err := btx.Page(id)
		if err != nil || info == nil { // behind the last page there has never been anything
			return err
		}
		if info.Type != "free" {
			id += info.OverflowCount
			continue
		}
		if _, err := f.ReadAt(page, int64(id)*size); err != nil {
			return err
		}
		if bytes.Equal(page, zeros) {
			continue
		}
		if _, err := f.WriteAt(zeros, int64(id)*size); err != nil {
			return err
		}
	}
}
