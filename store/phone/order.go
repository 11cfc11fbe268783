package phone

import (
	"fmt"
	"strconv"
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

const queue school.Bucket[queueEntry] = "queue"

// queueEntry is what decides when a ticket in the queue is called. It stands in the queue's index, so that a call reads no
// tickets but the one it calls.
type queueEntry struct {
	Last   time.Time `json:",omitzero"`  // end of the child's last spoken talk; zero comes before all others
	Passed int       `json:",omitempty"` // calls that went to a higher number while this one was waiting
}

// waiter is an entry with its number.
type waiter struct {
	No int
	queueEntry
}

// order is how the phone room calls. It is a value, so that the desk, the board and the call itself reckon alike.
type order struct {
	fair   bool
	passed int // how often anyone may be passed
}

func orderOf(set school.Settings) order {
	return order{set.Rule(school.RulePhoneFair) == 1, set.Rule(school.RulePhonePassed)}
}

// pick returns the index of who is called next. By arrival that is the first; in the fair order it is whoever has not
// talked for longest, among those whose call passes nobody for more than the allowed time. The first may always be
// called, so a waiting child is called at the latest when all before it were and it was passed so often. q is in order of
// arrival, which is the order of the numbers: one that comes back after a pause has kept its place.
func (o order) pick(q []waiter) int {
	best := 0
	if !o.fair {
		return best
	}
	for i, w := range q {
		if w.Last.Before(q[best].Last) {
			best = i
		}
		if w.Passed >= o.passed {
			break
		}
	}
	return best
}

// next is the order in which the first n would be called if nobody came or left meanwhile.
func (o order) next(q []waiter, n int) (nos []int) {
	q = append([]waiter(nil), q...)
	for range min(n, len(q)) {
		i := o.pick(q)
		nos = append(nos, q[i].No)
		for j := range q[:i] {
			q[j].Passed++
		}
		q = append(q[:i], q[i+1:]...)
	}
	return nos
}

// waiters reads the queue in order of arrival: all of it, or as far as one call has to look.
func waiters(tx *school.Tx, o order, all bool) (q []waiter, err error) {
	limit := 0
	if !all && !o.fair {
		limit = 1
	}
	return readQueue(tx, limit, func(w waiter) bool { return !all && o.fair && w.Passed >= o.passed })
}

// readQueue reads the first waiting tickets; limit 0 is all. It ends after the one for which last is true.
func readQueue(tx *school.Tx, limit int, last func(waiter) bool) (q []waiter, err error) {
	prefix := string(tx.Day) + "/" + string(Waiting) + "/"
	err = queue.Each(tx, kv.Prefix(prefix), func(key string, entry queueEntry) error {
		no, err := strconv.Atoi(key[len(prefix):])
		if err != nil {
			return fmt.Errorf("%w: queue/%s", kv.ErrCorrupt, key)
		}
		w := waiter{no, entry}
		q = append(q, w)
		if len(q) == limit || last(w) {
			return kv.ErrStop
		}
		return nil
	})
	return q, err
}
