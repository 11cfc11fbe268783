package handlers

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"zhixinwu/store/heart"
	"zhixinwu/store/visit"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// A child's booking at a kiosk, one question a screen: counselor, day, time, and what it is about. Nothing is kept
// between the screens: each carries what was chosen before, and the store decides at the last one.
//
//	GET  /kiosk/booking         change (a slot to move), more
//	GET  /kiosk/booking/days    counselor, change
//	GET  /kiosk/booking/times   counselor, day, from (a page), change
//	GET  /kiosk/booking/topic   slot
//	POST /kiosk/booking         slot, topic; a contract, DESIGN §5
//	POST /kiosk/booking/change  from, slot
//	POST /kiosk/booking/cancel  slot, or none for the next one; so /yes and /no
//	POST /kiosk/booking/wait    counselor or none, topic

// timesPerScreen keeps a screen to what a child can look through.
const timesPerScreen = 6

// counselors is the first question of a booking; a child that has one, or waits for one, sees that instead. With the
// query change, the child asks for another time; with more, for one beside the one it has.
func (s *Server) counselors(c *fiber.Ctx) error {
	v, err := s.current(c)
	if err != nil {
		return err
	}
	h, err := s.store.Heart.HeldBy(v.child.ID)
	if err != nil {
		return err
	}
	switch change := c.Query("change"); {
	case change != "":
		return s.offer(c, fiber.StatusOK, v, change, "")
	case len(h.Bookings) > 0 && c.Query("more") == "":
		return s.showBooking(c, fiber.StatusOK, v, h, 0, "")
	case h.Waiting != nil && c.Query("more") == "":
		return s.showWaiting(c, v, *h.Waiting)
	}
	return s.offer(c, fiber.StatusOK, v, "", "")
}

// offer shows the counselors with their next free time, or "whoever is free first" beside them when there are
// several. change is the booking that is to move, if one is. Nobody free is a screen too: it offers the waiting line.
func (s *Server) offer(c *fiber.Ctx, status int, v guest, change, say string) error {
	free, err := s.store.Heart.FreeSlots()
	if err != nil {
		return err
	}
	h, err := s.store.Heart.HeldBy(v.child.ID)
	if err != nil {
		return err
	}
	p := views.KioskCounselors{Kiosk: s.greeting(c, v, "heart", say), Counselors: free, Change: change,
		Waiting: h.Waiting != nil}
	if len(free) > 1 {
		for _, cs := range free {
			if f := cs.First(); f.Counselor != "" && (p.Any.Counselor == "" || f.Key() < p.Any.Key()) {
				p.Any = f
			}
		}
	}
	return s.screen(c, status, p)
}

// showBooking shows the i-th of the child's bookings.
func (s *Server) showBooking(c *fiber.Ctx, status int, v guest, h heart.Held, i int, say string) error {
	return s.screen(c, status, views.KioskBooked{Kiosk: s.greeting(c, v, "heart", say), Booking: h.Bookings[i],
		More: h.More && len(h.Bookings) == 1})
}

// showWaiting names the counselor that the child waits for; a child may wait for anybody.
func (s *Server) showWaiting(c *fiber.Ctx, v guest, w heart.Waiter) error {
	p := views.KioskWaiting{Kiosk: s.greeting(c, v, "heart", "")}
	if w.Counselor != "" {
		free, err := s.store.Heart.FreeSlots()
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(free, func(cs heart.CounselorSlots) bool { return cs.ID == w.Counselor }); i >= 0 {
			p.Name = free[i].Name
		}
	}
	return s.screen(c, fiber.StatusOK, p)
}

// counselorAsked is the visit, and the counselor of the query with the free days. One who is not there any more, or
// never was, is heart.ErrSlotNone: "look at another".
func (s *Server) counselorAsked(c *fiber.Ctx) (guest, heart.CounselorSlots, error) {
	v, err := s.current(c)
	if err != nil {
		return v, heart.CounselorSlots{}, err
	}
	free, err := s.store.Heart.FreeSlots()
	if err != nil {
		return v, heart.CounselorSlots{}, err
	}
	i := slices.IndexFunc(free, func(cs heart.CounselorSlots) bool { return cs.ID == c.Query("counselor") })
	if i < 0 {
		return v, heart.CounselorSlots{}, heart.ErrSlotNone
	}
	return v, free[i], nil
}

// daysPerScreen leaves room for two rows.
const daysPerScreen = 8

