package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"zhixinwu/store"
	"zhixinwu/views"
)

// tasks are what a class teacher has to see to, such as a number that is dead.
func (s *Server) tasks(c *fiber.Ctx) error {
	rows, err := s.store.Tasks(actor(c))
	if err != nil {
		return err
	}
	return s.page(c, fiber.StatusOK, "/class/tasks", views.Tasks{Rows: rows})
}

// closeTask says that it is done; a second tap changes nothing.
func (s *Server) closeTask(c *fiber.Ctx) error {
	n, err := strconv.Atoi(c.FormValue("task"))
	if err != nil {
		return store.ErrInvalid
	}
	if err := s.store.CloseTask(actor(c), n); err != nil {
		return err
	}
	if isFragment(c) {
		return s.tasks(c)
	}
	return c.Redirect("/class/tasks", fiber.StatusSeeOther)
}
