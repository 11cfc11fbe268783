package phone

import (
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

// ClockBack lets pauses and talks last as long as they would have, and counts in this week and month what was counted in
// one that lay ahead. Numbers of a day that was none are given up, or they would stand in the queue when that day comes;
// a talk goes on.
func (*Room) ClockBack(tx *school.Tx, _ school.Actor, from time.Time) error {
	week, month := tx.Settings.WeekOf(tx.Day), monthOf(tx.Day)
	if err := sums.Mend(tx, kv.Range{}, func(sum *ContactSum) bool {
		ahead := tx.MoveBack(from, &sum.Spoke) || sum.Letter > tx.Day || sum.Week > week || sum.Month > month
		sum.Letter, sum.Week, sum.Month = min(sum.Letter, tx.Day), min(sum.Week, week), min(sum.Month, month)
		return ahead
	}); err != nil {
		return err
	}
	var late []Ticket // a scan must not write under its own feet
	if err := tickets.Each(tx, kv.Range{From: string(tx.Day.Add(-1))}, func(_ string, t Ticket) error {
		if t.Ended.After(tx.Now) || t.State.queues() || t.State == Called || t.State == Talking {
			late = append(late, t)
		}
		return nil
	}); err != nil {
		return err
	}
	for _, t := range late {
		if t.Started.After(tx.Now) { // else its end is near enough
			t.Until = t.Until.Add(tx.Now.Sub(from))
		}
		tx.MoveBack(from, &t.Last, &t.Taken, &t.Called, &t.Started, &t.Asked, &t.Cut, &t.Ended)
		if err := putTicket(tx, t, t.State); err != nil {
			return err
		}
		if t.Day > tx.Day && (t.State.queues() || t.State == Called) {
			if err := moveTicket(tx, &t, Left); err != nil {
				return err
			}
		}
	}
	return advance(tx)
}
