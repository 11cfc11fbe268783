package handlers

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"zhixinwu/store"
	"zhixinwu/views"
)

// /dorm: who was seen where today.

// dorm is the day's sign-ins of one of the own buildings; the first one if none is named.
func (s *Server) dorm(c *fiber.Ctx) error {
	buildings, err := s.store.Buildings(actor(c))
	if err != nil {
		return err
	}
	p := views.Dorm{Buildings: buildings}
	id := c.Query("building")
	switch {
	case id == "" && len(buildings) == 0:
		return s.page(c, fiber.StatusOK, "/dorm", p)
	case id == "":
		id = buildings[0].ID
	}
	if p.BuildingDay, err = s.store.BuildingToday(actor(c), id); err != nil {
		return err
	}
	if i := slices.IndexFunc(p.Rooms, func(r store.RoomDay) bool { return r.Room == c.Query("room") }); i >= 0 {
		p.Room = &p.Rooms[i]
	}
	return s.page(c, fiber.StatusOK, "/dorm", p)
}
