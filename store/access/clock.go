package access

import (
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

// ClockBack keeps ended accounts ended, and lets locks, sessions, codes and links last as long as they would have. A
// device that was seen ahead would not be written as seen for as long.
func (*Room) ClockBack(tx *school.Tx, _ school.Actor, from time.Time) error {
	var ended []school.Staff // a scan must not write under its own feet
	if err := school.EachStaff(tx, func(st school.Staff) error {
		if st.Left > tx.Day {
			st.Left = tx.Day
			ended = append(ended, st)
		}
		return nil
	}); err != nil {
		return err
	}
	for _, st := range ended {
		if err := putStaff(tx, st); err != nil {
			return err
		}
	}
	all := kv.Range{}
	if err := attempts.Mend(tx, all, func(a *Attempts) bool { return tx.MoveBack(from, &a.Last) }); err != nil {
		return err
	}
	if err := sessions.Mend(tx, all, func(ses *Session) bool { return tx.MoveBack(from, &ses.Started, &ses.Seen) }); err != nil {
		return err
	}
	if err := seenAt.Mend(tx, all, func(at *time.Time) bool { return tx.MoveBack(from, at) }); err != nil {
		return err
	}
	return enrolments.Mend(tx, all, func(e *Enrolment) bool {
		return e.Expires.After(tx.Now.Add(enrolmentLife)) && tx.MoveBack(from, &e.Expires)
	})
}
