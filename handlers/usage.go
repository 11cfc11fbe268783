package handlers

import (
	"github.com/gofiber/fiber/v2"

	"zhixinwu/views"
)

// usage are the phone room's numbers of four weeks: no child is in them, so the office and the head may look.
func (s *Server) usage(c *fiber.Ctx) error {
	u, err := s.store.Phone.Usage(actor(c))
	if err != nil {
		return err
	}
	return s.page(c, fiber.StatusOK, "/phone/numbers", views.PhoneUsage{Usage: u})
}
