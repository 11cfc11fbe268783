package heart

import (
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

// ClockBack brings talks that took place ahead to today, for the list of those not met for long. Talks booked for the days
// between lie ahead again; lapse has closed for good those that something else already rests on.
func (*Room) ClockBack(tx *school.Tx, _ school.Actor, _ time.Time) error {
	tx.Publish(school.TopicBooking)
	return met.Mend(tx, kv.Range{}, func(day *school.Day) bool {
		ahead := *day > tx.Day
		*day = min(*day, tx.Day)
		return ahead
	})
}
