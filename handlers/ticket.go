package handlers

import (
	"github.com/gofiber/fiber/v2"

	"zhixinwu/store"
	"zhixinwu/views"
)

func (s *Server) takeTicket(c *fiber.Ctx) error {
	v, err := s.current(c)
	if err != nil {
		return err
	}
	p, err := s.store.TakeTicket(v.at(c))
	if err != nil {
		return err
	}
	return s.showTicket(c, v, p)
}

func (s *Server) ticket(c *fiber.Ctx) error {
	v, err := s.current(c)
	if err != nil {
		return err
	}
	p, found, err := s.store.TicketOf(v.child.ID)
	if err != nil {
		return err
	}
	if !found {
		return s.menu(c, fiber.StatusOK, v, store.Signin{}, "")
	}
	return s.showTicket(c, v, p)
}

func (s *Server) showTicket(c *fiber.Ctx, v visit, p store.Place) error {
	return s.screen(c, fiber.StatusOK, views.KioskTicket{Kiosk: s.greeting(c, v, "phone", ""), Place: p})
}

func (s *Server) giveUpTicket(c *fiber.Ctx) error {
	v, err := s.current(c)
	if err != nil {
		return err
	}
	if err := s.store.GiveUpTicket(v.at(c)); err != nil {
		return err
	}
	return s.menu(c, fiber.StatusOK, v, store.Signin{}, "")
}
