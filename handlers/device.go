package handlers

import (
	"slices"
	"zhixinwu/store/access"
	"zhixinwu/store/school"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// Devices, for the administrator alone: /admin.
//
//	POST /admin/devices         name, place, offers (several)
//	POST /admin/devices/:id     the same, of one that is there
//	POST /admin/devices/link    device; the answer shows the link, once
//	POST /admin/devices/pair    device, code (as the new device shows it)
//	POST /admin/devices/remove  device
//
// What is wrong comes back in the form with a sentence; what was done is a redirect to the list.

// devices are the administrator's: who enrols a device decides what any passer-by can do at it.
func (s *Server) devices(c *fiber.Ctx) error {
	return s.devicesWith(c, fiber.StatusOK, views.Devices{})
}

// devicesWith shows the list beside a form: an empty one, or one with what was typed.
func (s *Server) devicesWith(c *fiber.Ctx, status int, p views.Devices) error {
	var err error
	if p.List, err = s.store.Access.Devices(actor(c)); err != nil {
		return err
	}
	p.Offers, p.Now = school.Offers, s.store.Now()
	return s.page(c, status, "/admin", p)
}

// typedDevice reads the form; whether the offers exist and go together is the store's to say.
func typedDevice(c *fiber.Ctx) school.Device {
	d := school.Device{ID: c.Params("id"), Revision: number(c.FormValue("revision")),
		Name: trimmed(c.FormValue("name")), Place: trimmed(c.FormValue("place"))}
	for _, o := range values(c, "offers") {
		d.Offers = append(d.Offers, school.Offer(o))
	}
	return d
}

// deviceDone shows the list after a change, or what was typed with the sentence of why there was none.
func (s *Server) deviceDone(c *fiber.Ctx, err error, p views.Devices) error {
	if err == nil {
		return c.Redirect("/admin", fiber.StatusSeeOther)
	}
	return retry(err, func(status int, say string) error {
		p.Say = say
		return s.devicesWith(c, status, p)
	})
}

// addDevice brings the form back as it was typed when the store refuses it.
func (s *Server) addDevice(c *fiber.Ctx) error {
	d := typedDevice(c)
	_, err := s.store.Access.AddDevice(actor(c), d)
	return s.deviceDone(c, err, views.Devices{Draft: d})
}

// editDevicePage puts a device into the form.
func (s *Server) editDevicePage(c *fiber.Ctx) error {
	d, err := s.knownDevice(c, c.Params("id"))
	if err != nil {
		return err
	}
	return s.devicesWith(c, fiber.StatusOK, views.Devices{Draft: d, Edit: true})
}

// knownDevice is a device of the list, or school.ErrNotFound.
func (s *Server) knownDevice(c *fiber.Ctx, id string) (school.Device, error) {
	devices, err := s.store.Access.Devices(actor(c))
	if err != nil {
		return school.Device{}, err
	}
	i := slices.IndexFunc(devices, func(d access.DeviceSeen) bool { return d.ID == id })
	if i < 0 {
		return school.Device{}, school.ErrNotFound
	}
	return devices[i].Device, nil
}

func (s *Server) editDevice(c *fiber.Ctx) error {
	d := typedDevice(c)
	p := views.Devices{Draft: d, Edit: true}
	err := s.store.Access.EditDevice(actor(c), d)
	if mine, clashes, second := overruled[school.Device](err); second {
		p.Draft, p.Clashes = mine, clashes
	}
	return s.deviceDone(c, err, p)
}

// linkDevice shows a link that makes the browser which opens it the device. The link is on this page alone: it is a
// secret until it is used, and pages are never cached.
func (s *Server) linkDevice(c *fiber.Ctx) error {
	id := c.FormValue("device")
	token, err := s.store.Access.OfferEnrolment(actor(c), id, "")
	if err != nil {
		return err
	}
	d, err := s.knownDevice(c, id)
	if err != nil {
		return err
	}
	return s.devicesWith(c, fiber.StatusOK, views.Devices{Link: c.BaseURL() + "/enroll/" + token, For: d.Name})
}

// pairDevice makes the browser that shows the typed code a device. A wrong code comes back as it was typed.
func (s *Server) pairDevice(c *fiber.Ctx) error {
	code := trimmed(c.FormValue("code"))
	return s.deviceDone(c, s.store.Access.PairDevice(actor(c), c.FormValue("device"), code), views.Devices{Code: code})
}

// removeDevice ends all browsers of a device at their next request; their screens say that they are not enrolled.
func (s *Server) removeDevice(c *fiber.Ctx) error {
	return s.deviceDone(c, s.store.Access.RemoveDevice(actor(c), c.FormValue("device")), views.Devices{})
}
