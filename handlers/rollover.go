package handlers

import (
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// The step into a new school year.
//
//	POST /office/rollover       children (how many were shown), along
//	POST /office/rollover/undo

// rollover shows the step before it is taken, class by class.
func (s *Server) rollover(c *fiber.Ctx) error {
	return s.rolloverWith(c, fiber.StatusOK, views.Rollover{Left: -1})
}

// rolloverWith shows what the new school year would change; Left is -1 while no undo has counted who was left.
func (s *Server) rolloverWith(c *fiber.Ctx, status int, p views.Rollover) error {
	var err error
	if p.Rollover, err = s.store.Roster.PlanRollover(actor(c)); err != nil {
		return err
	}
	return s.page(c, status, "/office/rollover", p)
}

// rollOver carries the number of children that was shown: if it is another one by now, nothing happens.
func (s *Server) rollOver(c *fiber.Ctx) error {
	children, err := count(c, "children")
	if err == nil {
		_, err = s.store.Roster.RollOver(actor(c), children, c.FormValue("along") != "")
	}
	if err != nil {
		return s.rolloverFailed(c, err)
	}
	return s.rolloverWith(c, fiber.StatusOK, views.Rollover{Done: true, Left: -1})
}

// undoRollover says how many children it left where they are, because somebody has moved them since.
func (s *Server) undoRollover(c *fiber.Ctx) error {
	left, err := s.store.Roster.UndoRollover(actor(c))
	if err != nil {
		return s.rolloverFailed(c, err)
	}
	return s.rolloverWith(c, fiber.StatusOK, views.Rollover{Left: left})
}

// rolloverFailed shows the step as it would be now: what has changed meanwhile is why it failed.
func (s *Server) rolloverFailed(c *fiber.Ctx, err error) error {
	return retry(err, func(status int, say string) error {
		return s.rolloverWith(c, status, views.Rollover{Say: say, Left: -1})
	})
}
