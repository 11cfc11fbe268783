package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"zhixinwu/static"
)

// asset sends a file whose name carries its hash: it can be kept for ever. The name is looked up among the embedded
// files, so no path of the disk can be asked for; an old name after an update is not found, and the page that has the
// new one is.
func (s *Server) asset(c *fiber.Ctx) error {
	a, ok := static.Find(c.Params("name"))
	if !ok {
		return fiber.ErrNotFound
	}
	c.Set(fiber.HeaderContentType, a.Type)
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	c.Vary(fiber.HeaderAcceptEncoding)
	if strings.Contains(c.Get(fiber.HeaderAcceptEncoding), "gzip") {
		c.Set(fiber.HeaderContentEncoding, "gzip")
		return c.Send(a.Gzip)
	}
	return c.Send(a.Body)
}

// health answers 200 when the store reads and writes, and 503 otherwise. Why stands in the log alone: anybody may
// ask.
func (s *Server) health(c *fiber.Ctx) error {
	if err := s.store.Healthy(); err != nil {
		s.log.Error("health", "error", err)
		return c.SendStatus(fiber.StatusServiceUnavailable)
	}
	return c.SendString("ok")
}
