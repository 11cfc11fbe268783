package phone

import (
	"strings"
	"time"
	"unicode/utf8"

	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

const announcementKey = "phone"

const announcements school.Bucket[Announcement] = "announcement"

// Announcement is the one line that the keeper writes on the board.
type Announcement struct{ Text string }

// Announce writes it; an empty text takes it away. It hangs before everybody, so it is one short line
// (ErrAnnouncement beyond 40 characters), and the audit says who wrote it.
func (s *Room) Announce(actor school.Actor, text string) error {
	text = strings.TrimSpace(text)
	return s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleKeeper, school.RoleAdmin); err != nil {
			return err
		}
		if utf8.RuneCountInString(text) > 40 || text != "" && !school.ValidName(text) {
			return ErrAnnouncement
		}
		if err := school.Record(tx, actor, actAnnounce, ""); err != nil {
			return err
		}
		tx.Publish(school.TopicPhone)
		return announcements.Put(tx, announcementKey, Announcement{text})
	})
}

// shownNext is how many of the next numbers the board shows.
const shownNext = 5

// Board is what hangs on the wall: numbers and pictures, no names. Who calls home, and how often, is nobody's
// business in a queue; the one exception is the class of a child that is summoned, which cannot know its number.
type Board struct {
	Lines   []BoardLine
	Next    []int // the next five, if nobody comes or leaves
	Called  []int // the last five that were called and are not on a line any more
	Waiting int
	Opening Opening
	CallIn  bool
	Announcement
	At time.Time
}

// BoardLine is one line; No is 0 while it is free.
type BoardLine struct {
	ID, Kind string
	Out      bool
	No       int
	Calls    int
	State    TicketState
	Summons  [2]string // of a child whose family calls: it may not know its number
	Class    string
}

// Board returns what the phone room's board shows. It asks for no actor: the device's offer is checked where it is
// read.
//
// Lines first, with whom each has; then the numbers called lately that stand on none of them; then the next ones, by
// the same order that calls them. In the order of arrival only the head of the queue is read.
func (s *Room) Board() (b Board, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		b = Board{At: tx.Now, Opening: OpeningAt(tx.Settings, tx.Now), CallIn: callsIn(tx.Settings, tx.Now)}
		day, _, err := days.Get(tx, string(tx.Day))
		if err != nil {
			return err
		}
		b.Waiting = day.Waiting
		if b.Announcement, _, err = announcements.Get(tx, announcementKey); err != nil {
			return err
		}
		lines, err := linesOf(tx)
		if err != nil {
			return err
		}
		on := map[int]bool{}
		for _, l := range lines {
			bl := BoardLine{ID: l.ID, Kind: l.Kind, Out: l.Out}
			t, busy, err := onLine(tx, l)
			if err != nil {
				return err
			}
			if busy {
				bl.No, bl.State, bl.Calls = t.No, t.State, t.Rings()
				on[t.No] = true
			}
			if busy && t.In {
				c, err := roster.ChildOf(tx, t.Child)
				if err != nil {
					return err
				}
				bl.Summons, bl.Class = visit.SummonsOf(c.ID), c.Class.String()
			}
			b.Lines = append(b.Lines, bl)
		}
		for _, no := range day.Called {
			if !on[no] {
				b.Called = append(b.Called, no)
			}
		}
		o := orderOf(tx.Settings)
		limit := shownNext
		if o.fair {
			limit = 0 // the next may stand anywhere in the queue
		}
		q, err := readQueue(tx, limit, func(waiter) bool { return false })
		b.Next = o.next(q, shownNext)
		return err
	})
	return b, err
}

// callsIn reports whether families may call now.
func callsIn(sc school.Settings, now time.Time) bool {
	day, clock := school.DayOf(now), school.ClockOf(now)
	if _, off := sc.HolidayOn(day); off {
		return false
	}
	for _, h := range sc.CallInHours {
		if h.Weekday == day.Weekday() && (school.Span{From: h.From, To: h.To}).Holds(clock) {
			return true
		}
	}
	return false
}
