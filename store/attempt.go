package store

import (
	"errors"
	"time"

	"zhixinwu/store/kv"
)

// Attempts counts what went wrong lately for one account, browser or device. There is none per network address: a whole
// school stands behind one.
type Attempts struct {
	Wrong int
	Last  time.Time
}

// attemptKey says what was tried, and by or for whom.
type attemptKey struct{ what, whom string }

func (k attemptKey) key() string { return k.what + "/" + hashOf(k.whom) }

// attemptRule: after max wrong tries nothing is checked any more until pause has passed without one.
type attemptRule struct {
	max   int
	pause time.Duration
	err   error
}

var attemptRules = map[string]attemptRule{
	"login":         {5, 5 * time.Minute, ErrLocked},
	"login-browser": {5, 5 * time.Minute, ErrLocked},
	"unlock":        {5, 5 * time.Minute, ErrLocked},
	"mailbox":       {5, 5 * time.Minute, ErrLocked},
	"reply":         {8, time.Minute, ErrReplyWait},
}

// allowed refuses whoever has used up the tries.
func allowed(tx *tx, who []attemptKey) error {
	for _, k := range who {
		a, _, err := get[Attempts](tx, "attempt", k.key())
		if err != nil {
			return err
		}
		rule := attemptRules[k.what]
		if a.Wrong >= rule.max && tx.now.Sub(a.Last) < rule.pause {
			return rule.err
		}
	}
	return nil
}

// failed counts a wrong try. It returns nil so that the count is kept; the caller then returns the error to its own.
func failed(tx *tx, who []attemptKey) error {
	for _, k := range who {
		a, _, err := get[Attempts](tx, "attempt", k.key())
		if err != nil {
			return err
		}
		if tx.now.Sub(a.Last) >= attemptRules[k.what].pause {
			a.Wrong = 0
		}
		a.Wrong++
		a.Last = tx.now
		if err := put(tx, "attempt", k.key(), a); err != nil {
			return err
		}
	}
	return nil
}

// forget clears the count after a right try.
func forget(tx *tx, who []attemptKey) error {
	for _, k := range who {
		if err := tx.Delete("attempt", k.key()); err != nil {
			return err
		}
	}
	return nil
}

// Tidy deletes what has run out: sessions, links and counts of wrong tries; and gives those in the waiting line what a new
// day has opened. It is called at the start and every hour.
func (s *Store) Tidy() error {
	return s.update(func(tx *tx) error {
		return errors.Join(
			expire(tx, "session", func(ses Session) bool { return !ses.living(tx.now) }),
			expire(tx, "pairing", func(p Pairing) bool { return !tx.now.Before(p.Expires) }),
			expire(tx, "enrolment", func(e Enrolment) bool { return !e.living(tx.now) }),
			expire(tx, "attempt", func(a Attempts) bool { return tx.now.Sub(a.Last) > time.Hour }),
			promote(tx))
	})
}

func expire[T any](tx *tx, bucket string, over func(T) bool) error {
	var dead []string // a scan must not delete under its own feet
	err := each(tx, bucket, kv.Range{}, func(key string, v T) error {
		if over(v) {
			dead = append(dead, key)
		}
		return nil
	})
	for _, key := range dead {
		err = errors.Join(err, tx.Delete(bucket, key))
	}
	return err
}
