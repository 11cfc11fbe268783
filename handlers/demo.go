package handlers

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"zhixinwu/views"
)

// demoPage shows the made-up school's cards, logins and devices; its routes exist in demo mode only.
func (s *Server) demoPage(c *fiber.Ctx) error {
	p := *s.demo
	for _, ch := range p.Children {
		if !slices.Contains(p.Classes, ch.Class) {
			p.Classes = append(p.Classes, ch.Class)
		}
	}
	if p.Class = c.Query("class"); !slices.Contains(p.Classes, p.Class) && len(p.Classes) > 0 {
		p.Class = p.Classes[0]
	}
	for _, ch := range p.Children {
		if ch.Class == p.Class {
			p.Shown = append(p.Shown, ch)
		}
	}
	return s.document(c, fiber.StatusOK, views.PlainDoc{Title: "演示", Wide: true}, p)
}

// demoJSON is the same for outside checks, without the parts that only the page shows.
func (s *Server) demoJSON(c *fiber.Ctx) error { return c.JSON(s.demo) }
