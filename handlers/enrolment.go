package handlers

import (
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"zhixinwu/store"
	"zhixinwu/views"
)

// enrol makes this browser the device of the link.
func (s *Server) enrol(c *fiber.Ctx) error {
	d, secret, err := s.store.Enrol(c.Params("token"))
	if err != nil {
		return err
	}
	return c.Redirect(becomes(c, d, secret), fiber.StatusSeeOther)
}

// becomes gives the browser its device's cookies and returns the page it now stands on.
func becomes(c *fiber.Ctx, d store.Device, secret string) string {
	to := "/board"
	if d.Has(store.OfferBoard) {
		setCookie(c, deviceCookie, secret, "/board", deviceCookieLife)
	}
	for offer, path := range map[store.Offer]string{store.OfferDoor: "/board/door", store.OfferDuty: "/board/duty"} {
		if d.Has(offer) {
			setCookie(c, deviceCookie, secret, "/board", deviceCookieLife)
			to = path
		}
	}
	if d.Kiosk() {
		setCookie(c, deviceCookie, secret, "/kiosk", deviceCookieLife)
		to = "/kiosk"
	}
	return to
}

// pairingCookie is the secret of a browser that shows a code.
const pairingCookie = "zx_pairing"

// pair shows a code on a new device until an administrator has typed it.
func (s *Server) pair(c *fiber.Ctx) error {
	secret := newSecret(32)
	code, err := s.store.AskPairing(secret)
	if err != nil {
		return err
	}
	setCookie(c, pairingCookie, secret, "/enroll", time.Hour)
	school, err := s.store.School()
	if err != nil {
		return err
	}
	d := views.PlainDoc{Title: "登记这台设备", Live: true}
	return s.document(c, fiber.StatusOK, d, views.Pairing{School: school.Name, Code: code})
}

// paired answers the new device's question whether its code was typed: 204 not yet, else where to go. A code that ran
// out is replaced by a fresh one.
func (s *Server) paired(c *fiber.Ctx) error {
	secret := c.Cookies(pairingCookie)
	d, found, err := s.store.Paired(secret)
	switch {
	case errors.Is(err, store.ErrPairing):
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
