package urgent

import (
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

// ClockBack lets open calls go on climbing from where they were. What lies ahead is not older than what openUrgents shows.
func (*Room) ClockBack(tx *school.Tx, _ school.Actor, from time.Time) error {
	var open []Call // a scan must not write under its own feet
	if err := openCalls.Keys(tx, kv.Range{From: string(tx.Day.Add(-1))}, func(key string) error {
		u, err := urgentRows.Must(tx, key)
		open = append(open, u)
		return err
	}); err != nil {
		return err
	}
	for _, u := range open {
		moved := tx.MoveBack(from, &u.Asked, &u.Answered)
		for i := range u.Back {
			moved = tx.MoveBack(from, &u.Back[i]) || moved
		}
		if !moved {
			continue
		}
		if err := putUrgent(tx, u); err != nil {
			return err
		}
	}
	return nil
}
