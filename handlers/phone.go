package handlers

import (
	"time"
	"zhixinwu/store/phone"
	"zhixinwu/store/school"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// The keeper's page with the queue and its moves (/phone), and the display that calls the children (/board). The
// keeper's answers to a talk are in talk.go.
//
//	POST /phone/call    line
//	POST /phone/start   ticket; so /missed, /return, /leave and /pause

// phonePage is the keeper's page as it is now, with what went wrong, if anything.
func (s *Server) phonePage(a school.Actor, say string) (views.Page, error) {
	room, err := s.store.Phone.Desk(a)
	return views.Phone{Desk: room, Say: say, Outcomes: phone.Outcomes}, err
}

// queueBody is the body alone, the same for every keeper, rendered once a change.
func (s *Server) queueBody(c *fiber.Ctx) ([]byte, error) {
	return s.queue.get(s, time.Minute, func() ([]byte, error) {
		return s.bytesOf(s.phonePage(actor(c), ""))
	}, school.TopicPhone, school.TopicUrgent)
}

// phone fetches its living part from /phone/queue, which is the same for every keeper and rendered once a change.
func (s *Server) phone(c *fiber.Ctx) error {
	body, err := s.queueBody(c)
	if err != nil {
		return err
	}
	d, err := s.staffDoc(c, "/phone")
	if err != nil {
		return err
	}
	d.Refetch = "/phone/queue"
	return s.around(c, fiber.StatusOK, d, body)
}

// phoneQueue is the living part alone, which the page asks for when its stream says so.
func (s *Server) phoneQueue(c *fiber.Ctx) error {
	body, err := s.queueBody(c)
	if err != nil {
		return err
	}
	return send(c, fiber.StatusOK, body)
}

// phoneAfter shows the queue after a move, or with the sentence of why there was none: the keeper sees at once what
// the other keeper, a child or the clock had done first.
func (s *Server) phoneAfter(c *fiber.Ctx, err error) error {
	if err == nil {
		if !isFragment(c) {
			return c.Redirect("/phone", fiber.StatusSeeOther)
		}
		return s.phoneQueue(c)
	}
	return retry(err, func(status int, say string) error {
		p, err := s.phonePage(actor(c), say)
		if err != nil {
			return err
		}
		return s.page(c, status, "/phone", p)
	})
}

// callNext calls whoever is next to a line; whom the store chooses is its own matter.
func (s *Server) callNext(c *fiber.Ctx) error {
	line, err := field(c, "line", 8)
	if err == nil {
		_, err = s.store.Phone.CallNext(actor(c), line)
	}
	return s.phoneAfter(c, err)
}

// callAgain carries how often the keeper saw the number called, so that a double tap calls once.
func (s *Server) callAgain(c *fiber.Ctx) error {
	key, err := field(c, "ticket", 32)
	if err == nil {
		err = s.store.Phone.CallAgain(actor(c), key, number(c.FormValue("rings")))
	}
	return s.phoneAfter(c, err)
}

// moveTicket is a step of a ticket's life; which steps there are from where is the store's table.
func (s *Server) moveTicket(to phone.TicketState) fiber.Handler {
	return func(c *fiber.Ctx) error {
		key, err := field(c, "ticket", 32)
		if err == nil {
			err = s.store.Phone.MoveTicket(actor(c), key, to)
		}
		return s.phoneAfter(c, err)
	}
}

// board is the phone room's wall. Its body has no names and is the same on every wall, so it is rendered once a
// change.
func (s *Server) board(c *fiber.Ctx) error {
	if err := s.keepEnrolled(c, "/board"); err != nil {
		return err
	}
	settings, err := s.store.Settings()
	if err != nil {
		return err
	}
	body, err := s.callsBody()
	if err != nil {
		return err
	}
	d := views.BoardDoc{School: settings.Name, Zone: settings.TimeZone, Now: s.store.Now().UnixMilli()}
	return s.around(c, fiber.StatusOK, d, body)
}

// boardCalls is its living part.
func (s *Server) boardCalls(c *fiber.Ctx) error {
	body, err := s.callsBody()
	if err != nil {
		return err
	}
	return send(c, fiber.StatusOK, body)
}

// callsBody is kept for a minute at most, because the clock on it shows minutes.
func (s *Server) callsBody() ([]byte, error) {
	return s.calls.get(s, time.Minute, func() ([]byte, error) {
		b, err := s.store.Phone.Board()
		return s.bytesOf(views.Board{Board: b, Voice: s.voiceOf("/board")}, err)
	}, school.TopicPhone)
}
