package store

import (
	"errors"
	"fmt"
)

// Tick lets time move what waits for it: the phone room, the letters whose hour has come, and the wiping of what must not
// be found in the file. It is called every second, whether or not a browser is open. None holds up the others.
func (s *Store) Tick() error {
	named := func(what string, err error) error {
		if err != nil {
			err = fmt.Errorf("%s: %w", what, err)
		}
		return err
	}
	return errors.Join(named("the phone room", s.Phone.Tick()), named("handing over letters", s.Mail.HandOver()), named("wiping", s.Wipe()))
}
