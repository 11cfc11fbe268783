package handlers

import (
	"zhixinwu/store/school"

	"github.com/gofiber/fiber/v2"
)

// What a line of the route table is made of; the table itself is in handlers.go.

// group is a set of routes with the one requirement that all of them have.
type group struct {
	need   need
	routes []route
}

// route is one address with its handler; size and guard stand before it.
type route struct {
	method, path string
	handler      fiber.Handler
	line         menuLine // in the staff's menu; without a name there is none
}

func get(path string, h fiber.Handler) route  { return route{fiber.MethodGet, path, h, menuLine{}} }
func post(path string, h fiber.Handler) route { return route{fiber.MethodPost, path, h, menuLine{}} }

// menu gives the page a line in the menu of those who may open it, and its room's colours.
func (r route) menu(name, room string) route { r.line.name, r.line.room = name, room; return r }

// live is a page that looks again whenever its stream, at its path + "/events", says so.
func (r route) live() route { r.line.live = true; return r }

// counts shows beside the line how much waits behind it.
func (r route) counts(count func(school.Actor) (int, error)) route { r.line.count = count; return r }
