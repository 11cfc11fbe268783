package handlers

import (
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// doorBoard is the display at the door of 知心屋; doorRooms its living part.
func (s *Server) doorBoard(c *fiber.Ctx) error {
	if err := s.keepEnrolled(c, "/board"); err != nil {
		return err
	}
	p, err := s.doorNow()
	if err != nil {
		return err
	}
	return s.boardDocument(c, "知心屋", "/board/door", p)
}

func (s *Server) doorRooms(c *fiber.Ctx) error {
	p, err := s.doorNow()
	if err != nil {
		return err
	}
	return s.fragment(c, fiber.StatusOK, p)
}

// doorNow is what hangs outside: hours, free and busy, and no child.
func (s *Server) doorNow() (views.DoorBoard, error) {
	rooms, now, err := s.store.Heart.Door()
	return views.DoorBoard{Rooms: rooms, Now: now}, err
}
