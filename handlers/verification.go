package handlers

import (
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// verification is the term's round of checking contact cards.
func (s *Server) verification(c *fiber.Ctx) error {
	v, err := s.store.Roster.Verification(actor(c))
	if err != nil {
		return err
	}
	return s.page(c, fiber.StatusOK, "/office/verification", views.Verification{Verification: v})
}
