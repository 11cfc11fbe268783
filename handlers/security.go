package handlers

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
	"zhixinwu/store/school"

	"github.com/gofiber/fiber/v2"
)

// What stands before every handler: who may call what, which headers go with an answer, which requests are not ours.
// A handler that runs may rely on it: its need was met, its body is within bounds, and no other site sent it.

// need is what a group of routes asks of whoever calls. The zero need is not valid, so it cannot be forgotten: guard
// stops the start. Exactly one of its fields but large is set.
type need struct {
	anyone bool
	kiosk  bool         // any enrolled kiosk
	offer  school.Offer // an enrolled device with this offer
	member bool         // any member of staff, even with a first password
	cover  bool         // and even with a covered screen
	roles  []school.Role
	file   bool // takes one
}

// aMember lets a session change its password, lock and unlock; those pages show nothing of the school.
var (
	anyone  = need{anyone: true}
	aKiosk  = need{kiosk: true}
	aMember = need{member: true}
)

func device(o school.Offer) need      { return need{offer: o} }
func staff(roles ...school.Role) need { return need{roles: roles} }
func (n need) withFile() need         { n.file = true; return n }
func (n need) covered() need          { n.cover = true; return n }
func (n need) allows(d school.Device) bool {
	return n.kiosk && d.Kiosk() || n.offer != "" && d.Has(n.offer)
}

// Names of cookies. A device's cookie is bound to the path of what it is used for, so one browser can be a kiosk in one
// tab and a board in the next.
const (
	deviceCookie  = "zx_device"
	visitCookie   = "zx_visit"
	staffCookie   = "zx_staff"
	browserCookie = "zx_browser"
)

// contentPolicy leaves a page nothing but our own files: no script, style or address of elsewhere works, even if one
// of the escapes were forgotten.
const contentPolicy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; " +
	"object-src 'none'"

// outermost turns a panic into an error, answers every error in the one place, and logs what a person has to look at.
// It logs the route and never the address: a path or query could hold somebody's secret.
func (s *Server) outermost(c *fiber.Ctx) (err error) {
	begin := time.Now()
	if err := s.recovered(c); err != nil {
		if err := s.fail(c, err); err != nil {
			return err
		}
	}
	s.late.write(false)
	// Whoever is refused for now is told when to come again, in the header too.
	switch c.Response().StatusCode() {
	case fiber.StatusServiceUnavailable:
		c.Set(fiber.HeaderRetryAfter, "5")
	case fiber.StatusTooManyRequests:
		c.Set(fiber.HeaderRetryAfter, "60")
	}
	if route, told := routeOf(c); told {
		s.log.Debug("request", "method", c.Method(), "route", route, "status", c.Response().StatusCode(),
			"took", time.Since(begin).Round(time.Microsecond))
	}
	return nil
}

// routeOf is a request's route for the log, and whether a request that went well may have a line at all. A line of a letter
// would say to the second when one was written; the good-bye and the sign of life are sent from other screens as well, so
// that one of them too many or too few, after a scan, would say the same.
func routeOf(c *fiber.Ctx) (route string, told bool) {
	route = c.Route().Path
	for _, untold := range []string{"/kiosk/letter", "/kiosk/reply", "/kiosk/done", "/kiosk/stay"} {
		if strings.HasPrefix(route, untold) {
			return "/kiosk", false
		}
	}
	return route, true
}

// recovered runs the rest of the chain; a panic in it becomes an error with its trace.
func (s *Server) recovered(c *fiber.Ctx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &panicked{p, debug.Stack()}
		}
	}()
	return c.Next()
}

// headers go with every answer. no-store, because tablets are shared and a page of children must not come back by the
// back button; assets say otherwise for themselves.
func (s *Server) headers(c *fiber.Ctx) error {
	h := &c.Response().Header
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	return c.Next()
}

// sameOrigin refuses a post that another site made the browser send. The standard library decides, by Sec-Fetch-Site
// or by Origin against Host; fasthttp's request is put into the form that it knows. With SameSite cookies that is two
// locks.
func (s *Server) sameOrigin(c *fiber.Ctx) error {
	r := &http.Request{Method: c.Method(), Host: string(c.Request().Host()), Header: http.Header{}}
	for _, name := range []string{"Origin", "Sec-Fetch-Site"} {
		if v := c.Get(name); v != "" {
			r.Header.Set(name, v)
		}
	}
	if err := s.origin.Check(r); err != nil {
		return errOrigin
	}
	return c.Next()
}

