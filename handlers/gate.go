package handlers

import (
	"github.com/gofiber/fiber/v2"

	"zhixinwu/views"
)

// gate says that leave is not recorded here, and to go by the slips of paper.
func (s *Server) gate(c *fiber.Ctx) error { return s.page(c, fiber.StatusOK, "/gate", views.Gate{}) }
