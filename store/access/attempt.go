package access

import (
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

const attempts school.Bucket[Attempts] = "attempt"

// Attempts counts what went wrong lately for somebody who is signed in, and outlives a restart. What strangers try is counted
// in memory, see Pace.
type Attempts struct {
	Wrong int
	Last  time.Time
}

// attemptKey says what was tried, and by or for whom.
type attemptKey struct{ What, Whom string }

func (k attemptKey) key() string { return k.What + "/" + school.HashOf(k.Whom) }

// attemptRule: after max wrong tries nothing is checked any more until pause has passed without one.
type attemptRule struct {
	max   int
	pause time.Duration
	err   error
}

// attemptRules are the locks: of a session, which ends, and of the passphrase of a member of staff who is signed in.
var attemptRules = map[string]attemptRule{
	"unlock":  {5, 5 * time.Minute, ErrLocked},
	"mailbox": {5, 5 * time.Minute, ErrPassphraseWait},
}

// allowed refuses whoever has used up the tries, with the error of its lock.
func allowed(tx *school.Tx, who []attemptKey) error {
	for _, k := range who {
		a, _, err := attempts.Get(tx, k.key())
		if err != nil {
			return err
		}
		rule := attemptRules[k.What]
		if a.Wrong >= rule.max && tx.Now.Sub(a.Last) < rule.pause {
			return rule.err
		}
	}
	return nil
}

// failed counts a wrong try. It returns nil so that the count is kept; the caller then returns the error to its own.
// A try after a pause without any begins to count anew.
func failed(tx *school.Tx, who []attemptKey) error {
	for _, k := range who {
		a, _, err := attempts.Get(tx, k.key())
		if err != nil {
			return err
		}
		if tx.Now.Sub(a.Last) >= attemptRules[k.What].pause {
			a.Wrong = 0
		}
		a.Wrong++
		a.Last = tx.Now
		if err := attempts.Put(tx, k.key(), a); err != nil {
			return err
		}
	}
	return nil
}

// forget clears the count after a right try.
func forget(tx *school.Tx, who []attemptKey) error {
	for _, k := range who {
		if err := attempts.Delete(tx, k.key()); err != nil {
			return err
		}
	}
	return nil
}

// Tidy deletes what has run out: sessions, links for devices, counts of wrong tries, and what knew a browser. It is for
// space alone: each of them is refused when it has run out, deleted or not.
func Tidy(tx *school.Tx) error {
	if err := sessions.Expire(tx, kv.Range{}, func(ses Session) bool { return !ses.living(tx.Now) }); err != nil {
		return err
	}
	old := tx.Day.Add(-openedLife)
	if err := openedIn.Expire(tx, kv.Range{}, func(last school.Day) bool { return last < old }); err != nil {
		return err
	}
	if err := enrolments.Expire(tx, kv.Range{}, func(e Enrolment) bool { return !e.living(tx.Now) }); err != nil {
		return err
	}
	return attempts.Expire(tx, kv.Range{}, func(a Attempts) bool { return tx.Now.Sub(a.Last) > time.Hour })
}
