package handlers

import (
	"errors"
	"fmt"
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v2"

	"zhixinwu/store"
	"zhixinwu/views"
)

// timesPerScreen keeps a screen to what a child can look through.
const timesPerScreen = 6

// counselors is the first question of a booking; a child that has one sees it instead.
func (s *Server) counselors(c *fiber.Ctx) error {
	v, err := s.current(c)
	if err != nil {
		return err
	}
	b, name, found, err := s.store.BookingOf(v.child.ID)
	if err != nil {
		return err
	}
	if found {
		return s.showBooking(c, fiber.StatusOK, v, b, name, "")
	}
	return s.offer(c, fiber.StatusOK, v, "")
}

func (s *Server) offer(c *fiber.Ctx, status int, v visit, say string) error {
	free, err := s.store.FreeSlots()
	if err != nil {
		return err
	}
	return s.screen(c, status, views.KioskCounselors{Kiosk: s.greeting(c, v, "heart", say), Counselors: free})
}

func (s *Server) showBooking(c *fiber.Ctx, status int, v visit, b store.Booking, counselor, say string) error {
	return s.screen(c, status, views.KioskBooked{Kiosk: s.greeting(c, v, "heart", say), Booking: b, Counselor: counselor, Face: "calendar"})
}

// counselorAsked is the visit, and the counselor of the query with the free days.
func (s *Server) counselorAsked(c *fiber.Ctx) (visit, store.CounselorSlots, error) {
	v, err := s.current(c)
	if err != nil {
		return v, store.CounselorSlots{}, err
	}
	free, err := s.store.FreeSlots()
	if err != nil {
		return v, store.CounselorSlots{}, err
	}
	i := slices.IndexFunc(free, func(cs store.CounselorSlots) bool { return cs.ID == c.Query("counselor") })
	if i < 0 {
		return v, store.CounselorSlots{}, store.ErrSlotNone
	}
	return v, free[i], nil
}

func (s *Server) bookingDays(c *fiber.Ctx) error {
	v, cs, err := s.counselorAsked(c)
	if err != nil {
		return err
	}
	return s.screen(c, fiber.StatusOK, views.KioskDays{Kiosk: s.greeting(c, v, "heart", ""), Counselor: cs})
}

func (s *Server) bookingTimes(c *fiber.Ctx) error {
	v, cs, err := s.counselorAsked(c)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(cs.Days, func(d store.FreeDay) bool { return string(d.Day) == c.Query("day") })
	if i < 0 {
		return store.ErrSlotNone
	}
	day := cs.Days[i]
	from := c.QueryInt("from")
	if from < 0 || from >= len(day.Free) {
		from = 0
	}
	t := views.KioskTimes{Kiosk: s.greeting(c, v, "heart", ""), Name: cs.Name, Day: day.Day,
		Slots: day.Free[from:min(from+timesPerScreen, len(day.Free))]}
	at := func(from int) string {
		return fmt.Sprintf("/kiosk/booking/times?counselor=%s&day=%s&from=%d", url.QueryEscape(cs.ID), day.Day, from)
	}
	if from > 0 {
		t.Prev = at(max(0, from-timesPerScreen))
	}
	if from+timesPerScreen < len(day.Free) {
		t.Next = at(from + timesPerScreen)
	}
	return s.screen(c, fiber.StatusOK, t)
}

func (s *Server) bookingTopic(c *fiber.Ctx) error {
	v, err := s.current(c)
	if err != nil {
		return err
	}
	slot, err := store.ParseSlot(c.Query("slot"))
	if err != nil {
		return err
	}
	return s.screen(c, fiber.StatusOK, views.KioskTopics{Kiosk: s.greeting(c, v, "heart", ""), Slot: slot, Topics: store.Topics})
}

// book answers the loser of a race with what is still free.
func (s *Server) book(c *fiber.Ctx) error {
	v, err := s.current(c)
	if err != nil {
		return err
	}
	slot, err := field(c, "slot", 64)
	if err != nil {
		return err
	}
	topic, err := field(c, "topic", 32)
	if err != nil {
		return err
	}
	_, err = s.store.Book(v.at(c), slot, topic)
	status, sentence := fiber.StatusOK, ""
	if err != nil {
		var known bool
		if status, sentence, known = explain(err); !known {
			return err
		}
		if !errors.Is(err, store.ErrBookingOpen) {
			return s.offer(c, status, v, sentence)
		}
	}
	b, name, found, err := s.store.BookingOf(v.child.ID)
	if err != nil {
		return err
	}
	if !found { // cancelled at another kiosk in the same moment
		return s.offer(c, fiber.StatusConflict, v, "")
	}
	return s.showBooking(c, status, v, b, name, sentence)
}

func (s *Server) cancelBooking(c *fiber.Ctx) error {
	v, err := s.current(c)
	if err != nil {
		return err
	}
	if err := s.store.CancelBooking(v.at(c)); err != nil {
		return err
	}
	return s.menu(c, fiber.StatusOK, v, false, "")
}

// today is the counselor's day.
func (s *Server) today(c *fiber.Ctx) error { return s.todayWith(c, fiber.StatusOK, "") }

func (s *Server) todayWith(c *fiber.Ctx, status int, say string) error {
	week, err := s.store.Agenda(actor(c))
	if err != nil {
		return err
	}
	unread, urgent, err := s.store.UnreadLetters(actor(c))
	if err != nil {
		return err
	}
	return s.page(c, status, "/counselor", views.Today{Agenda: week[0], Say: say, Letters: unread, Urgent: urgent})
}

func (s *Server) week(c *fiber.Ctx) error {
	week, err := s.store.Agenda(actor(c))
	if err != nil {
		return err
	}
	return s.page(c, fiber.StatusOK, "/counselor/week", views.Week{Days: week})
}

func (s *Server) moveBooking(to store.BookingState) fiber.Handler {
	return func(c *fiber.Ctx) error {
		slot, err := field(c, "slot", 64)
		if err == nil {
			err = s.store.MoveBooking(actor(c), slot, to)
		}
		if err != nil {
			status, sentence, known := explain(err)
			if !known {
				return err
			}
			return s.todayWith(c, status, sentence)
		}
		if !isFragment(c) {
			return c.Redirect("/counselor", fiber.StatusSeeOther)
		}
		return s.today(c)
	}
}
