package handlers

import (
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"zhixinwu/store"
)

// What the keeper does with a child on the line; each answers with the queue.

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

// handOver calls 知心屋 to a child on a line.
func (s *Server) handOver(c *fiber.Ctx) error {
	key, err := field(c, "ticket", 32)
	if err == nil {
		_, err = s.store.HandOver(actor(c), key)
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

func (s *Server) resumeTalk(c *fiber.Ctx) error {
	key, err := field(c, "ticket", 32)
	if err == nil {
		err = s.store.ResumeTalk(actor(c), key)
	}
	return s.phoneAfter(c, err)
}