// bookingDays is the second question. Days without anything free are shown as such, as long as all fit on the screen.
func (s *Server) bookingDays(c *fiber.Ctx) error {
	v, cs, err := s.counselorAsked(c)
	if err != nil {
		return err
	}
	if len(cs.Days) > daysPerScreen { // of a long horizon, the days on which there is something
		cs.Days = slices.DeleteFunc(cs.Days, func(d heart.FreeDay) bool { return len(d.Free) == 0 })
		cs.Days = cs.Days[:min(len(cs.Days), daysPerScreen)]
	}
	p := views.KioskDays{Kiosk: s.greeting(c, v, "heart", ""), Counselor: cs, Change: c.Query("change")}
	return s.screen(c, fiber.StatusOK, p)
}

// bookingTimes pages through a day's times, as many as fit on a screen. A page number that no longer exists begins
// again: the times before it were taken meanwhile.
func (s *Server) bookingTimes(c *fiber.Ctx) error {
	v, cs, err := s.counselorAsked(c)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(cs.Days, func(d heart.FreeDay) bool { return string(d.Day) == c.Query("day") })
	if i < 0 {
		return heart.ErrSlotNone
	}
	day := cs.Days[i]
	from := c.QueryInt("from")
	if from < 0 || from >= len(day.Free) {
		from = 0
	}
	settings, err := s.store.Settings()
	if err != nil {
		return err
	}
	t := views.KioskTimes{Kiosk: s.greeting(c, v, "heart", ""), House: settings, Name: cs.Name, Day: day.Day,
		Change: c.Query("change"), Slots: day.Free[from:min(from+timesPerScreen, len(day.Free))]}
	at := func(from int) string {
		q := url.Values{"counselor": {cs.ID}, "day": {string(day.Day)}, "from": {strconv.Itoa(from)}}
		if t.Change != "" {
			q.Set("change", t.Change)
		}
		return "/kiosk/booking/times?" + q.Encode()
	}
	if from > 0 {
		t.Prev = at(max(0, from-timesPerScreen))
	}
	if from+timesPerScreen < len(day.Free) {
		t.Next = at(from + timesPerScreen)
	}
	return s.screen(c, fiber.StatusOK, t)
}

// slotOf reads the visit and the fields of a child's form that are slots or a word, in the order of their names. What
// is longer than any of them was not sent by our screens.
func (s *Server) slotOf(c *fiber.Ctx, names ...string) (v guest, slots []string, err error) {
	if v, err = s.current(c); err != nil {
		return v, nil, err
	}
	for _, name := range names {
		slot, err := field(c, name, 64)
		if err != nil {
			return v, nil, err
		}
		slots = append(slots, slot)
	}
	return v, slots, nil
}

// book is the last question's answer. It answers the loser of a race with what is still free, under the status of
// why.
func (s *Server) book(c *fiber.Ctx) error {
	v, f, err := s.slotOf(c, "slot", "topic")
	if err != nil {
		return err
	}
	b, err := s.store.Heart.Book(v.at(c), f[0], f[1])
	return s.booked(c, v, b, "", err)
}

// changeBooking keeps the old time if the new one is gone.
func (s *Server) changeBooking(c *fiber.Ctx) error {
	v, f, err := s.slotOf(c, "from", "slot")
	if err != nil {
		return err
	}
	b, err := s.store.Heart.ChangeBooking(v.at(c), f[0], f[1])
	return s.booked(c, v, b, f[0], err)
}

// booked shows what the child has now, or why not and what else is free. Both are whole screens, because every
// control of the kiosk swaps #screen.
func (s *Server) booked(c *fiber.Ctx, v guest, b heart.Booking, change string, err error) error {
	show := func(status int, say string) error { return s.showBookingAt(c, status, v, b.Slot, say) }
	switch {
	case err == nil:
		return show(fiber.StatusOK, "")
	case errors.Is(err, heart.ErrBookingOpen): // it has one: that is the answer
		return retry(err, show)
	}
	return retry(err, func(status int, say string) error { return s.offer(c, status, v, change, say) })
}

// showBookingAt shows the child's booking at a slot, or its first one.
func (s *Server) showBookingAt(c *fiber.Ctx, status int, v guest, slot heart.Slot, say string) error {
	h, err := s.store.Heart.HeldBy(v.child.ID)
	if err != nil {
		return err
	}
	if len(h.Bookings) == 0 { // cancelled at another kiosk in the same moment
		return s.offer(c, fiber.StatusConflict, v, "", "")
	}
	i := slices.IndexFunc(h.Bookings, func(hb heart.HeldBooking) bool { return hb.Slot == slot })
	return s.showBooking(c, status, v, h, max(i, 0), say)
}

