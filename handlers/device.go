package handlers

import (
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"zhixinwu/store"
	"zhixinwu/views"
)

// deviceCookieLife is the longest a browser keeps a cookie.
const deviceCookieLife = 400 * 24 * time.Hour

// keepEnrolled starts the cookie's life again: a kiosk is enrolled once and stands for years.
func keepEnrolled(c *fiber.Ctx, path string) {
	setCookie(c, deviceCookie, browser(c), path, deviceCookieLife)
}

// enrol makes this browser the device of the link.
func (s *Server) enrol(c *fiber.Ctx) error {
	d, secret, err := s.store.Enrol(c.Params("token"))
	if err != nil {
		return err
	}
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
	return c.Redirect(to, fiber.StatusSeeOther)
}

func (s *Server) devices(c *fiber.Ctx) error {
	return s.devicesWith(c, fiber.StatusOK, views.Devices{})
}

func (s *Server) devicesWith(c *fiber.Ctx, status int, p views.Devices) error {
	var err error
	if p.List, err = s.store.Devices(actor(c)); err != nil {
		return err
	}
	p.Offers = store.Offers
	return s.page(c, status, "/admin", p)
}

func (s *Server) addDevice(c *fiber.Ctx) error {
	d := store.Device{Name: c.FormValue("name"), Place: c.FormValue("place")}
	for _, o := range values(c, "offers") {
		d.Offers = append(d.Offers, store.Offer(o))
	}
	if _, err := s.store.AddDevice(actor(c), d); err != nil {
		status, sentence, known := explain(err)
		if !known {
			return err
		}
		return s.devicesWith(c, status, views.Devices{Say: sentence, Draft: d})
	}
	return c.Redirect("/admin", fiber.StatusSeeOther)
}

func (s *Server) linkDevice(c *fiber.Ctx) error {
	id := c.FormValue("device")
	token, err := s.store.OfferEnrolment(actor(c), id, "")
	if err != nil {
		return err
	}
	devices, err := s.store.Devices(actor(c))
	if err != nil {
		return err
	}
	p := views.Devices{Link: c.BaseURL() + "/enroll/" + token}
	if i := slices.IndexFunc(devices, func(d store.Device) bool { return d.ID == id }); i >= 0 {
		p.For = devices[i].Name
	}
	return s.devicesWith(c, fiber.StatusOK, p)
}

func (s *Server) removeDevice(c *fiber.Ctx) error {
	if err := s.store.RemoveDevice(actor(c), c.FormValue("device")); err != nil {
		return err
	}
	return c.Redirect("/admin", fiber.StatusSeeOther)
}
