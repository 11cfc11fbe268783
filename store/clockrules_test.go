package store_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhixinwu/store/heart"
	"zhixinwu/store/mail"
	"zhixinwu/store/phone"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// clockRules are the acts of a school whose clock is turned at random, and what must be true after each.
type clockRules struct {
	*storetest.School
	shown   time.Time             // the school's time as it was last shown, or trusted since
	scanned map[int]time.Duration // ticks at each child's last scan
	rows    int                   // scans that were made
	left    map[int]bool          // children sent away
	ended   bool                  // the account of the gate
	letters map[string]bool       // that were handed over
	spoke   map[int]time.Duration // ticks at the end of each child's last talk
}

func (s *clockRules) child(rt *rapid.T) int {
	return rapid.IntRange(0, len(s.Children)-1).Draw(rt, "child")
}

func (s *clockRules) must(rt *rapid.T, err error) {
	if err != nil {
		rt.Fatal(err)
	}
}

func (s *clockRules) scan(rt *rapid.T) {
	i := s.child(rt)
	_, err := s.Scan(s.Kiosk, s.Code(s.Children[i]))
	if s.left[i] {
		if !errors.Is(err, roster.ErrCardLeft) {
			rt.Fatalf("the card of a child that left: %v", err)
		}
		return
	}
	s.must(rt, err)
	at, again := s.scanned[i]
	if now := s.Clock.Ticks(); !again || now-at >= 4*time.Second {
		s.rows++
		s.scanned[i] = now
	}
}

// talk takes a number for a child and carries it through a spoken talk, if it may have one now.
func (s *clockRules) talk(rt *rapid.T) {
	i := s.child(rt)
	if s.left[i] { // no card, no kiosk
		return
	}
	_, err := s.Phone.TakeTicket(s.Visit(i))
	at, spoken := s.spoke[i]
	if errors.Is(err, phone.ErrCooldown) {
		if passed := s.Clock.Ticks() - at; !spoken || passed > 27*time.Hour {
			rt.Fatalf("child %d is to wait a day, and %v have passed", i, passed)
		}
		return
	}
	s.must(rt, err)
	ticket, err := s.Phone.CallNext(s.Keeper, "1")
	s.must(rt, err)
	s.must(rt, s.Phone.MoveTicket(s.Keeper, ticket.Key(), phone.Talking))
	s.turn(rt)
	s.Clock.Pass(time.Minute)
	s.must(rt, s.Phone.EndTalk(s.Keeper, ticket.Key(), phone.Spoke))
	s.spoke[i] = s.Clock.Ticks()
}

// turn sets the computer's clock, and sometimes the administrator believes it.
func (s *clockRules) turn(rt *rapid.T) {
	by := rapid.SampledFrom([]time.Duration{-400 * 24 * time.Hour, -26 * time.Hour, -time.Hour, -time.Second, time.Minute,
		time.Hour, 26 * time.Hour, 400 * 24 * time.Hour}).Draw(rt, "turn")
	s.must(rt, s.Healthy()) // as every minute: what was shown is on the disk
	s.Clock.Turn(by)
	switch rapid.IntRange(0, 4).Draw(rt, "then") {
	case 0:
		s.must(rt, s.TrustClock(s.Admin))
		if now := s.Now(); now.Before(s.shown) {
			for i := range s.spoke { // by the word of the administrator, that much has not passed
				s.spoke[i] += s.shown.Sub(now)
			}
			s.shown = now
		}
	case 1:
		s.Close()
		s.Start()
		if now := s.Now(); now.Before(s.shown) && s.shown.Sub(now) <= 15*time.Minute {
			s.shown = now
		}
	}
}

// hold is what is true at any time.
func (s *clockRules) hold(rt *rapid.T) {
	now := s.Now()
	if now.Before(s.shown) {
		rt.Fatalf("the school's time went back by itself, from %v to %v", s.shown, now)
	}
	s.shown = now
	if n := len(s.signins(rt)); n < s.rows { // a second reading of a card may count when the clock leapt between the two
		rt.Fatalf("%d scans are stored of %d", n, s.rows)
	}
	letters, err := s.Mail.Letters(s.Counselor)
	s.must(rt, err)
	there := map[string]bool{}
	for _, l := range letters {
		there[l.ID], s.letters[l.ID] = true, true
	}
	for id := range s.letters {
		if !there[id] {
			rt.Fatalf("a letter that was handed over is gone: %s", id)
		}
	}
	all, err := storetest.Dump[mail.News](s.Store, "letter-waiting")
	s.must(rt, err)
	for _, l := range all {
		if l.Hour.Sub(now) > 24*time.Hour {
			rt.Fatalf("at %v a letter waits until %v", now, l.Hour)
		}
	}
	days, err := storetest.Dump[phone.DayCount](s.Store, "phone-day")
	s.must(rt, err)
	for day, count := range days {
		if count.MeanTalk() < 0 {
			rt.Fatalf("%s: the mean talk is %v", day, count.MeanTalk())
		}
	}
	accounts, err := s.Access.AllStaff(s.Admin)
	s.must(rt, err)
	for _, a := range accounts {
		if s.ended && a.Login == "gate" && a.Active(school.DayOf(now)) {
			rt.Fatalf("an account is open again that ended on %s", a.Left)
		}
	}
	for i := range s.Children {
		h, err := s.Heart.HeldBy(s.Children[i].ID)
		s.must(rt, err)
		if len(h.Bookings) > 1 {
			rt.Fatalf("child %d holds %d talks", i, len(h.Bookings))
		}
	}
}

func (s *clockRules) signins(rt *rapid.T) map[string]struct{} {
	rows, err := storetest.Dump[struct{}](s.Store, "signin")
	s.must(rt, err)
	return rows
}

// TestClockRules: random acts while the computer's clock is turned at random.
func TestClockRules(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := &clockRules{School: storetest.Open(t, 3), scanned: map[int]time.Duration{}, left: map[int]bool{},
			letters: map[string]bool{}, spoke: map[int]time.Duration{}}
		s.Set(func(sc *school.Settings) {
			sc.Rules, sc.PhoneHours = map[school.Rule]int{school.RulePhoneCooldown: 24}, storetest.RoundTheClock
		})
		s.shown = s.Now()
		rt.Repeat(map[string]func(*rapid.T){
			"":     s.hold,
			"scan": s.scan,
			"talk": s.talk,
			"turn": s.turn,
			"pass": func(rt *rapid.T) {
				s.Clock.Pass(time.Duration(rapid.IntRange(1, 40*60).Draw(rt, "minutes")) * time.Minute)
				s.must(rt, s.Tidy())
			},
			"pause":  func(*rapid.T) { s.Clock.Pass(6 * time.Second) },
			"letter": func(*rapid.T) { s.Send("我想妈妈", false) },
			"leave": func(rt *rapid.T) {
				i := s.child(rt)
				s.must(rt, s.Roster.DepartChild(s.Office, s.Children[i].ID, s.Today()))
				s.left[i] = true
			},
			"end": func(rt *rapid.T) {
				s.must(rt, s.Access.EndStaff(s.Admin, s.Gate.ID()))
				s.ended = true
			},
			"book": func(rt *rapid.T) {
				v := s.Visit(s.child(rt))
				free, err := s.Heart.FreeSlots()
				s.must(rt, err)
				if len(free) == 0 || free[0].First() == (heart.Slot{}) {
					return
				}
				// refusals are the rules' own; what must not come of it is held against the records
				_, _ = s.Heart.Book(v, free[0].First().Key(), "")
			},
		})
	})
}
