package handlers

import (
	"strconv"
	"zhixinwu/store/school"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// What the teacher of a class has to see to: /class/tasks.

// tasks are what a class teacher has to see to, such as a number that is dead. They are of the own classes.
func (s *Server) tasks(c *fiber.Ctx) error {
	rows, err := s.store.Roster.Tasks(actor(c))
	if err != nil {
		return err
	}
	return s.page(c, fiber.StatusOK, "/class/tasks", views.Tasks{Rows: rows})
}

// closeTask says that it is done; a second tap changes nothing.
func (s *Server) closeTask(c *fiber.Ctx) error {
	n, err := strconv.Atoi(c.FormValue("task"))
	if err != nil {
		return school.ErrInvalid
	}
	if err := s.store.Roster.CloseTask(actor(c), n); err != nil {
		return err
	}
	if isFragment(c) {
		return s.tasks(c)
	}
	return c.Redirect("/class/tasks", fiber.StatusSeeOther)
}
