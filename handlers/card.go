package handlers

import (
	"net/url"
	"slices"
	"time"
	"zhixinwu/store"
	"zhixinwu/store/visit"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// Cards: the child's at a kiosk (/kiosk/scan), and the sheets that the office prints (/office/cards).
//
//	POST /kiosk/scan            code; a contract, DESIGN §5
//	GET  /office/cards          class, or child (several); per: 10 or 24 a sheet
//	POST /office/cards/replace  child

// scan signs a child in by its card. Whatever was held under the reader, it ends the visit before it: somebody else may
// stand before the screen, and no sentence about a card is for the child that was there. The code comes in the body of a
// post: it is a secret, and addresses are logged and remembered.
func (s *Server) scan(c *fiber.Ctx) error {
	code, err := field(c, "code", 128)
	if err != nil {
		err = visit.ErrCardFormat
	}
	var scanned store.Scanned
	if err == nil {
		scanned, err = s.store.Scan(deviceOf(c), code)
	}
	if err != nil {
		return s.scanFailed(c, err)
	}
	settings, err := s.store.Settings()
	if err != nil {
		return err
	}
	v := s.visits.begin(browser(c), scanned.Child, idle(settings))
	setCookie(c, visitCookie, v.token, "/kiosk", time.Hour) // the server decides when it ends
	return s.screen(c, fiber.StatusOK, s.menuOf(c, v, scanned, ""))
}

func (s *Server) scanFailed(c *fiber.Ctx, err error) error {
	return retry(err, func(status int, say string) error {
		s.endVisit(c)
		return s.screen(c, status, views.KioskMessage{Kiosk: s.neutral(c, "heart", say)})
	})
}

// cards is a sheet to print: the children named in the query, or a class. Making it leaves an audit row for each card
// (PrintCards), although it is a GET: it is the look that is recorded.
func (s *Server) cards(c *fiber.Ctx) error {
	settings, err := s.store.Settings()
	if err != nil {
		return err
	}
	p := views.Cards{Per: 10, School: settings.Name}
	if c.QueryInt("per") == 24 {
		p.Per = 24
	}
	all, err := s.store.Roster.Children(actor(c))
	if err != nil {
		return err
	}
	var wanted []string
	for _, id := range c.Context().QueryArgs().PeekMulti("child") {
		wanted = append(wanted, string(id))
	}
	p.Class = c.Query("class")
	for _, child := range all {
		class := child.Class.String()
		if !slices.Contains(p.Classes, class) {
			p.Classes = append(p.Classes, class)
		}
		if len(c.Context().QueryArgs().PeekMulti("child")) == 0 && class == p.Class {
			wanted = append(wanted, child.ID)
		}
	}
	cards, err := s.store.Roster.PrintCards(actor(c), wanted)
	if err != nil {
		return err
	}
	p.Children = wanted
	p.Sheets = slices.Collect(slices.Chunk(cards, p.Per))
	return s.page(c, fiber.StatusOK, "/office/cards", p)
}

// replaceCard is the office's answer to a lost card: the next one to print. Each post issues another one, so the
// answer is a redirect that a reload does not repeat.
func (s *Server) replaceCard(c *fiber.Ctx) error {
	id := c.FormValue("child")
	if _, err := s.store.Roster.ReplaceCard(actor(c), id); err != nil {
		return err
	}
	return c.Redirect("/office/cards?child="+url.QueryEscape(id), fiber.StatusSeeOther)
}
