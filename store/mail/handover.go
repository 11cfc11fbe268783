package mail

import (
	"slices"
	"strings"
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

const waiting school.Index = "letter-waiting"

// handed reports whether the keepers may know of a letter. An answered one they know, even while the news that its answers
// were fetched is waiting.
func (l Letter) handed(now time.Time) bool { return len(l.Answers) > 0 || !l.Handover.After(now) }

// told is a letter as the keepers may know it now.
func (l Letter) told(now time.Time) Letter {
	if l.Handover.After(now) {
		l.Fetched = ""
	}
	l.Handover = time.Time{}
	return l
}

// waitKey begins with the hour, so that what is due stands in front.
func (l Letter) waitKey() string { return l.Handover.UTC().Format(time.RFC3339) + "/" + l.ID }

// putUntold stores a letter that a child has just written, or whose answers one has just read. Where its page lies in the
// file, beside the scans of that minute, would tell when that was. So whatever waits is written again with it, all in this
// one commit, and what it replaces is wiped: of all that waits together, nothing says what came first.
func putUntold(tx *school.Tx, l Letter) error {
	if !l.Handover.IsZero() {
		if err := waiting.Mark(tx, l.waitKey()); err != nil {
			return err
		}
	}
	if err := putAgain(tx, l); err != nil {
		return err
	}
	letters, err := waitingUntil(tx, "")
	if err != nil {
		return err
	}
	for _, other := range letters {
		if other.ID == l.ID {
			continue
		}
		if err := putAgain(tx, other); err != nil {
			return err
		}
	}
	tx.Wipe = true
	return nil
}

// putAgain writes a letter and the key by which its return code finds it.
func putAgain(tx *school.Tx, l Letter) error {
	if err := lettersBy.Put(tx, l.Lookup, l.ID); err != nil {
		return err
	}
	return letterRows.Put(tx, l.ID, l)
}

// waitingUntil are the letters whose hour comes before a key; "" is all that wait.
func waitingUntil(tx *school.Tx, key string) (letters []Letter, err error) {
	err = waiting.Keys(tx, kv.Range{To: key}, func(key string) error {
		l, err := letterRows.Must(tx, key[strings.LastIndexByte(key, '/')+1:])
		letters = append(letters, l)
		return err
	})
	return letters, err
}

// HandOver gives the keepers what has waited for its hour: letters, and the news that answers were fetched. From then on
// nothing in a row says that it waited. It is called every second, and writes only when an hour has come.
func (s *Room) HandOver() error {
	due := false
	if err := s.school.View(func(tx *school.Tx) error {
		return waiting.Keys(tx, kv.Range{To: dueKey(tx.Now)}, func(string) error { due = true; return kv.ErrStop })
	}); err != nil || !due {
		return err
	}
	return s.school.Update(func(tx *school.Tx) error {
		letters, err := waitingUntil(tx, dueKey(tx.Now))
		if err != nil {
			return err
		}
		for _, l := range letters {
			if err := waiting.Delete(tx, l.waitKey()); err != nil {
				return err
			}
			l.Handover = time.Time{}
			if err := putAgain(tx, l); err != nil {
				return err
			}
		}
		tx.Publish(school.TopicLetter)
		tx.Wipe = true
		return nil
	})
}

// dueKey lies behind the keys of all whose hour has come.
func dueKey(now time.Time) string { return Letter{Handover: now.Add(time.Second)}.waitKey() }

// nextHandover is the next of the day's hours after now, or zero when letters do not wait.
func nextHandover(hours []school.Clock, now time.Time) time.Time {
	if len(hours) == 0 {
		return time.Time{}
	}
	today := school.DayOf(now)
	for _, day := range []school.Day{today, today.Add(1)} {
		for _, c := range slices.Sorted(slices.Values(hours)) {
			if at := day.At(c, now.Location()); at.After(now) {
				return at
			}
		}
	}
	return time.Time{}
}
