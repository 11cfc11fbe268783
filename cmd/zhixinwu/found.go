package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"zhixinwu/store"
	"zhixinwu/store/school"
)

// foundSchool is the only way to a new school: a folder that is empty by mistake, or a disk that is not there, must not
// become one.
func foundSchool(args []string, stdout, stderr io.Writer) error {
	dir, err := dataFlag("found", args, stderr)
	if err != nil {
		return err
	}
	s, err := store.Found(dir, school.Options{})
	if err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "A new school is in %s. Start it: zhixinwu serve -data %s\n", dir, dir)
	return err
}

// openMadeUp opens the made-up school in dir, or founds it. A file says meanwhile that it is not complete: whoever was
// stopped then begins again, and what lies there is nobody's.
func openMadeUp(dir string, seed uint64, children int) (*store.Store, error) {
	unfinished := filepath.Join(dir, "founding")
	if _, err := os.Stat(unfinished); err == nil {
		parts, err := filepath.Glob(filepath.Join(dir, "zhixinwu.*"))
		if err != nil {
			return nil, err
		}
		for _, part := range parts {
			if err := os.Remove(part); err != nil {
				return nil, err
			}
		}
	}
	s, err := store.Open(dir, school.Options{})
	if !errors.Is(err, school.ErrNoSchool) {
		return s, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if err := os.WriteFile(unfinished, nil, 0o600); err != nil {
		return nil, err
	}
	secret := sha256.Sum256(fmt.Appendf(nil, "made-up school %d", seed))
	if s, err = store.Found(dir, school.Options{Secret: secret[:], Demo: true}); err != nil {
		return nil, err
	}
	made, classes := demoChildren(seed, children, s.Now())
	if err := settle(s, seed, made, demoStaff(classes)); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, os.Remove(unfinished)
}
