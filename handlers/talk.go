package handlers

import (
	"strconv"
	"time"
	"zhixinwu/store/phone"
	"zhixinwu/store/school"

	"github.com/gofiber/fiber/v2"
)

// What the keeper does with a child on the line; each answers with the queue.
//
//	POST /phone/end       ticket, outcome
//	POST /phone/handover  ticket; so /care and /resume
//	POST /phone/more      ticket, until (Unix milliseconds, as the page showed it)
//	POST /phone/whom      ticket, relation, phone (the place of the number)

// endTalk is one of the outcome buttons; the same one twice is one end.
func (s *Server) endTalk(c *fiber.Ctx) error {
	key, err := field(c, "ticket", 32)
	if err != nil {
		return s.phoneAfter(c, err)
	}
	outcome, err := field(c, "outcome", 32)
	if err == nil {
		err = s.store.Phone.EndTalk(actor(c), key, phone.Outcome(outcome))
	}
	return s.phoneAfter(c, err)
}

// handOver calls 知心屋 to a child on a line.
func (s *Server) handOver(c *fiber.Ctx) error {
	key, err := field(c, "ticket", 32)
	if err == nil {
		_, err = s.store.Phone.HandOver(actor(c), key)
	}
	return s.phoneAfter(c, err)
}

// care takes a talk of self-service into the keeper's hands: the queue then shows the family's numbers, on record.
func (s *Server) care(c *fiber.Ctx) error {
	key, err := field(c, "ticket", 32)
	if err == nil {
		err = s.store.Phone.Care(actor(c), key)
	}
	return s.phoneAfter(c, err)
}

// moreTime carries the end that the keeper saw, so that a double tap adds once.
func (s *Server) moreTime(c *fiber.Ctx) error {
	key, err := field(c, "ticket", 32)
	if err == nil {
		var until int64
		if until, err = strconv.ParseInt(c.FormValue("until"), 10, 64); err != nil {
			err = school.ErrInvalid
		} else {
			err = s.store.Phone.MoreTime(actor(c), key, time.UnixMilli(until))
		}
	}
	return s.phoneAfter(c, err)
}

// chooseWhom names the relative and the place of the number; the digits themselves are never sent.
func (s *Server) chooseWhom(c *fiber.Ctx) error {
	key, relation, number, err := whom(c)
	if err == nil {
		err = s.store.Phone.ChooseWhom(actor(c), key, relation, number)
	}
	return s.phoneAfter(c, err)
}

// resumeTalk says that a talk went on after the server's stop.
func (s *Server) resumeTalk(c *fiber.Ctx) error {
	key, err := field(c, "ticket", 32)
	if err == nil {
		err = s.store.Phone.ResumeTalk(actor(c), key)
	}
	return s.phoneAfter(c, err)
}
