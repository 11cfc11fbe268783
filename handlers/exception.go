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
//
//	POST /counselor/plan/away  first, last, span, why, standin, agreed
//	POST /counselor/plan/back  exception (its key); one that is gone already changes nothing

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
		f.First = s.store.Today()
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

// entered is the page that an absence was entered on, with what was wrong with it, or with what it has done.
type entered func(c *fiber.Ctx, status int, say string, form views.AwayForm, stored bool, done views.Moves) error

// enterAway closes a part of a counselor's plan, once whoever enters it has seen what becomes of the children.
func (s *Server) enterAway(c *fiber.Ctx, counselor string, show entered) error {
	e, form, err := readAway(c, counselor)
	var moved []heart.Displaced
	if err == nil {
		moved, err = s.store.Heart.AddException(actor(c), e, agreed(c))
	}
	if err != nil {
		form.Moves = moved
		return retry(err, func(status int, say string) error { return show(c, status, say, form, false, nil) })
	}
	return show(c, fiber.StatusOK, "", views.AwayForm{}, true, moved)
}

// endAway opens the plan again.
func (s *Server) endAway(c *fiber.Ctx, show entered) error {
	moved, err := s.store.Heart.RemoveException(actor(c), c.FormValue("exception"))
	if err != nil {
		return err
	}
	return show(c, fiber.StatusOK, "", views.AwayForm{}, true, moved)
}

func (s *Server) ownAway(c *fiber.Ctx, status int, say string, form views.AwayForm, stored bool, done views.Moves) error {
	return s.planWith(c, status, nil, views.Plan{Say: say, Form: form, Stored: stored, Done: done})
}

func (s *Server) addException(c *fiber.Ctx) error    { return s.enterAway(c, actor(c).ID(), s.ownAway) }
func (s *Server) removeException(c *fiber.Ctx) error { return s.endAway(c, s.ownAway) }

// away is where office and head enter that a counselor is not there.
func (s *Server) away(c *fiber.Ctx) error {
	return s.awayWith(c, fiber.StatusOK, "", views.AwayForm{}, false, nil)
}

func (s *Server) awayWith(c *fiber.Ctx, status int, say string, form views.AwayForm, stored bool, done views.Moves) error {
	page, err := s.store.Heart.AwayPage(actor(c))
	if err != nil {
		return err
	}
	form.To, form.Counselors, form.StandIns = "/away", page.Counselors, page.Counselors
	s.awayForm(&form)
	return s.page(c, status, "/away", views.Away{AwayPage: page, Form: form, Say: say, Stored: stored, Done: done})
}

func (s *Server) excuse(c *fiber.Ctx) error {
	return s.enterAway(c, c.FormValue("counselor"), s.awayWith)
}
func (s *Server) unexcuse(c *fiber.Ctx) error { return s.endAway(c, s.awayWith) }
