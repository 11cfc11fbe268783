package school

import (
	"errors"
	"fmt"
	"time"

	"zhixinwu/store/kv"
)

// When the disk is full or dying, what can be done without it goes on: pages are read, a call for an adult rings. What cannot
// is refused in words, and whoever looks after the school is told until the disk has shown that it takes things again.

const (
	healthyAt Cell[time.Time] = "healthy"
	probe     Cell[[]byte]    = "probe"
)

// ErrDisk: what was asked was right, and the disk did not take it.
var ErrDisk = NewError(Unavailable, "disk")

// probeSize is more than the longest letter takes. On a full disk what is small still finds room among the freed pages.
const probeSize = 512 << 10

// refused notes that the disk refused something.
func (s *School) refused(err error) error {
	s.failing.Store(&err)
	return fmt.Errorf("%w: %w", ErrDisk, err)
}

// Failing is why the disk refused what it was given last, or nil. One success is not enough to end it, see TryDisk.
func (s *School) Failing() error {
	if err := s.failing.Load(); err != nil {
		return *err
	}
	return nil
}

// UnlessDisk forgives a write that a page can do without, if only the disk was against it: Failing tells of that.
func UnlessDisk(err error) error {
	if errors.Is(err, ErrDisk) {
		return nil
	}
	return err
}

// TryDisk writes as much as a large letter takes, and takes it away again. If both are stored, nothing is Failing any more.
func (s *School) TryDisk() error {
	if err := s.Update(func(tx *Tx) error { return probe.Put(tx, make([]byte, probeSize)) }); err != nil {
		return err
	}
	if err := s.Update(func(tx *Tx) error { return probe.Delete(tx) }); err != nil {
		return err
	}
	s.failing.Store(nil)
	return nil
}

// healthyPer is how often Healthy writes at most while writing goes well.
const healthyPer = time.Minute

// Healthy reads, and once a minute really writes: a full or read-only disk is found before a child finds it. Anybody may ask
// as often as they like. After a write that failed the next one tries again.
func (s *School) Healthy() error {
	now := s.Now()
	if wrote := s.wrote.Load(); wrote != nil && now.Sub(*wrote) < healthyPer && !now.Before(*wrote) {
		if err := s.View(func(tx *Tx) error {
			_, _, err := healthyAt.Get(tx)
			return err
		}); err != nil {
			return err
		}
		return s.Failing()
	}
	if err := s.Update(func(tx *Tx) error { return healthyAt.Put(tx, tx.Now) }); err != nil {
		return err
	}
	s.wrote.Store(&now)
	return s.Failing()
}

// Wipe leaves nothing in the file of what transactions with Tx.Wipe have deleted or replaced. It does nothing when there was
// none, and is called every second: beside a reader it has to wait for its next turn. The first call after a start always
// looks, because the program may have ended before the wiping.
//
// A disk that does not take it is an ErrDisk, and is tried again with the next call. Nothing is Failing for that: what people
// write is stored all the same.
func (s *School) Wipe() error {
	if !s.unwiped.CompareAndSwap(true, false) {
		return nil
	}
	err := s.db.Wipe()
	if err != nil {
		s.unwiped.Store(true)
	}
	switch {
	case err == nil, errors.Is(err, kv.ErrBusy):
		return nil
	case errors.Is(err, kv.ErrCorrupt):
		return err
	}
	return fmt.Errorf("%w: %w", ErrDisk, err)
}

// Check reads everything, follows the chain of the audit, and returns kv.ErrCorrupt at the first damage.
func (s *School) Check() error {
	err := s.db.Check()
	if err == nil {
		err = s.checkAudit()
	}
	s.damaged.Store(err != nil)
	return err
}

// Damaged is whether the last Check found something.
func (s *School) Damaged() bool { return s.damaged.Load() }
