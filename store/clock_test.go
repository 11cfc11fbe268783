package store_test

import (
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"zhixinwu/store/access"
	"zhixinwu/store/phone"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
	"zhixinwu/store/visit"
)

const year = 365 * 24 * time.Hour

// wrong are the ways in which a computer's clock goes wrong. With unknown, a restart hides how much time has passed, up to
// the grain of the mark.
var wrong = []struct {
	name    string
	turn    func(*storetest.School)
	unknown time.Duration
}{
	{"an hour back", func(s *storetest.School) { s.Clock.Turn(-time.Hour) }, 0},
	{"a year back", func(s *storetest.School) { s.Clock.Turn(-year) }, 0},
	{"a year ahead", func(s *storetest.School) { s.Clock.Turn(year) }, 0},
	{"a year ahead and corrected", func(s *storetest.School) { s.Clock.Turn(year); s.Take(1); s.Clock.Turn(-year) }, 0},
	{"a year back, and a restart", func(s *storetest.School) { s.Clock.Turn(-year); s.Close(); s.Start() }, 15 * time.Minute},
	{"a year ahead, and a restart", func(s *storetest.School) { s.Clock.Turn(year); s.Close(); s.Start() }, 15 * time.Minute},
	{"an hour back, which is right", func(s *storetest.School) { s.SetBack(time.Hour) }, 0},
	{"a year back, which is right", func(s *storetest.School) { s.SetBack(year) }, 0},
}

// whenWrong runs a test for each of them.
func whenWrong(t *testing.T, test func(t *testing.T, s *storetest.School, goWrong func(), unknown time.Duration)) {
	for _, w := range wrong {
		t.Run(w.name, func(t *testing.T) {
			s := storetest.Open(t, 2)
			test(t, s, func() { t.Helper(); w.turn(s) }, w.unknown)
		})
	}
}

// TestClockScan: every scan is stored, whatever the computer shows, and a rescan stays one.
func TestClockScan(t *testing.T) {
	whenWrong(t, func(t *testing.T, s *storetest.School, goWrong func(), _ time.Duration) {
		rows := func() int { return len(s.Rows("signin")) }
		scan := func() {
			t.Helper()
			if _, err := s.Scan(s.Kiosk, s.Code(s.Children[0])); err != nil {
				t.Fatal(err)
			}
		}
		scan()
		s.Clock.Pass(10 * time.Minute)
		goWrong()
		scan()
		s.Clock.Pass(time.Second)
		scan()
		if n := rows(); n != 2 {
			t.Errorf("%d scans are stored, not the two that were made", n)
		}
	})
}

// TestClockLock: five minutes of a lock are five minutes, with what the school's clock gives up to let the computer catch up.
func TestClockLock(t *testing.T) {
	whenWrong(t, func(t *testing.T, s *storetest.School, goWrong func(), unknown time.Duration) {
		open := func(passphrase string) error {
			_, err := s.Mail.UnlockMailbox(s.Counselor, passphrase)
			return err
		}
		for range 5 {
			if err := open("wrong passphrase"); !errors.Is(err, access.ErrPassphrase) {
				t.Fatal(err)
			}
		}
		s.Clock.Pass(time.Minute)
		goWrong()
		s.Clock.Pass(3 * time.Minute)
		if err := open(storetest.Password); unknown == 0 && !errors.Is(err, access.ErrPassphraseWait) {
			t.Errorf("after four minutes: %v", err)
		}
		s.Clock.Pass(2 * time.Minute)
		if err := open(storetest.Password); err != nil {
			t.Errorf("after six minutes: %v", err)
		}
	})
}

// TestClockTalk: a talk is as long as it was, and the pause after it too.
func TestClockTalk(t *testing.T) {
	whenWrong(t, func(t *testing.T, s *storetest.School, goWrong func(), unknown time.Duration) {
		s.Set(func(sc *school.Settings) {
			sc.Rules, sc.PhoneHours = map[school.Rule]int{school.RulePhoneCooldown: 24}, storetest.RoundTheClock
		})
		s.Take(0)
		ticket := s.Call("1")
		if err := s.Phone.MoveTicket(s.Keeper, ticket.Key(), phone.Talking); err != nil {
			t.Fatal(err)
		}
		s.Clock.Pass(2 * time.Minute)
		goWrong()
		s.Clock.Pass(2 * time.Minute)
		if err := s.Phone.EndTalk(s.Keeper, ticket.Key(), phone.Spoke); err != nil {
			t.Fatal(err)
		}
		days, err := storetest.Dump[phone.DayCount](s.Store, "phone-day")
		if err != nil {
			t.Fatal(err)
		}
		for day, count := range days {
			if mean := count.MeanTalk(); mean < 3*time.Minute || mean > 4*time.Minute+unknown {
				t.Errorf("%s: four minutes count as %v", day, mean)
			}
		}
		if _, err := s.Phone.TakeTicket(s.Visit(0)); !errors.Is(err, phone.ErrCooldown) {
			t.Errorf("at once: %v", err)
		}
		s.Clock.Pass(27 * time.Hour)
		if _, err := s.Phone.TakeTicket(s.Visit(0)); err != nil {
			t.Errorf("after more than a day: %v", err)
		}
	})
}

