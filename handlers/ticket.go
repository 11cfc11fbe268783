package handlers

import (
	"errors"
	"zhixinwu/store/phone"
	"zhixinwu/store/visit"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// A child's number of the phone room, at any kiosk that offers it: /kiosk/ticket. Every answer is a whole screen for
// #screen.
//
//	POST /kiosk/ticket           the number, old or new
//	POST /kiosk/ticket/pause     keeps the place; /kiosk/ticket/leave gives it up
//	POST /kiosk/ticket/together  code (of the sibling's card)
//	POST /kiosk/ticket/answer    talk, outcome: how the last one went; then the number

// takeTicket also brings a child back that missed its call or paused: it gets its old place. Tapped twice, it is the
// same number.
func (s *Server) takeTicket(c *fiber.Ctx) error {
	v, err := s.current(c)
	if err != nil {
		return err
	}
	p, err := s.store.Phone.TakeTicket(v.at(c))
	if err != nil {
		return s.refused(c, v, err)
	}
	return s.showTicket(c, v, p)
}

// refused says why there is no number now and when there will be, or asks how the last talk went.
func (s *Server) refused(c *fiber.Ctx, v guest, err error) error {
	var r *phone.Refusal
	if !errors.As(err, &r) {
		return err
	}
	return retry(err, func(status int, say string) error {
		k := s.greeting(c, v, "phone", "")
		if r.Talk != "" {
			return s.screen(c, status, views.KioskAnswer{Kiosk: k, Talk: r.Talk, Outcomes: phone.Outcomes})
		}
		return s.screen(c, status, views.KioskClosed{Kiosk: k, Why: say, Holiday: r.Holiday, Next: r.Next})
	})
}

// pauseTicket lets the child go to class and keep its place. The answer is the ticket as it stands now.
func (s *Server) pauseTicket(c *fiber.Ctx) error {
	v, err := s.current(c)
	if err != nil {
		return err
	}
	if err := s.store.Phone.PauseTicket(v.at(c)); err != nil {
		return err
	}
	return s.ticket(c)
}

// together asks for a sister's or brother's card. The scanner's code goes to this form and not to scan, which would
// sign the sibling in (scan.js).
func (s *Server) together(c *fiber.Ctx) error { return s.togetherWith(c, fiber.StatusOK, "") }

// togetherWith asks again after a card that cannot join, with the sentence of why.
func (s *Server) togetherWith(c *fiber.Ctx, status int, say string) error {
	v, err := s.current(c)
	if err != nil {
		return err
	}
	return s.screen(c, status, views.KioskTogether{Kiosk: s.greeting(c, v, "phone", say)})
}

// joinTicket puts a sister or brother on the same number, by the other's card.
func (s *Server) joinTicket(c *fiber.Ctx) error {
	v, err := s.current(c)
	if err != nil {
		return err
	}
	code, err := field(c, "code", 128)
	if err != nil {
		err = visit.ErrCardFormat
	}
	var p phone.Place
	if err == nil {
		p, err = s.store.Phone.JoinTicket(v.at(c), code)
	}
	if err != nil {
		return retry(err, func(status int, say string) error { return s.togetherWith(c, status, say) })
	}
	return s.showTicket(c, v, p)
}

// answerTalk is how the last talk went; then the child gets its number.
func (s *Server) answerTalk(c *fiber.Ctx) error {
	v, err := s.current(c)
	if err != nil {
		return err
	}
	key, err1 := field(c, "talk", 32)
	outcome, err2 := field(c, "outcome", 32)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	if err := s.store.Phone.AnswerTalk(v.at(c), key, phone.Outcome(outcome)); err != nil {
		return err
	}
	return s.takeTicket(c)
}

// ticket is the child's place as it is now; a number that was called and is over leads to the menu.
func (s *Server) ticket(c *fiber.Ctx) error {
	v, err := s.current(c)
	if err != nil {
		return err
	}
	p, found, err := s.store.Phone.TicketOf(v.child.ID)
	if err != nil {
		return err
	}
	if !found {
		return s.menu(c, fiber.StatusOK, v, "")
	}
	return s.showTicket(c, v, p)
}

// showTicket is the number as its child sees it now.
func (s *Server) showTicket(c *fiber.Ctx, v guest, p phone.Place) error {
	return s.screen(c, fiber.StatusOK, views.KioskTicket{Kiosk: s.greeting(c, v, "phone", ""), Place: p})
}

// giveUpTicket leaves the queue; whoever is behind moves up at once.
func (s *Server) giveUpTicket(c *fiber.Ctx) error {
	v, err := s.current(c)
	if err != nil {
		return err
	}
	t, err := s.store.Phone.GiveUpTicket(v.at(c))
	if err != nil {
		return err
	}
	m, err := s.menuFor(c, v, "")
	if err != nil {
		return err
	}
	if t.State == phone.Left {
		m.Undo = &views.KioskUndo{Path: "/kiosk/ticket/back", Key: t.Key(), Label: views.UndoTicket}
	}
	return s.screen(c, fiber.StatusOK, m)
}

// takeTicketBack undoes that within a moment; too late, the child may take a new number.
func (s *Server) takeTicketBack(c *fiber.Ctx) error {
	v, err := s.current(c)
	if err != nil {
		return err
	}
	key, err := field(c, "key", 32)
	if err != nil {
		return err
	}
	p, err := s.store.Phone.TakeBack(v.at(c), key)
	if err != nil {
		return retry(err, func(status int, say string) error { return s.menu(c, status, v, say) })
	}
	return s.showTicket(c, v, p)
}
