package mail

import (
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

// ClockBack keeps letters handed over that were, because somebody may have read them, and lets the others wait for the
// next hour of the day that comes, not for the one of a day that was none.
func (*Room) ClockBack(tx *school.Tx, _ school.Actor, from time.Time) error {
	tx.Publish(school.TopicLetter)
	next := NextBatch(tx.Settings, tx.Now)
	return letterRows.Mend(tx, kv.Range{}, func(l *Letter) bool {
		switch was := l.Handover; {
		case !was.After(tx.Now):
			return false
		case !was.After(from):
			l.Handover = time.Time{}
		case was.After(next):
			l.Handover = next
		}
		return true
	})
}