// TestClockClosed: what was closed stays closed: an account, a card, a file's departure, a letter's way to its reader.
func TestClockClosed(t *testing.T) {
	whenWrong(t, func(t *testing.T, s *storetest.School, goWrong func(), _ time.Duration) {
		s.Send("我想妈妈", false)
		s.Clock.Pass(24 * time.Hour)
		if err := s.Access.EndStaff(s.Admin, s.Gate.ID()); err != nil {
			t.Fatal(err)
		}
		today := s.Today()
		if err := s.Roster.DepartChild(s.Office, s.Children[0].ID, today); err != nil {
			t.Fatal(err)
		}
		s.Clock.Pass(time.Minute)
		goWrong()
		for range 3 {
			if _, _, err := s.Access.LogIn("gate", storetest.Password, access.Browser{Secret: "gate"}); !errors.Is(err, access.ErrLogin) {
				t.Errorf("%s: an ended account signs in: %v", s.Now(), err)
			}
			if _, err := s.Scan(s.Kiosk, s.Code(s.Children[0])); !errors.Is(err, roster.ErrCardLeft) {
				t.Errorf("%s: the card of a child that left: %v", s.Now(), err)
			}
			if letters, err := s.Mail.Letters(s.Counselor); err != nil || len(letters) != 1 {
				t.Errorf("%s: %d letters, %v", s.Now(), len(letters), err)
			}
			s.Clock.Pass(24 * time.Hour)
		}
	})
}

