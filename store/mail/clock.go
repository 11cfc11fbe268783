package mail

import (
	"slices"
	"strings"
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

// ClockBack tells what was due before the time was taken back, because the hour was there for whoever looked, and lets the
// rest wait for the next hour of the day that comes, not for the one of a day that was none. Letters that were handed over
// know no hour and stay.
func (*Room) ClockBack(tx *school.Tx, _ school.Actor, from time.Time) error {
	tx.Publish(school.TopicLetter)
	next := NextBatch(tx.Settings, tx.Now) // zero where letters do not wait: then it is due at once
	var news []News
	if err := newsRows.Each(tx, kv.Range{}, func(_ string, n News) error { news = append(news, n); return nil }); err != nil {
		return err
	}
	slices.SortFunc(news, func(a, b News) int { return strings.Compare(a.ID, b.ID) })
	for _, n := range news {
		told := !n.Hour.After(from)
		if !told && !n.Hour.After(next) {
			continue
		}
		if err := newsRows.Delete(tx, n.key()); err != nil {
			return err
		}
		var err error
		if told {
			err = n.tell(tx)
		} else {
			n.Hour = next
			err = newsRows.Put(tx, n.key(), n)
		}
		if err != nil {
			return err
		}
	}
	if len(news) == 0 {
		return nil
	}
	tx.Wipe = true
	return newsRows.Rewrite(tx)
}
