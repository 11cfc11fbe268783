package handlers

import (
	"slices"
	"zhixinwu/store/dorm"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// /dorm: who was seen where today.

// dorm is the day's sign-ins of one of the own buildings; the first one if none is named. Another building is refused
// by the store; a room that is not there shows the building.
func (s *Server) dorm(c *fiber.Ctx) error {
	buildings, err := s.store.Dorm.Buildings(actor(c))
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
	if p.BuildingDay, err = s.store.Dorm.BuildingToday(actor(c), id); err != nil {
		return err
	}
	if i := slices.IndexFunc(p.Rooms, func(r dorm.RoomDay) bool { return r.Room == c.Query("room") }); i >= 0 {
		p.Room = &p.Rooms[i]
	}
	return s.page(c, fiber.StatusOK, "/dorm", p)
}
