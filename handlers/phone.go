package handlers

import (
	"errors"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"zhixinwu/store"
	"zhixinwu/views"
)

// phonePage is the keeper's page as it is now, with what went wrong, if anything.
func (s *Server) phonePage(a store.Actor, say string) (views.Page, error) {
	room, err := s.store.PhoneRoom(a)
	return views.Phone{PhoneRoom: room, Say: say, Outcomes: store.Outcomes}, err
}

// queueBody is the body alone, the same for every keeper, rendered once a change.
func (s *Server) queueBody(c *fiber.Ctx) ([]byte, error) {
	return s.queue.get(s, store.TopicPhone, time.Minute, func() ([]byte, error) { return s.bytesOf(s.phonePage(actor(c), "")) })
}

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

func (s *Server) phoneQueue(c *fiber.Ctx) error {
	body, err := s.queueBody(c)
	if err != nil {
		return err
	}
	return send(c, fiber.StatusOK, body)
}

// phoneAfter shows the queue after a move, or with the sentence of why there was none.
func (s *Server) phoneAfter(c *fiber.Ctx, err error) error {
	if err == nil {
		if !isFragment(c) {
			return c.Redirect("/phone", fiber.StatusSeeOther)
		}
		return s.phoneQueue(c)
	}
	status, sentence, known := explain(err)
	if !known {
		return err
	}
	p, err := s.phonePage(actor(c), sentence)
	if err != nil {
		return err
	}
	return s.page(c, status, "/phone", p)
}

func (s *Server) callNext(c *fiber.Ctx) error {
	line, err := field(c, "line", 8)
	if err == nil {
		_, err = s.store.CallNext(actor(c), line)
	}
	return s.phoneAfter(c, err)
}

func (s *Server) moveTicket(to store.TicketState) fiber.Handler {
	return func(c *fiber.Ctx) error {
		key, err := field(c, "ticket", 32)
		if err == nil {
			err = s.store.MoveTicket(actor(c), key, to)
		}
		return s.phoneAfter(c, err)
	}
}

func (s *Server) endTalk(c *fiber.Ctx) error {
	key, err := field(c, "ticket", 32)
	if err != nil {
		return s.phoneAfter(c, err)
	}
	outcome, err := field(c, "outcome", 32)
	if err == nil {
		err = s.store.EndTalk(actor(c), key, store.Outcome(outcome))
	}
	return s.phoneAfter(c, err)
}

func (s *Server) care(c *fiber.Ctx) error {
	key, err := field(c, "ticket", 32)
	if err == nil {
		err = s.store.Care(actor(c), key)
	}
	return s.phoneAfter(c, err)
}

// moreTime carries the end that the keeper saw, so that a double tap adds once.
func (s *Server) moreTime(c *fiber.Ctx) error {
	key, err := field(c, "ticket", 32)
	if err == nil {
		var until int64
		if until, err = strconv.ParseInt(c.FormValue("until"), 10, 64); err != nil {
			err = store.ErrInvalid
		} else {
			err = s.store.MoreTime(actor(c), key, time.UnixMilli(until))
		}
	}
	return s.phoneAfter(c, err)
}

func (s *Server) chooseWhom(c *fiber.Ctx) error {
	key, relation, phone, err := whom(c)
	if err == nil {
		err = s.store.ChooseWhom(actor(c), key, relation, phone)
	}
	return s.phoneAfter(c, err)
}

// whom reads a ticket and one of its family's numbers, by relation and place: digits stay out of forms that children see.
func whom(c *fiber.Ctx) (key, relation string, phone int, err error) {
	key, err1 := field(c, "ticket", 32)
	relation, err2 := field(c, "relation", 128)
	phone, err3 := strconv.Atoi(c.FormValue("phone", "0"))
	if errors.Join(err1, err2, err3) != nil {
		err = store.ErrInvalid
	}
	return key, relation, phone, err
}

func (s *Server) resumeTalk(c *fiber.Ctx) error {
	key, err := field(c, "ticket", 32)
	if err == nil {
		err = s.store.ResumeTalk(actor(c), key)
	}
	return s.phoneAfter(c, err)
}

// callInPage looks for the child whose family is on the telephone; the name comes in a form, not in an address.
func (s *Server) callInPage(c *fiber.Ctx) error { return s.callInWith(c, fiber.StatusOK, "", "") }

func (s *Server) callInWith(c *fiber.Ctx, status int, name, say string) error {
	p := views.CallIn{Name: name, Say: say}
	var err error
	if p.Found, p.Free, err = s.store.FindForCallIn(actor(c), name); err != nil {
		return err
	}
	return s.page(c, status, "/phone/callin", p)
}

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
	if _, err := s.store.CallIn(actor(c), line, child); err != nil {
		status, sentence, known := explain(err)
		if !known {
			return err
		}
		return s.callInWith(c, status, name, sentence)
	}
	if isFragment(c) {
		c.Set("HX-Redirect", "/phone")
		return c.SendStatus(fiber.StatusOK)
	}
	return c.Redirect("/phone", fiber.StatusSeeOther)
}

// board is the phone room's wall.
func (s *Server) board(c *fiber.Ctx) error {
	if err := s.keepEnrolled(c, "/board"); err != nil {
		return err
	}
	school, err := s.store.School()
	if err != nil {
		return err
	}
	body, err := s.callsBody()
	if err != nil {
		return err
	}
	return s.around(c, fiber.StatusOK, views.BoardDoc{School: school.Name, Zone: school.TimeZone, Now: s.store.Now().UnixMilli()}, body)
}

// boardCalls is its living part.
func (s *Server) boardCalls(c *fiber.Ctx) error {
	body, err := s.callsBody()
	if err != nil {
		return err
	}
	return send(c, fiber.StatusOK, body)
}

func (s *Server) callsBody() ([]byte, error) {
	return s.calls.get(s, store.TopicPhone, time.Minute, func() ([]byte, error) {
		b, err := s.store.Board()
		return s.bytesOf(views.Board{Board: b}, err)
	})
}
