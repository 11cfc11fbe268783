package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"zhixinwu/views"
)

// A family calls the phone room itself: GET and POST /phone/callin (name, child, line). The child is summoned by the
// board.

// callInPage looks for the child whose family is on the telephone; the name comes in a form, not in an address, which
// the browser would keep.
func (s *Server) callInPage(c *fiber.Ctx) error { return s.callInWith(c, fiber.StatusOK, "", "") }

// callInWith lists the children of a name with the free lines; without a name it is the empty search.
func (s *Server) callInWith(c *fiber.Ctx, status int, name, say string) error {
	p := views.CallIn{Name: name, Say: say}
	var err error
	if p.Found, p.Free, err = s.store.Phone.FindForCallIn(actor(c), name); err != nil {
		return err
	}
	return s.page(c, status, "/phone/callin", p)
}

// callIn searches while no child is chosen, and calls the chosen one to a line. A line that was taken meanwhile
// brings the search back with its sentence. After the call the keeper belongs on another page, so htmx is sent there
// by HX-Redirect: a redirect proper would be followed by the request and swapped in here.
func (s *Server) callIn(c *fiber.Ctx) error {
	name, err := field(c, "name", 128)
	if err != nil {
		return err
	}
	child, err1 := field(c, "child", 16)
	line, err2 := field(c, "line", 8)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	if child == "" {
		return s.callInWith(c, fiber.StatusOK, name, "")
	}
	if _, err := s.store.Phone.CallIn(actor(c), line, child); err != nil {
		return retry(err, func(status int, say string) error { return s.callInWith(c, status, name, say) })
	}
	if isFragment(c) {
		c.Set("HX-Redirect", "/phone")
		return c.SendStatus(fiber.StatusOK)
	}
	return c.Redirect("/phone", fiber.StatusSeeOther)
}
