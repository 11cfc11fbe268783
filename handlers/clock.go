package handlers

import (
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// The computer's clock, for the administrator: GET /admin/clock says what is wrong and what to do, POST lets the school go by
// it. The warning on every page of the staff leads here, so it has no line in the menu.

func (s *Server) clock(c *fiber.Ctx) error {
	clocks := s.store.Clocks()
	return s.page(c, fiber.StatusOK, "/admin/clock", views.Clock{Clocks: clocks, Wrong: views.ClockWrong(clocks)})
}

func (s *Server) trustClock(c *fiber.Ctx) error {
	if err := s.store.TrustClock(actor(c)); err != nil {
		return err
	}
	return c.Redirect("/admin/clock", fiber.StatusSeeOther)
}
