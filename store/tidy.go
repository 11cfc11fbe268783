package store

import (
	"errors"
	"time"
	"zhixinwu/store/kv"
)

// Tidy deletes what has run out: sessions, links and counts of wrong tries; and gives those in the waiting line what a new
// day has opened. It is called at the start and every hour.
func (s *Store) Tidy() error {
	return s.update(func(tx *Tx) error {
		return errors.Join(
			sessions.Expire(tx, kv.Range{}, func(ses Session) bool { return !ses.living(tx.Now) }),
			pairings.Expire(tx, kv.Range{}, func(p Pairing) bool { return !tx.Now.Before(p.Expires) }),
			enrolments.Expire(tx, kv.Range{}, func(e Enrolment) bool { return !e.living(tx.Now) }),
			attempts.Expire(tx, kv.Range{}, func(a Attempts) bool { return tx.Now.Sub(a.Last) > time.Hour }),
			promote(tx))
	})
}
