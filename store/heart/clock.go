package heart

import (
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

// ClockBack brings talks that took place ahead to today, for the list of those not met for long. Talks booked for the days
// between lie ahead again; lapse has closed for good those that something else already rests on. What was booked in that
// time for a day that nobody can book yet is called off: it would keep the child from another for as long.
func (*Room) ClockBack(tx *school.Tx, by school.Actor, from time.Time) error {
	tx.Publish(school.TopicBooking)
	if err := met.Mend(tx, kv.Range{}, func(day *school.Day) bool {
		ahead := *day > tx.Day
		*day = min(*day, tx.Day)
		return ahead
	}); err != nil {
		return err
	}
	first, last := tx.Day.Add(tx.Settings.Rule(school.RuleBookingDays)), school.DayOf(from).Add(maxAway)
	if err := displace(tx, by, first, last, func(b Booking) bool {
		return b.Steps[len(b.Steps)-1].At.After(tx.Now)
	}); err != nil {
		return err
	}
	return Promote(tx)
}
