package handlers

import (
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"zhixinwu/store"
	"zhixinwu/views"
)

// Who stands at a kiosk: the visit, its screens' frame, and the menu after a scan.

// visit is a child signed in at a kiosk. It lives here in memory, by browser, and dies with the idle time, with
// "done" and with the next scan: a restart asks for the card again, which is what a child would do anyway.
type visit struct {
	token string // in the cookie and in every form: a page of the child before cannot act for the next one
	child store.Child
	seen  time.Time
}

type visits struct {
	now       func() time.Time
	mu        sync.Mutex
	byBrowser map[string]visit
}

func newVisits(now func() time.Time) *visits {
	return &visits{now: now, byBrowser: map[string]visit{}}
}

// begin signs a child in, and whoever was before it out. The same child's second scan keeps its visit.
func (v *visits) begin(browser string, child store.Child, idle time.Duration) visit {
	v.mu.Lock()
	defer v.mu.Unlock()
	now := v.now()
	old, on := v.byBrowser[browser]
	if !on || old.child.ID != child.ID || now.Sub(old.seen) >= idle {
		old = visit{token: newSecret(16)}
	}
	old.child, old.seen = child, now
	v.byBrowser[browser] = old
	return old
}

// find returns the living visit of a browser and lets it live on.
func (v *visits) find(browser string, idle time.Duration) (visit, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	now := v.now()
	vi, on := v.byBrowser[browser]
	if on && now.Sub(vi.seen) >= idle {
		delete(v.byBrowser, browser)
		on = false
	}
	if !on {
		return visit{}, false
	}
	vi.seen = now
	v.byBrowser[browser] = vi
	return vi, true
}

// end signs out whoever is in; nobody is fine too.
func (v *visits) end(browser string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.byBrowser, browser)
}

func idle(school store.School) time.Duration {
	return time.Duration(school.Rule(store.RuleKioskIdle)) * time.Second
}

// current is the visit that a request belongs to. The cookie must be the visit's, and so must the form's token where
// there is one; whatever a child before left open answers ErrOldVisit.
func (s *Server) current(c *fiber.Ctx) (visit, error) {
	school, err := s.store.School()
	if err != nil {
		return visit{}, err
	}
	v, on := s.visits.find(browser(c), idle(school))
	if !on {
		return visit{}, store.ErrNoVisit
	}
	if c.Cookies(visitCookie) != v.token {
		return visit{}, store.ErrNoVisit
	}
	if c.Method() == fiber.MethodPost {
		token, err := field(c, "visit", 64)
		if err != nil {
			return visit{}, err
		}
		if token != "" && token != v.token {
			return visit{}, store.ErrOldVisit
		}
	}
	return v, nil
}

// at names the visit for the store.
func (v visit) at(c *fiber.Ctx) store.Visit {
	return store.Visit{Device: deviceOf(c), Child: v.child.ID}
}

// neutral is the frame of a screen without a child; say may be empty.
func (s *Server) neutral(c *fiber.Ctx, room, say string) views.Kiosk {
	d := deviceOf(c)
	school, err := s.store.School()
	if err != nil { // the frame must stand even then: it may be what carries the error
		school = store.School{}
	}
	return views.Kiosk{
		School: school.Name, Where: d.Place, Room: room, Say: say, Now: s.store.Now(),
		Idle: school.Rule(store.RuleKioskIdle), Pinyin: true, Hotlines: school.Hotlines,
		Offers: views.Offers{
			Booking: d.Has(store.OfferBooking),
			Phone:   d.Has(store.OfferPhone),
			Letters: d.Has(store.OfferLetters),
			Roll:    d.Has(store.OfferRoll),
			Arrive:  d.Has(store.OfferArrive),
		},
	}
}

// greeting is the frame of a signed-in child's screen. Pinyin is for those who need it: off from grade 3 up.
func (s *Server) greeting(c *fiber.Ctx, v visit, room, say string) views.Kiosk {
	k := s.neutral(c, room, say)
	k.Visit, k.Short, k.Initial, k.Pinyin = v.token, v.child.Short(), v.child.Initial(), v.child.Class.Grade < 3
	return k
}

// kioskHome is where a kiosk stands between children; after a reload within the idle time the child is still signed in.
func (s *Server) kioskHome(c *fiber.Ctx) error {
	if err := s.keepEnrolled(c, "/kiosk"); err != nil {
		return err
	}
	if beside, err := s.besideLine(c); err != nil || beside {
		return err
	}
	v, err := s.current(c)
	if err != nil {
		return s.home(c, "")
	}
	return s.menu(c, fiber.StatusOK, v, store.Signin{}, "")
}

// home is the neutral screen; it never wipes itself, because there is nothing on it.
func (s *Server) home(c *fiber.Ctx, say string) error {
	k := s.neutral(c, "heart", say)
	k.Idle = 0
	return s.screen(c, fiber.StatusOK, views.KioskHome{Kiosk: k})
}

// menu greets a child; scan is what its card has just done, if it was scanned.
func (s *Server) menu(c *fiber.Ctx, status int, v visit, scan store.Signin, say string) error {
	m := views.KioskMenu{Kiosk: s.greeting(c, v, "heart", say), Rolled: scan.Roll, Door: scan.Door}
	news, err := s.store.NewsOf(v.child.ID)
	if err != nil {
		return err
	}
	m.News = len(news)
	if m.Offers.Phone {
		p, found, err := s.store.TicketOf(v.child.ID)
		if err != nil {
			return err
		}
		if found {
			m.Ticket = &p
		}
	}
	if m.Offers.Booking {
		if m.Held, err = s.store.HeldBy(v.child.ID); err != nil {
			return err
		}
	}
	return s.screen(c, status, m)
}

func (s *Server) kioskCard(c *fiber.Ctx) error {
	return s.screen(c, fiber.StatusOK, views.KioskScan{Kiosk: s.neutral(c, "heart", "")})
}

func (s *Server) kioskPad(c *fiber.Ctx) error {
	return s.screen(c, fiber.StatusOK, views.KioskPad{Kiosk: s.neutral(c, "heart", "")})
}

func (s *Server) kioskHelp(c *fiber.Ctx) error {
	return s.screen(c, fiber.StatusOK, views.KioskHelp{Kiosk: s.neutral(c, "helping", "")})
}

// stay is the "I am still here" of a child that taps without asking for anything.
func (s *Server) stay(c *fiber.Ctx) error {
	if _, err := s.current(c); err != nil {
		return c.SendStatus(fiber.StatusUnauthorized)
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (s *Server) done(c *fiber.Ctx) error {
	s.endVisit(c)
	return s.home(c, "")
}

// endVisit signs out whoever stood at this kiosk.
func (s *Server) endVisit(c *fiber.Ctx) {
	s.visits.end(browser(c))
	setCookie(c, visitCookie, "", "/kiosk", 0)
}
