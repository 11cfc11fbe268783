package handlers

import (
	"strings"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// The calendar feed of a counselor's plan: /counselor/plan/feed makes and ends its link, /feed answers calendars.

// offerFeed shows the calendar's link this once; offering it again ends the one before. Whoever has the link reads
// the calendar without a login, so it stands in no other page.
func (s *Server) offerFeed(c *fiber.Ctx) error {
	token, err := s.store.Heart.OfferFeed(actor(c))
	if err != nil {
		return err
	}
	return s.planWith(c, fiber.StatusOK, nil, views.Plan{Link: c.BaseURL() + "/feed/" + token + ".ics"})
}

// endFeed ends the link; calendars that still ask are answered with not found.
func (s *Server) endFeed(c *fiber.Ctx) error {
	if err := s.store.Heart.EndFeed(actor(c)); err != nil {
		return err
	}
	return c.Redirect("/counselor/plan", fiber.StatusSeeOther)
}

// feed is a calendar as calendars read it, RFC 5545: times and a word, and nobody's name. Lines end in CRLF and stay
// below the 75 octets beyond which they would have to be folded; nothing in them was typed, so nothing has to be
// escaped.
func (s *Server) feed(c *fiber.Ctx) error {
	talks, err := s.store.Heart.Feed(strings.TrimSuffix(c.Params("token"), ".ics"))
	if err != nil {
		return err
	}
	const stamp = "20060102T150405Z"
	now := s.store.Now().UTC().Format(stamp)
	var b strings.Builder
	line := func(text string) { b.WriteString(text + "\r\n") }
	line("BEGIN:VCALENDAR")
	line("VERSION:2.0")
	line("PRODID:-//zhixinwu//ZH")
	line("X-WR-CALNAME:知心屋")
	line("REFRESH-INTERVAL;VALUE=DURATION:PT15M")
	for _, t := range talks {
		what := "知心屋 谈话"
		if t.Group {
			what = "知心屋 小组"
		}
		line("BEGIN:VEVENT")
		line("UID:" + t.ID + "@zhixinwu")
		line("DTSTAMP:" + now)
		line("DTSTART:" + t.Begin.UTC().Format(stamp))
		line("DTEND:" + t.End.UTC().Format(stamp))
		line("SUMMARY:" + what)
		line("END:VEVENT")
	}
	line("END:VCALENDAR")
	c.Set(fiber.HeaderContentType, "text/calendar; charset=utf-8")
	return c.SendString(b.String())
}