// guard lets through whom the group's need names, and leaves what it found for the handlers (deviceOf, browser,
// actor), and how to ask again, for a stream (still).
//
//	a device   a browser that is none: access.ErrDeviceUnknown; one of another kind: school.ErrDeviceOffer
//	a member   no living session: access.ErrLoginFirst
//	a role     the same, then in this order: covered, still with a first password, without the role
//
// Covered comes first, so that a covered screen does not tell by its answer which roles its owner has.
func (s *Server) guard(n need) fiber.Handler {
	switch {
	case n.anyone:
		return func(c *fiber.Ctx) error { return c.Next() }
	case n.kiosk || n.offer != "":
		return func(c *fiber.Ctx) error {
			browser := c.Cookies(deviceCookie)
			d, err := s.admitDevice(n, browser)
			if err != nil {
				return err
			}
			c.Locals("device", d)
			c.Locals("browser", browser)
			c.Locals("still", func() bool { _, err := s.admitDevice(n, browser); return err == nil })
			return c.Next()
		}
	case n.member || len(n.roles) > 0:
		return func(c *fiber.Ctx) error {
			token := c.Cookies(staffCookie)
			a, err := s.store.Access.ActorOf(token)
			if err == nil {
				err = n.admit(a)
			}
			if err != nil {
				return err
			}
			c.Locals("actor", a)
			c.Locals("still", func() bool { a, err := s.store.Access.Watch(token); return err == nil && n.admit(a) == nil })
			return c.Next()
		}
	}
	panic("a group of routes without a requirement")
}

func (s *Server) admitDevice(n need, browser string) (school.Device, error) {
	d, err := s.store.Access.DeviceOf(browser)
	if err == nil && !n.allows(d) {
		err = school.ErrDeviceOffer
	}
	return d, err
}

// admit refuses a member of staff whom the need does not name, or not now.
func (n need) admit(a school.Actor) error {
	switch {
	case a.Locked && !n.cover:
		return school.ErrCovered
	case n.member:
		return nil
	case a.Staff.First:
		return school.ErrFirst
	case !a.Staff.Has(n.roles...):
		return school.ErrForbidden
	}
	return nil
}

// still reports whether whoever called may still do so; it outlives the request.
func still(c *fiber.Ctx) func() bool { return c.Locals("still").(func() bool) }

// deviceOf, actor, browser and still return what guard found; on a route of another kind they panic, which is a broken route
// table.
func deviceOf(c *fiber.Ctx) school.Device { return c.Locals("device").(school.Device) }
func actor(c *fiber.Ctx) school.Actor     { return c.Locals("actor").(school.Actor) }
func browser(c *fiber.Ctx) string         { return c.Locals("browser").(string) }

// setCookie sends a cookie that scripts cannot read and other sites cannot make the browser send; age 0 ends it.
func setCookie(c *fiber.Ctx, name, value, path string, age time.Duration) {
	cookie := &fiber.Cookie{Name: name, Value: value, Path: path, HTTPOnly: true, Secure: c.Protocol() == "https",
		SameSite: fiber.CookieSameSiteStrictMode, MaxAge: int(age.Seconds())}
	if age == 0 {
		cookie.Expires = time.Unix(1, 0)
	}
	c.Cookie(cookie)
}

// deviceCookieLife is the longest a browser keeps a cookie.
const deviceCookieLife = 400 * 24 * time.Hour

// keepEnrolled starts the cookie's life again, because a kiosk is enrolled once and stands for years, and notes that
// the device is alive.
func (s *Server) keepEnrolled(c *fiber.Ctx, path string) error {
	setCookie(c, deviceCookie, browser(c), path, deviceCookieLife)
	return s.store.Access.SeeDevice(deviceOf(c))
}

// newSecret is a random name that nobody guesses, in hexadecimal.
func newSecret(bytes int) string {
	b := make([]byte, bytes)
	rand.Read(b) // never fails: it ends the process instead
	return hex.EncodeToString(b)
}

// errOrigin is no error of the school: its sentence is views' own.
var errOrigin = errors.New("cross-origin request")
