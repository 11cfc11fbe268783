package handlers

import (
	"zhixinwu/store/school"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// jobs shows what the program does by itself, and what came of it.
func (s *Server) jobs(c *fiber.Ctx) error {
	list, err := s.store.Jobs(actor(c))
	if err != nil {
		return err
	}
	return s.page(c, fiber.StatusOK, "/admin/jobs", views.Jobs{List: list, Now: s.store.Now()})
}

// failing counts the jobs that failed the last time, for the menu.
func (s *Server) failing(a school.Actor) (n int, err error) {
	list, err := s.store.Jobs(a)
	for _, j := range list {
		if j.Err != nil {
			n++
		}
	}
	return n, err
}
