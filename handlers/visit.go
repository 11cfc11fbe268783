package handlers

import (
	"sync"
	"time"
	"zhixinwu/store"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// Who stands at a kiosk: the visit, its screens' frame, and the menu after a scan.
//
//	POST /kiosk/stay  204 while somebody is signed in, 401 otherwise; no body
//	POST /kiosk/done  signs out; a contract, DESIGN §5

// guest is a child signed in at a kiosk. It lives here in memory, by browser:
//
//	nobody → signed in  a valid card (scan)
//	signed in           a tap lets it live on; the same card again keeps it
//	signed in → another child's card takes its place
//	signed in → nobody  the idle time, "done", a card that is not valid any more, a letter
//
// A restart asks for the card again, which is what a child would do anyway.
type guest struct {
	token string // in the cookie and in every form: a page of the child before cannot act for the next one
	child roster.Child
	seen  time.Time
	house school.Settings // as the request read them that it was found by; not kept
}

// visits holds one guest a browser. They are never swept: there are as many as kiosks.
type visits struct {
	now       func() time.Time
	mu        sync.Mutex
	byBrowser map[string]guest
}

func newVisits(now func() time.Time) *visits {
	return &visits{now: now, byBrowser: map[string]guest{}}
}

// begin signs a child in, and whoever was before it out. The same child's second scan keeps its visit.
func (v *visits) begin(browser string, child roster.Child, idle time.Duration) guest {
	v.mu.Lock()
	defer v.mu.Unlock()
	now := v.now()
	old, on := v.byBrowser[browser]
	if !on || old.child.ID != child.ID || now.Sub(old.seen) >= idle {
		old = guest{token: newSecret(16)}
	}
	old.child, old.seen = child, now
	v.byBrowser[browser] = old
	return old
}

// find returns the living visit of a browser and lets it live on.
func (v *visits) find(browser string, idle time.Duration) (guest, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	now := v.now()
	vi, on := v.byBrowser[browser]
	if on && now.Sub(vi.seen) >= idle {
		delete(v.byBrowser, browser)
		on = false
	}
	if !on {
		return guest{}, false
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

// idle is the time without a touch after which a visit is over.
func idle(settings school.Settings) time.Duration {
	return time.Duration(settings.Rule(school.RuleKioskIdle)) * time.Second
}

// current is the visit that a request belongs to. The cookie must be the visit's, and so must the form's token where
// there is one; whatever a child before left open answers school.ErrOldVisit, and no visit school.ErrNoVisit. fail
// shows both as a screen that asks for the card.
func (s *Server) current(c *fiber.Ctx) (guest, error) {
	settings, err := s.store.Settings()
	if err != nil {
		return guest{}, err
	}
	v, on := s.visits.find(browser(c), idle(settings))
	if !on {
		return guest{}, school.ErrNoVisit
	}
	if c.Cookies(visitCookie) != v.token {
		return guest{}, school.ErrNoVisit
	}
	if c.Method() == fiber.MethodPost {
		token, err := field(c, "visit", 64)
		if err != nil {
			return guest{}, err
		}
		if token != "" && token != v.token {
			return guest{}, school.ErrOldVisit
		}
	}
	v.house = settings
	return v, nil
}

// at names the visit for the store.
func (v guest) at(c *fiber.Ctx) visit.Visit {
	return visit.Visit{Device: deviceOf(c), Child: v.child.ID}
}

// neutral is the frame of a screen without a child; say may be empty.
func (s *Server) neutral(c *fiber.Ctx, room, say string) views.Kiosk {
	settings, err := s.store.Settings()
	if err != nil { // the frame must stand even then: it may be what carries the error
		settings = school.Settings{}
	}
	return s.frame(c, settings, room, say)
}

// frame is what every screen of a kiosk has, by settings that are read already.
func (s *Server) frame(c *fiber.Ctx, settings school.Settings, room, say string) views.Kiosk {
	d := deviceOf(c)
	return views.Kiosk{
		School: settings.Name, Where: d.Place, Room: room, Say: say, Now: s.store.Now(),
		Idle: settings.Rule(school.RuleKioskIdle), Pinyin: true, Hotlines: settings.Hotlines, Voice: s.voiceOf("/kiosk"),
		Offers: views.Offers{
			Booking: d.Has(school.OfferBooking),
			Phone:   d.Has(school.OfferPhone),
			Letters: d.Has(school.OfferLetters),
			Roll:    d.Has(school.OfferRoll),
			Arrive:  d.Has(school.OfferArrive),
		},
	}
}

// greeting is the frame of a signed-in child's screen. Pinyin is for those who need it: off from grade 3 up (DOMAIN
// C, reading: grades 1–2).
func (s *Server) greeting(c *fiber.Ctx, v guest, room, say string) views.Kiosk {
	k := s.frame(c, v.house, room, say)
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
	return s.menu(c, fiber.StatusOK, v, "")
}

// home is the neutral screen; it never wipes itself, because there is nothing on it. Where a child waits for an adult, its
// screen comes back first, and with the query others the next child may use the kiosk meanwhile.
func (s *Server) home(c *fiber.Ctx, say string) error {
	u, asked, err := s.store.Urgent.AskedAt(deviceOf(c))
	if err != nil {
		return err
	}
	if asked && c.Query("others") == "" {
		return s.screen(c, fiber.StatusOK, s.urgentScreen(c, u))
	}
	k := s.neutral(c, "heart", say)
	if !asked {
		k.Idle = 0
	}
	return s.screen(c, fiber.StatusOK, views.KioskHome{Kiosk: k, Asked: asked})
}

// menu greets a child with what waits for it now.
func (s *Server) menu(c *fiber.Ctx, status int, v guest, say string) error {
	m, err := s.menuFor(c, v, say)
	if err != nil {
		return err
	}
	return s.screen(c, status, m)
}

func (s *Server) menuFor(c *fiber.Ctx, v guest, say string) (views.KioskMenu, error) {
	m, err := s.store.Menu(v.at(c))
	return s.menuOf(c, v, store.Scanned{Menu: m}, say), err
}

// menuOf greets a child with what its card has just done, and found waiting.
func (s *Server) menuOf(c *fiber.Ctx, v guest, scanned store.Scanned, say string) views.KioskMenu {
	return views.KioskMenu{
		Kiosk: s.greeting(c, v, "heart", say), Evening: scanned.Evening, Door: scanned.Signin.Door,
		News: scanned.Menu.News, Ticket: scanned.Menu.Ticket, Held: scanned.Menu.Held,
	}
}

// kioskCard asks for the card; kioskPad takes its digits by finger; kioskHelp needs no card and shows none.
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

// done signs the child out by its own tap, or by the screen's when nobody touched it; with nobody there it is the
// same.
func (s *Server) done(c *fiber.Ctx) error {
	s.endVisit(c)
	return s.home(c, "")
}

// endVisit signs out whoever stood at this kiosk.
func (s *Server) endVisit(c *fiber.Ctx) {
	s.visits.end(browser(c))
	setCookie(c, visitCookie, "", "/kiosk", 0)
}
