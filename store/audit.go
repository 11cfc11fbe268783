package store

import (
	"time"

	"zhixinwu/store/kv"
)

// Audit is one row of who looked or changed what: 未成年人网络保护条例 36 asks for a record of every access of staff to a
// child's information.
type Audit struct {
	At      time.Time
	Staff   string
	Action  string // e.g. "family.shown"
	Subject string // id of the child or thing, never a name, text or number
}

// audit appends a row in the caller's transaction.
func audit(tx *tx, staff, action, subject string) error {
	key := tx.now.UTC().Format("20060102T150405.000000000") + "/" + randomID()
	return put(tx, "audit", key, Audit{At: tx.now, Staff: staff, Action: action, Subject: subject})
}

// Audits returns the rows since a moment, oldest first.
func (s *Store) Audits(actor Actor, since time.Time) (rows []Audit, err error) {
	err = s.view(func(tx *tx) error {
		if err := actor.may(RoleAdmin, RoleHead); err != nil {
			return err
		}
		from := since.UTC().Format("20060102T150405.000000000")
		return each(tx, "audit", kv.Range{From: from}, func(_ string, a Audit) error {
			rows = append(rows, a)
			return nil
		})
	})
	return rows, err
}
