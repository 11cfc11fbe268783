package handlers

import (
	"errors"
	"time"
	"zhixinwu/store/access"
	"zhixinwu/store/school"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// How a browser becomes a device, by a link (/enroll/:token) or by a code that it shows (/enroll). Nobody is logged
// in here: what counts is the secret in the link, or the administrator who types the code elsewhere.

// enrol makes this browser the device of the link. It is a GET that changes something, the only way in for a browser
// that nobody types on; a real link works once, so opened again it says so.
func (s *Server) enrol(c *fiber.Ctx) error {
	d, secret, err := s.store.Access.Enrol(c.Params("token"))
	if err != nil {
		return err
	}
	return c.Redirect(becomes(c, d, secret), fiber.StatusSeeOther)
}

// boardPages are where a browser stands that is only shown things, the bell last: of several, it is the one that must not
// be missed.
var boardPages = []struct {
	offer school.Offer
	path  string
}{{school.OfferBoard, "/board"}, {school.OfferDoor, "/board/door"}, {school.OfferDuty, "/board/duty"}}

// becomes gives the browser its device's cookies and returns the page it now stands on. A device that is a kiosk and
// a board gets a cookie for each path, and stands on the kiosk.
func becomes(c *fiber.Ctx, d school.Device, secret string) string {
	to := "/board"
	for _, b := range boardPages {
		if d.Has(b.offer) {
			setCookie(c, deviceCookie, secret, "/board", deviceCookieLife)
			to = b.path
		}
	}
	if d.Kiosk() {
		setCookie(c, deviceCookie, secret, "/kiosk", deviceCookieLife)
		to = "/kiosk"
	}
	return to
}

// pairingCookie is the secret of a browser that shows a code.
const (
	pairingCookie = "zx_pairing"
	pairingSecret = 32 // bytes
)

// pair shows a code on a new device until an administrator has typed it. Anybody in the network may ask for one; the
// store bounds how many are out. A page that is loaded again while its code stands shows it again.
func (s *Server) pair(c *fiber.Ctx) error {
	secret := c.Cookies(pairingCookie)
	if len(secret) != 2*pairingSecret {
		secret = newSecret(pairingSecret)
	}
	code := s.store.Access.AskPairing(secret, c.Context().RemoteIP().String())
	setCookie(c, pairingCookie, secret, "/enroll", time.Hour)
	settings, err := s.store.Settings()
	if err != nil {
		return err
	}
	d := views.PlainDoc{Title: "登记这台设备", Live: true}
	return s.document(c, fiber.StatusOK, d, views.Pairing{School: settings.Name, Code: code})
}

// paired answers the new device's question whether its code was typed: 204 not yet, else where to go. A code that ran
// out is replaced by a fresh one.
func (s *Server) paired(c *fiber.Ctx) error {
	secret := c.Cookies(pairingCookie)
	d, found, err := s.store.Access.Paired(secret)
	switch {
	case errors.Is(err, access.ErrPairing):
		c.Set("HX-Redirect", "/enroll")
		return c.SendStatus(fiber.StatusOK)
	case err != nil:
		return err
	case !found:
		return c.SendStatus(fiber.StatusNoContent)
	}
	setCookie(c, pairingCookie, "", "/enroll", 0)
	c.Set("HX-Redirect", becomes(c, d, secret))
	return c.SendStatus(fiber.StatusOK)
}
