package handlers

import (
	"github.com/gofiber/fiber/v2"

	"zhixinwu/views"
)

// gate is the gatekeeper's page.
func (s *Server) gate(c *fiber.Ctx) error { return s.page(c, fiber.StatusOK, "/gate", views.Gate{}) }
