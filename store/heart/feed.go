package heart

import (
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

const feedsOf school.Bucket[string] = "feed-staff"

const feeds school.Bucket[string] = "feed"

// FeedTalk is a talk in a calendar feed: a time and a room, and nobody's name.
type FeedTalk struct {
	ID         string // the same while the talk is; tells nothing
	Begin, End time.Time
	Group      bool
}

// feedBack and feedAhead are the days that a feed holds, before today and from today on.
const feedBack, feedAhead = 7, 60

// OfferFeed makes the actor's secret calendar link, and ends the one before. The token is shown once; the data holds
// its hash. It opens without a session, because calendar programs have none, so what is behind it must tell nothing:
// no name, no topic.
func (s *Room) OfferFeed(actor school.Actor) (token string, err error) {
	token = school.RandomID()
	err = s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleCounselor); err != nil {
			return err
		}
		if err := dropFeed(tx, actor.ID()); err != nil {
			return err
		}
		if err := school.Record(tx, actor, actFeed, actor.ID()); err != nil {
			return err
		}
		if err := feedsOf.Put(tx, actor.ID(), school.HashOf(token)); err != nil {
			return err
		}
		return feeds.Put(tx, school.HashOf(token), actor.ID())
	})
	return token, err
}

// EndFeed ends the actor's link.
func (s *Room) EndFeed(actor school.Actor) error {
	return s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleCounselor); err != nil {
			return err
		}
		return dropFeed(tx, actor.ID())
	})
}

// dropFeed ends a member's link, if one is out, in both directions.
func dropFeed(tx *school.Tx, staff string) error {
	hash, found, err := feedsOf.Get(tx, staff)
	if err != nil || !found {
		return err
	}
	if err := feeds.Delete(tx, hash); err != nil {
		return err
	}
	return feedsOf.Delete(tx, staff)
}

func hasFeed(tx *school.Tx, staff string) (bool, error) {
	_, found, err := feedsOf.Get(tx, staff)
	return found, err
}

// Feed returns the talks behind a secret link, by time. An unknown link, one that was ended, and one whose counselor
// has left or is none any more are all ErrFeed. Missed talks are left out, and a walk-in until it is over: only then does it have a
// length.
func (s *Room) Feed(token string) (talks []FeedTalk, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		talks = nil
		staff, found, err := feeds.Get(tx, school.HashOf(token))
		if err != nil {
			return err
		}
		st, known, err := school.FindStaff(tx, staff)
		if err != nil {
			return err
		}
		if !found || !known || !st.Active(tx.Day) || !st.Has(school.RoleCounselor) {
			return ErrFeed
		}
		last := Slot{}
		in := kv.Range{From: string(tx.Day.Add(-feedBack)), To: string(tx.Day.Add(feedAhead))}
		return bookings.Each(tx, in, func(_ string, b Booking) error {
			same := b.Slot
			same.Seat = 0
			if b.Counselor != staff || b.State == NoShow || b.Group != "" && same == last { // a circle is one event
				return nil
			}
			last = same
			begin := b.start(tx)
			end := begin.Add(time.Duration(b.Minutes) * time.Minute)
			if b.WalkIn() {
				if begin, end = b.Started, b.Ended; begin.IsZero() || end.IsZero() {
					return nil
				}
			}
			talks = append(talks, FeedTalk{school.HashOf("feed/" + b.Key() + string(tx.ChainKey))[:24], begin, end, b.Group != ""})
			return nil
		})
	})
	return talks, err
}