// bookingTopic asks what a booking is about, after it is made: the time is safe whatever the child answers.
func (s *Server) bookingTopic(c *fiber.Ctx) error {
	v, err := s.current(c)
	if err != nil {
		return err
	}
	h, err := s.store.Heart.HeldBy(v.child.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(h.Bookings, func(hb heart.HeldBooking) bool { return hb.Key() == c.Query("slot") })
	if i < 0 {
		return heart.ErrSlotNone
	}
	p := views.KioskTopics{Kiosk: s.greeting(c, v, "heart", ""), Booking: h.Bookings[i], Topics: visit.Topics}
	return s.screen(c, fiber.StatusOK, p)
}

// sayTopic adds what it is about, or leaves it: the screen that asks has a way past it.
func (s *Server) sayTopic(c *fiber.Ctx) error {
	v, f, err := s.slotOf(c, "slot", "topic")
	if err != nil {
		return err
	}
	b, err := s.store.Heart.SayTopic(v.at(c), f[0], f[1])
	if err != nil {
		return err
	}
	return s.booked(c, v, b, "", nil)
}

// cancelBooking asks nothing back: a booking that is gone already leads to the same menu.
func (s *Server) cancelBooking(c *fiber.Ctx) error {
	v, f, err := s.slotOf(c, "slot")
	if err != nil {
		return err
	}
	if err := s.store.Heart.CancelBooking(v.at(c), f[0]); err != nil {
		return err
	}
	return s.menu(c, fiber.StatusOK, v, "")
}

// wait puts the child in the waiting line; if something was free after all, it is booked.
func (s *Server) wait(c *fiber.Ctx) error {
	v, f, err := s.slotOf(c, "counselor", "topic")
	if err != nil {
		return err
	}
	if err := s.store.Heart.Wait(v.at(c), f[0], f[1]); err != nil {
		return s.booked(c, v, heart.Booking{}, "", err)
	}
	h, err := s.store.Heart.HeldBy(v.child.ID)
	if err != nil {
		return err
	}
	if h.Waiting != nil {
		return s.showWaiting(c, v, *h.Waiting)
	}
	return s.booked(c, v, heart.Booking{}, "", nil)
}

// stopWaiting leads back to the menu, also when a free time has just ended the wait: then the booking stands there.
func (s *Server) stopWaiting(c *fiber.Ctx) error {
	v, err := s.current(c)
	if err != nil {
		return err
	}
	if err := s.store.Heart.StopWaiting(v.at(c)); err != nil {
		return err
	}
	return s.menu(c, fiber.StatusOK, v, "")
}

// knock tells a counselor that a child without a booking is at the door. With every door closed, the menu says so and
// offers a time instead.
func (s *Server) knock(c *fiber.Ctx) error {
	v, err := s.current(c)
	if err != nil {
		return err
	}
	_, name, err := s.store.Heart.Knock(v.at(c))
	if err != nil {
		return retry(err, func(status int, say string) error { return s.menu(c, status, v, say) })
	}
	return s.screen(c, fiber.StatusOK, views.KioskKnock{Kiosk: s.greeting(c, v, "heart", ""), Name: name})
}

// openNews shows the next message of a child, at any kiosk. It is a post, because a message that was opened is gone;
// none left is the menu.
func (s *Server) openNews(c *fiber.Ctx) error {
	v, err := s.current(c)
	if err != nil {
		return err
	}
	t, found, err := s.store.OpenNews(v.at(c))
	if err != nil {
		return err
	}
	if !found {
		return s.menu(c, fiber.StatusOK, v, "")
	}
	return s.screen(c, fiber.StatusOK, views.KioskNews{Kiosk: s.greeting(c, v, "heart", ""), Told: t})
}

// answerInvitation is a child's yes or no, at any kiosk.
func (s *Server) answerInvitation(yes bool) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, f, err := s.slotOf(c, "slot")
		if err != nil {
			return err
		}
		b, err := s.store.Heart.AnswerInvitation(v.at(c), f[0], yes)
		if err != nil {
			return retry(err, func(status int, say string) error { return s.menu(c, status, v, say) })
		}
		if !yes {
			return s.menu(c, fiber.StatusOK, v, "")
		}
		return s.booked(c, v, b, "", nil)
	}
}
