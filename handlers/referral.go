package handlers

import (
	"zhixinwu/store/heart"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// A colleague proposes a child (/refer: child, reasons, words), and the counselors see to it (/counselor/referrals).

// refer is where a colleague proposes a child.
func (s *Server) refer(c *fiber.Ctx) error {
	return s.referWith(c, fiber.StatusOK, views.Refer{Child: c.Query("child")})
}

// referWith lists the children in reach, so that a form cannot name another by mistake.
func (s *Server) referWith(c *fiber.Ctx, status int, p views.Refer) error {
	var err error
	if p.ReferPage, err = s.store.Heart.ReferPage(actor(c)); err != nil {
		return err
	}
	p.Reasons = heart.ReferralReasons
	return s.page(c, status, "/refer", p)
}

// addReferral brings the form back with everything typed when it cannot be taken; for a child out of reach there is
// no form.
func (s *Server) addReferral(c *fiber.Ctx) error {
	p := views.Refer{Child: c.FormValue("child"), Words: c.FormValue("words"), Chosen: values(c, "reasons")}
	if _, err := s.store.Heart.Refer(actor(c), p.Child, p.Chosen, p.Words); err != nil {
		return retry(err, func(status int, say string) error {
			if status == fiber.StatusForbidden { // not a child of the own class, or no child at all
				return err
			}
			p.Say = say
			return s.referWith(c, status, p)
		})
	}
	return c.Redirect("/refer", fiber.StatusSeeOther)
}

// referrals is what waits for a counselor.
func (s *Server) referrals(c *fiber.Ctx) error {
	list, err := s.store.Heart.Referrals(actor(c))
	if err != nil {
		return err
	}
	return s.page(c, fiber.StatusOK, "/counselor/referrals", views.Referrals{List: list})
}

// closeReferral says that it was seen to in another way; a number that is none is refused by the store.
func (s *Server) closeReferral(c *fiber.Ctx) error {
	if err := s.store.Heart.CloseReferral(actor(c), number(c.FormValue("referral"))); err != nil {
		return err
	}
	return c.Redirect("/counselor/referrals", fiber.StatusSeeOther)
}