// TestClockOpens: a clock that was wrong does not shut anybody out: sessions, pairing and links, kiosks, cards.
func TestClockOpens(t *testing.T) {
	whenWrong(t, func(t *testing.T, s *storetest.School, goWrong func(), _ time.Duration) {
		token, err := s.Access.OfferEnrolment(s.Admin, s.Kiosk.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		_, cookie, err := s.Access.LogIn("keeper", storetest.Password, access.Browser{Secret: "keeper"})
		if err != nil {
			t.Fatal(err)
		}
		s.Clock.Pass(time.Minute)
		goWrong()
		if _, _, err := s.Access.Enrol(token); err != nil {
			t.Errorf("a link of a minute ago: %v", err)
		}
		if _, err := s.Access.ActorOf(cookie); err != nil {
			t.Errorf("a session of a minute ago: %v", err)
		}
		code := s.Access.AskPairing("browser", "address")
		s.Clock.Pass(13 * time.Minute)
		if again := s.Access.AskPairing("browser", "address"); again == code {
			t.Error("a code of ten minutes has not run out")
		}
		s.Clock.Pass(14 * time.Hour)
		if _, err := s.Access.ActorOf(cookie); !errors.Is(err, access.ErrLoginFirst) {
			t.Errorf("a session that nobody used since yesterday: %v", err)
		}
	})
}

// TestClockTrusted: what people did in a year that was none stays done, and what only its calendar did goes by the calendar.
func TestClockTrusted(t *testing.T) {
	s := storetest.Open(t, 4)
	if err := s.Roster.DepartChild(s.Office, s.Children[2].ID, "2026-11-30"); err != nil { // a plan
		t.Fatal(err)
	}
	s.Clock.Turn(40 * 24 * time.Hour) // believed, as after a holiday
	s.Take(1)
	s.Take(3)
	if err := s.Roster.DepartChild(s.Office, s.Children[0].ID, s.Today()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Scan(s.Kiosk, s.Code(s.Children[2])); !errors.Is(err, roster.ErrCardLeft) {
		t.Errorf("on a day after the departure: %v", err)
	}
	s.Send("我想妈妈", false)
	s.SetBack(40 * 24 * time.Hour)
	if day := s.Today(); day != "2026-11-23" {
		t.Fatalf("it is %s", day)
	}
	if c, err := s.Scan(s.Kiosk, s.Code(s.Children[2])); err != nil {
		t.Errorf("whose departure lies ahead again: %v %v", c, err)
	}
	if _, err := s.Scan(s.Kiosk, s.Code(s.Children[0])); !errors.Is(err, roster.ErrCardLeft) {
		t.Errorf("who was sent away: %v", err)
	}
	if p := s.Take(1); p.Ticket.Day != "2026-11-23" || p.Ticket.No != 1 {
		t.Errorf("a number of a day that was none: %+v", p.Ticket)
	}
	s.Clock.Pass(3 * time.Hour)
	if letters, err := s.Mail.Letters(s.Counselor); err != nil || len(letters) != 1 {
		t.Errorf("the letter waits for a noon that comes in forty days: %d, %v", len(letters), err)
	}
	s.Clock.Pass(40*24*time.Hour - 3*time.Hour)
	if _, found, err := s.Phone.TicketOf(s.Children[3].ID); err != nil || found {
		t.Errorf("when the day comes, its number stands in the queue: %v, %v", found, err)
	}
}

// TestClockTrust: only the administrator may, and while the clocks agree it is nothing.
func TestClockTrust(t *testing.T) {
	s := storetest.Open(t, 2)
	rows := len(s.Rows("audit"))
	if err := s.TrustClock(s.Admin); err != nil || len(s.Rows("audit")) != rows {
		t.Errorf("there was nothing to trust: %v, %d rows more", err, len(s.Rows("audit"))-rows)
	}
	s.Clock.Turn(year)
	for _, a := range []school.Actor{s.Head, s.Office, s.Teacher, s.Counselor, s.Keeper, s.Dorm, s.Gate} {
		if err := s.TrustClock(a); !errors.Is(err, school.ErrForbidden) {
			t.Errorf("%s: %v", a.Staff.Login, err)
		}
	}
	if c := s.Clocks(); c.Skew() != year || !strings.HasPrefix(string(s.Today()), "2026") {
		t.Errorf("%v apart, and it is %s", c.Skew(), s.Today())
	}
	if err := s.TrustClock(s.Admin); err != nil {
		t.Fatal(err)
	}
	if c := s.Clocks(); c.Skew() != 0 || s.Today() != "2027-11-23" || len(s.Rows("audit")) != rows+1 {
		t.Errorf("%v apart, and it is %s", c.Skew(), s.Today())
	}
	s.SetBack(year)
	s.Close()
	s.Start()
	if c := s.Clocks(); c.Skew() != 0 || s.Today() != "2026-11-23" {
		t.Errorf("after a restart %v apart, and it is %s", c.Skew(), s.Today())
	}
}

// TestClockHeals: an hour that was false is gone the next day, without anybody.
func TestClockHeals(t *testing.T) {
	s := storetest.Open(t, 2)
	s.Clock.Turn(-time.Hour)
	if c := s.Clocks(); c.Skew() != -time.Hour {
		t.Errorf("%v apart", c.Skew())
	}
	last := s.Now()
	for range 24 {
		s.Clock.Pass(30 * time.Minute)
		if now := s.Now(); now.Sub(last) < 27*time.Minute || now.Sub(last) > 30*time.Minute {
			t.Fatalf("half an hour took %v", now.Sub(last))
		}
		last = s.Now()
	}
	if c := s.Clocks(); c.Skew() != 0 || !c.School.Equal(c.Computer) {
		t.Errorf("%v apart after twelve hours", c.Skew())
	}
}

// TestClockMark: a mark is written with what is written anyway, and once a quarter of an hour.
func TestClockMark(t *testing.T) {
	s := storetest.Open(t, 2)
	mark := func() string { return s.Rows("meta")["clock"] }
	before := mark()
	s.Clock.Pass(time.Hour)
	s.Now()
	if err := s.Update(func(*school.Tx) error { return nil }); err != nil || mark() != before {
		t.Errorf("a mark for a transaction that wrote nothing: %v", err)
	}
	first := ""
	for range 2 {
		s.Clock.Pass(visit.Rescan)
		if _, err := s.Scan(s.Kiosk, s.Code(s.Children[0])); err != nil || mark() == before {
			t.Fatalf("no mark for a scan: %v", err)
		}
		if first != "" && mark() != first {
			t.Error("a mark for every scan")
		}
		first = mark()
	}
}

// TestClockSteady: what is measured in memory goes on with the school's time, over a night asleep too, but never back.
func TestClockSteady(t *testing.T) {
	s := storetest.Open(t, 2)
	began := s.Steady()
	ran := func(want time.Duration) {
		t.Helper()
		if got := s.Steady().Sub(began); got != want {
			t.Errorf("%v have run, want %v", got, want)
		}
	}
	s.Clock.Pass(time.Minute)
	ran(time.Minute)
	s.Clock.Turn(8 * time.Hour) // as after a sleep, in which nothing ticks
	ran(8*time.Hour + time.Minute)
	s.SetBack(9 * time.Hour)
	ran(8*time.Hour + time.Minute)
	s.Clock.Pass(time.Minute)
	ran(8*time.Hour + 2*time.Minute)
}

// TestClockTrustAlone: an act that had read the clock before the administrator took it back is on the disk before, too. One
// that came after would leave a mark that no restart believes.
func TestClockTrustAlone(t *testing.T) {
	s := storetest.Open(t, 2)
	for range 20 {
		s.Clock.Turn(ahead)
		var acts sync.WaitGroup
		for range 8 {
			acts.Go(func() {
				for range 5 {
					if err := s.Healthy(); err != nil {
						t.Error(err)
					}
				}
			})
		}
		s.SetBack(ahead)
		acts.Wait()
		marks, err := storetest.Dump[json.RawMessage](s.Store, "meta")
		if err != nil {
			t.Fatal(err)
		}
		var mark time.Time
		if err := json.Unmarshal(marks["clock"], &mark); err != nil || mark.Sub(s.Now()) > time.Hour {
			t.Fatalf("at %v the mark is %v, %v", s.Now(), mark, err)
		}
	}
}
