package handlers

import (
	"errors"
	"zhixinwu/store/heart"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// The counselor's calendar: /counselor and what is done on it, the week, the month, finding a child, and the free
// times for a booking to be moved or a child to be invited.
//
//	GET  /counselor             today; /day and /week take day, /month the day's month
//	POST /counselor/arrived     slot; so /start, /finish, /missed, /off and /followup
//	POST /counselor/walkin      child
//	POST /counselor/find        q: a part of a name, a class, or a card
//	GET  /counselor/times       move (a slot) or child, referral
//	POST /counselor/move        move, slot
//	POST /counselor/invite      child, slot, referral

// today is the counselor's day.
func (s *Server) today(c *fiber.Ctx) error { return s.todayWith(c, fiber.StatusOK, "") }

// todayWith gathers what waits for the counselor beside the day itself: letters, the waiting line, referred children.
// Any of them failing fails the page: a count that is silently missing would be read as none.
func (s *Server) todayWith(c *fiber.Ctx, status int, say string) error {
	day := s.store.Today()
	days, err := s.store.Heart.Agenda(actor(c), day, 1)
	if err != nil {
		return err
	}
	p := views.Today{Agenda: days[0], Say: say, Tomorrow: day.Add(1)}
	if p.Letters, p.Urgent, err = s.store.Mail.UnreadLetters(actor(c)); err != nil {
		return err
	}
	if p.Line, err = s.store.Heart.WaitingLine(actor(c)); err != nil {
		return err
	}
	referrals, err := s.store.Heart.Referrals(actor(c))
	if err != nil {
		return err
	}
	p.Referrals = len(referrals)
	if p.Colleagues, err = s.store.Access.NewCounselors(actor(c)); err != nil {
		return err
	}
	return s.page(c, status, "/counselor", p)
}

// dayAsked is a day of the query, or today: an address that was cut off leads to a page and not to an error.
func (s *Server) dayAsked(c *fiber.Ctx) school.Day {
	day, err := school.ParseDay(c.Query("day"))
	if err != nil {
		return s.store.Today()
	}
	return day
}

// dayPage is one day. A talk of an earlier one can still be marked on it; the answer to that is today's page.
func (s *Server) dayPage(c *fiber.Ctx) error {
	days, err := s.store.Heart.Agenda(actor(c), s.dayAsked(c), 1)
	if err != nil {
		return err
	}
	return s.page(c, fiber.StatusOK, "/counselor/week", views.DayPage{Agenda: days[0]})
}

// week is seven days from the one asked for, whatever its weekday: a counselor looks ahead from today.
func (s *Server) week(c *fiber.Ctx) error {
	first := s.dayAsked(c)
	days, err := s.store.Heart.Agenda(actor(c), first, 7)
	if err != nil {
		return err
	}
	return s.page(c, fiber.StatusOK, "/counselor/week", views.Week{Days: days, Prev: first.Add(-7), Next: first.Add(7)})
}

// month is whole school weeks, so that a week stands in one row.
func (s *Server) month(c *fiber.Ctx) error {
	settings, err := s.store.Settings()
	if err != nil {
		return err
	}
	first := s.dayAsked(c)[:8] + "01"
	next := first.Add(31)[:8] + "01"
	begin, days := settings.WeekOf(first), 0
	for days = 28; begin.Add(days) < next; days += 7 {
	}
	all, err := s.store.Heart.Agenda(actor(c), begin, days)
	if err != nil {
		return err
	}
	p := views.Month{Days: all, First: first, Prev: first.Add(-1)[:8] + "01", Next: next}
	return s.page(c, fiber.StatusOK, "/counselor/week", p)
}

// moveBooking is what happened to a booked talk: arrived, begun, over, or the child did not come.
func (s *Server) moveBooking(to heart.BookingState) fiber.Handler {
	return func(c *fiber.Ctx) error {
		slot, err := field(c, "slot", 64)
		if err == nil {
			err = s.store.Heart.MoveBooking(actor(c), slot, to)
		}
		return s.toToday(c, err)
	}
}

// toToday shows the day after a change, or the day with the sentence of why there was none. htmx swaps the day's body
// into #main, and a refusal with its status just the same; a plain form is sent on, so that a reload posts nothing
// again. Who has a child that is in a talk is named: the two have to speak to each other.
func (s *Server) toToday(c *fiber.Ctx, err error) error {
	if err != nil {
		return retry(err, func(status int, say string) error {
			var in *heart.InTalk
			if errors.As(err, &in) {
				say = "这个孩子正在和" + in.With + "谈，谈好了再开始。"
			}
			return s.todayWith(c, status, say)
		})
	}
	if !isFragment(c) {
		return c.Redirect("/counselor", fiber.StatusSeeOther)
	}
	return s.today(c)
}

// callOff takes a booking from the calendar; the child is told, and waits for another time.
func (s *Server) callOff(c *fiber.Ctx) error {
	slot, err := field(c, "slot", 64)
	if err == nil {
		err = s.store.Heart.CallOff(actor(c), slot)
	}
	return s.toToday(c, err)
}

// followUp invites the child of a talk again, at a time that the store finds; the new row on the page is the answer.
func (s *Server) followUp(c *fiber.Ctx) error {
	slot, err := field(c, "slot", 64)
	if err == nil {
		_, err = s.store.Heart.FollowUp(actor(c), slot)
	}
	return s.toToday(c, err)
}

// walkIn begins a talk that nobody booked.
func (s *Server) walkIn(c *fiber.Ctx) error {
	_, err := s.store.Heart.WalkIn(actor(c), c.FormValue("child"))
	return s.toToday(c, err)
}

// find is the empty search.
func (s *Server) find(c *fiber.Ctx) error {
	return s.page(c, fiber.StatusOK, "/counselor/find", views.Find{})
}

// found answers a post: what was typed may be a card or a name, and both stay out of addresses, histories and logs.
// Nobody found is an answer, not an error.
func (s *Server) found(c *fiber.Ctx) error {
	var p views.Find
	var err error
	if p.Query, err = field(c, "q", 128); err == nil {
		p.Found, err = s.store.Heart.FindChildren(actor(c), p.Query)
	}
	if err != nil {
		return retry(err, func(status int, say string) error {
			p.Say = say
			return s.page(c, status, "/counselor/find", p)
		})
	}
	return s.page(c, fiber.StatusOK, "/counselor/find", p)
}

// times lets the counselor pick a free time: for the booking named by move, or for the child to be invited. A booking
// of a colleague is refused by the store, and so is a child that is not there.
func (s *Server) times(c *fiber.Ctx) error {
	p := views.Times{Move: c.Query("move"), Child: c.Query("child"), Referral: c.QueryInt("referral")}
	return s.timesWith(c, fiber.StatusOK, p)
}

// timesWith shows the free times again, with the sentence of why one could not be had.
func (s *Server) timesWith(c *fiber.Ctx, status int, p views.Times) error {
	free, child, err := s.store.Heart.FreeTimes(actor(c), p.Child, p.Move)
	if err != nil {
		return err
	}
	p.Free, p.Name = free, child.Name
	return s.page(c, status, "/counselor/week", p)
}

// reschedule moves a booking and invite offers a child a time; both come back to the list of times when theirs has just
// been taken.
func (s *Server) reschedule(c *fiber.Ctx) error {
	p := views.Times{Move: c.FormValue("move")}
	_, err := s.store.Heart.Reschedule(actor(c), p.Move, c.FormValue("slot"))
	return s.timed(c, p, err)
}

func (s *Server) invite(c *fiber.Ctx) error {
	p := views.Times{Child: c.FormValue("child"), Referral: number(c.FormValue("referral"))}
	_, err := s.store.Heart.Invite(actor(c), p.Child, c.FormValue("slot"), p.Referral)
	return s.timed(c, p, err)
}

// timed shows the times again when the one picked is gone, and the week otherwise. For a child or a booking that does
// not exist there are no times to show.
func (s *Server) timed(c *fiber.Ctx, p views.Times, err error) error {
	if err == nil {
		return c.Redirect("/counselor/week", fiber.StatusSeeOther)
	}
	if errors.Is(err, school.ErrNotFound) {
		return err
	}
	return retry(err, func(status int, say string) error {
		p.Say = say
		return s.timesWith(c, status, p)
	})
}

// slip is what a class teacher gets on paper: that the child may be away, and until when. It is found among the
// counselor's own talks of that day, so nobody prints a colleague's.
func (s *Server) slip(c *fiber.Ctx) error {
	slot, err := heart.ParseSlot(c.Query("slot"))
	if err != nil {
		return err
	}
	row, err := s.store.Heart.Slip(actor(c), slot)
	if err != nil {
		return err
	}
	p := views.Slip{AgendaRow: row, Until: row.Clock + school.Clock(row.Minutes)}
	return s.page(c, fiber.StatusOK, "/counselor", p)
}

// greetings is the list of children to say hello to, for counselors alone: seen elsewhere it would be a list of
// cases.
func (s *Server) greetings(c *fiber.Ctx) error {
	list, days, err := s.store.Greetings(actor(c))
	if err != nil {
		return err
	}
	return s.page(c, fiber.StatusOK, "/counselor/greetings", views.Greetings{List: list, Days: days})
}

// figures are the room's numbers; who asks decides in the store which are hidden.
func (s *Server) figures(c *fiber.Ctx) error {
	f, err := s.store.Heart.Figures(actor(c))
	if err != nil {
		return err
	}
	return s.page(c, fiber.StatusOK, "/figures", views.Figures{Figures: f, Topics: visit.Topics})
}
