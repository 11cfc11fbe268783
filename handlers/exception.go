package handlers

import (
	"cmp"
	"zhixinwu/store/heart"
	"zhixinwu/store/school"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// When a counselor is not there: her own form stands on /counselor/plan, and /away is the same for office and head, who
// enter it for whoever is ill.

// agreed compares what would become of the booked children with what the form had shown. Whatever came between is shown
// again: nobody agrees to moves unseen.
func agreed(c *fiber.Ctx) func([]heart.Displaced) bool {
	seen := c.FormValue("agreed")
	return func(moves []heart.Displaced) bool { return seen == views.Moves(moves).Key() }
}

// awayForm fills in what is the same in both forms.
func (s *Server) awayForm(f *views.AwayForm) {
	f.Reasons = heart.AwayReasons
	if f.First == "" {
		f.First = s.store.Heart.Today()
		f.Last = f.First
	}
}

// readAway reads the form, which comes back with everything typed beside the sentence of what was wrong.
func readAway(c *fiber.Ctx, counselor string) (e heart.Exception, f views.AwayForm, err error) {
	first := c.FormValue("first")
	e = heart.Exception{
		Counselor: counselor,
		First:     school.Day(first),
		Last:      school.Day(cmp.Or(c.FormValue("last"), first)),
		Span:      school.Span{From: 0, To: 24 * 60},
		Why:       c.FormValue("why"),
		StandIn:   c.FormValue("standin"),
	}
	f = views.AwayForm{Exception: e, Hours: c.FormValue("span")}
	spans, err := school.ParseSpans(f.Hours)
	if len(spans) == 1 {
		e.Span = spans[0]
	} else if len(spans) > 1 {
		err = school.ErrSpan
	}
	return e, f, err
}

// addException closes a part of the own plan.
func (s *Server) addException(c *fiber.Ctx) error {
	e, form, err := readAway(c, actor(c).ID())
	var moved []heart.Displaced
	if err == nil {
		moved, err = s.store.Heart.AddException(actor(c), e, agreed(c))
	}
	if err != nil {
		form.Moves = moved
		return retry(err, func(status int, say string) error {
			return s.planWith(c, status, nil, views.Plan{Say: say, Form: form})
		})
	}
	return s.planWith(c, fiber.StatusOK, nil, views.Plan{Stored: true, Done: moved})
}

func (s *Server) removeException(c *fiber.Ctx) error {
	moved, err := s.store.Heart.RemoveException(actor(c), c.FormValue("exception"))
	if err != nil {
		return err
	}
	return s.planWith(c, fiber.StatusOK, nil, views.Plan{Stored: true, Done: moved})
}

// away is where office and head enter that a counselor is not there.
func (s *Server) away(c *fiber.Ctx) error { return s.awayWith(c, fiber.StatusOK, views.Away{}) }

func (s *Server) awayWith(c *fiber.Ctx, status int, p views.Away) error {
	var err error
	if p.AwayPage, err = s.store.Heart.AwayPage(actor(c)); err != nil {
		return err
	}
	p.Form.To, p.Form.Counselors, p.Form.StandIns = "/away", p.Counselors, p.Counselors
	s.awayForm(&p.Form)
	return s.page(c, status, "/away", p)
}

func (s *Server) excuse(c *fiber.Ctx) error {
	e, form, err := readAway(c, c.FormValue("counselor"))
	var moved []heart.Displaced
	if err == nil {
		moved, err = s.store.Heart.AddException(actor(c), e, agreed(c))
	}
	if err != nil {
		form.Moves = moved
		return retry(err, func(status int, say string) error {
			return s.awayWith(c, status, views.Away{Say: say, Form: form})
		})
	}
	return s.awayWith(c, fiber.StatusOK, views.Away{Stored: true, Done: moved})
}

func (s *Server) unexcuse(c *fiber.Ctx) error {
	moved, err := s.store.Heart.RemoveException(actor(c), c.FormValue("exception"))
	if err != nil {
		return err
	}
	return s.awayWith(c, fiber.StatusOK, views.Away{Stored: true, Done: moved})
}
