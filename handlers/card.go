package handlers

import (
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"zhixinwu/store"
	"zhixinwu/views"
)

// scan signs a child in by its card. A card that is known but not valid ends the visit of whoever was there: somebody else
// stands before the screen. A misread ends nothing.
func (s *Server) scan(c *fiber.Ctx) error {
	code, err := field(c, "code", 128)
	if err != nil {
		err = store.ErrCardFormat
	}
	var child store.Child
	var signin store.Signin
	if err == nil {
		child, signin, err = s.store.Scan(deviceOf(c), code)
	}
	if err != nil {
		return s.scanFailed(c, err)
	}
	school, err := s.store.School()
	if err != nil {
		return err
	}
	v := s.visits.begin(browser(c), child, idle(school))
	setCookie(c, visitCookie, v.token, "/kiosk", time.Hour) // the server decides when it ends
	return s.menu(c, fiber.StatusOK, v, signin.Roll, "")
}

func (s *Server) scanFailed(c *fiber.Ctx, err error) error {
	status, sentence, known := explain(err)
	if !known {
		return err
	}
	misread := errors.Is(err, store.ErrCardFormat) || errors.Is(err, store.ErrCardDigits)
	if v, none := s.current(c); misread && none == nil {
		return s.menu(c, status, v, false, sentence)
	}
	s.visits.end(browser(c))
	setCookie(c, visitCookie, "", "/kiosk", 0)
	return s.screen(c, status, views.KioskMessage{Kiosk: s.neutral(c, "heart", sentence)})
}
