package handlers

import (
	"github.com/gofiber/fiber/v2"

	"zhixinwu/store"
	"zhixinwu/views"
)

func (s *Server) class(c *fiber.Ctx) error { return s.roster(c, "/class", "我的班") }

func (s *Server) office(c *fiber.Ctx) error { return s.roster(c, "/office", "学生") }

func (s *Server) roster(c *fiber.Ctx, path, title string) error {
	children, err := s.store.Children(actor(c))
	if err != nil {
		return err
	}
	return s.page(c, fiber.StatusOK, path, views.Roster{Title: title, Children: children, Cards: actor(c).Staff.Has(store.RoleOffice)})
}

func (s *Server) gate(c *fiber.Ctx) error { return s.page(c, fiber.StatusOK, "/gate", views.Gate{}) }
