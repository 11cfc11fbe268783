package urgent

import (
	"errors"
	"slices"
	"strings"

	"zhixinwu/store/school"
)

// A child that calls for an adult is heard even when the disk takes nothing: the call, and what becomes of it, is held in
// memory and stands before what is stored, until the disk takes it. Only the process's end loses it then.

// heldFrom is above every number that a school's calls reach, so that a held call keeps its key when it is stored.
const heldFrom = 900_000

// hold keeps a call as it is now, and rings.
func (s *Room) hold(u Call) {
	u.Unsaved = true
	s.mu.Lock()
	s.held[u.Key()] = u
	s.mu.Unlock()
	// Nothing is written, so this needs no disk. A page that it does not reach looks again by itself.
	_ = s.school.Update(func(tx *school.Tx) error {
		tx.Publish(school.TopicUrgent)
		return nil
	})
}

// holding are the held calls, the oldest first.
func (s *Room) holding() (all []Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, u := range s.held {
		all = append(all, u)
	}
	slices.SortFunc(all, func(a, b Call) int { return strings.Compare(a.Key(), b.Key()) })
	return all
}

// heldNumber is the second of the day in which the child asked, or the next that is free: one that no earlier run of the
// program has given.
func (s *Room) heldNumber(u Call) int {
	u.N = heldFrom + u.Asked.Hour()*3600 + u.Asked.Minute()*60 + u.Asked.Second()
	s.mu.Lock()
	defer s.mu.Unlock()
	for ; ; u.N++ {
		if _, taken := s.held[u.Key()]; !taken {
			return u.N
		}
	}
}

// heldAs finds an open held call of the same child or kiosk.
func (s *Room) heldAs(ask Call) (Call, bool) {
	for _, u := range s.holding() {
		if u.Open() && u.same(ask) {
			return u, true
		}
	}
	return Call{}, false
}

// keyed finds a call, as it is now, by its key.
func (s *Room) keyed(key string) func(*school.Tx) (Call, error) {
	return func(tx *school.Tx) (Call, error) {
		s.mu.Lock()
		u, held := s.held[key]
		s.mu.Unlock()
		if held {
			return u, nil
		}
		return urgentRows.Must(tx, key)
	}
}

// openCalls are the calls that wait, as they are now.
func (s *Room) openCalls(tx *school.Tx) ([]Call, error) {
	open, err := openUrgents(tx)
	held := s.holding()
	open = slices.DeleteFunc(open, func(o Call) bool {
		return slices.ContainsFunc(held, func(h Call) bool { return h.Key() == o.Key() })
	})
	for _, u := range held {
		if u.Open() {
			open = append(open, u)
		}
	}
	return open, err
}

// change lets fn change a call that was found, one at a time, and stores it or holds it.
func (s *Room) change(find func(*school.Tx) (Call, error), fn func(*school.Tx, *Call) (changed bool, err error)) (u Call, err error) {
	s.moves.Lock()
	defer s.moves.Unlock()
	stored := false
	err = s.school.Update(func(tx *school.Tx) error {
		stored = false
		var err error
		if u, err = find(tx); err != nil {
			return err
		}
		if stored, err = fn(tx, &u); err != nil || !stored {
			return err
		}
		return putUrgent(tx, u)
	})
	switch {
	case errors.Is(err, school.ErrDisk) && stored: // without stored, the writer itself is gone, and fn was not asked
		s.hold(u)
		return u, nil
	case err == nil && stored:
		s.mu.Lock()
		delete(s.held, u.Key())
		s.mu.Unlock()
	}
	return u, err
}

// Store writes the held calls to a disk that takes them again.
func (s *Room) Store() error {
	for _, u := range s.holding() {
		if _, err := s.change(s.keyed(u.Key()), func(*school.Tx, *Call) (bool, error) { return true, nil }); err != nil {
			return err
		}
	}
	return nil
}
