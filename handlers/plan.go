package handlers

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
	"zhixinwu/store/heart"
	"zhixinwu/store/school"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// When a counselor is there: /counselor/plan; when not is in exception.go.
//
//	POST /counselor/plan  revision, agreed, room, face, minutes, pause, day0 to day6 (hours), groups (one a line)

// plan is the actor's own week; nobody plans another's here.
func (s *Server) plan(c *fiber.Ctx) error { return s.planWith(c, fiber.StatusOK, nil, views.Plan{}) }

// planWith shows the plan, with what was typed over it after a mistake.
func (s *Server) planWith(c *fiber.Ctx, status int, typed *views.Plan, p views.Plan) error {
	page, err := s.store.Heart.PlanPage(actor(c))
	if err != nil {
		return err
	}
	p.PlanPage, p.Faces = page, heart.Faces
	p.Form.To, p.Form.StandIns = "/counselor/plan/away", page.Others
	s.awayForm(&p.Form)
	settings, err := s.store.Settings()
	if err != nil {
		return err
	}
	shown := writtenPlan(page.Plan)
	if typed != nil {
		shown = *typed
	}
	p.Plan, p.Groups = shown.Plan, shown.Groups
	for _, day := range settings.Weekdays() {
		p.Days = append(p.Days, shown.Days[day])
	}
	return s.page(c, status, "/counselor/plan", p)
}

// writtenPlan is a plan as it stands in the fields, its days from Sunday on.
func writtenPlan(plan heart.Plan) (p views.Plan) {
	p.Plan = plan
	for day := time.Sunday; day <= time.Saturday; day++ {
		var spans []school.Span
		for _, h := range plan.Hours {
			if h.Weekday == day {
				spans = append(spans, school.Span{From: h.From, To: h.To})
			}
		}
		p.Days = append(p.Days, views.PlanDay{Weekday: int(day), Name: views.WeekdayName(day), Hours: school.WriteSpans(spans)})
	}
	for _, g := range plan.Groups {
		span := school.Span{From: g.From, To: g.To}
		p.Groups = append(p.Groups, fmt.Sprintf("%s %s %s %d", views.WeekdayName(g.Weekday), span, g.Name, g.Seats))
	}
	return p
}

// setPlan reads the whole week before it says what is wrong, so that everything typed is there again beside the
// sentence.
func (s *Server) setPlan(c *fiber.Ctx) error {
	typed := views.Plan{}
	plan := heart.Plan{Counselor: actor(c).ID(), Revision: number(c.FormValue("revision")),
		Room: trimmed(c.FormValue("room")), Face: c.FormValue("face"),
		Minutes: number(c.FormValue("minutes")), Pause: number(cmp.Or(c.FormValue("pause"), "0"))}
	var err error
	for day := range 7 {
		written := c.FormValue("day" + strconv.Itoa(day))
		name := views.WeekdayName(time.Weekday(day))
		typed.Days = append(typed.Days, views.PlanDay{Weekday: day, Name: name, Hours: written})
		on, bad := hoursOn(day, written)
		plan.Hours, err = append(plan.Hours, on...), cmp.Or(err, bad)
	}
	for line := range strings.Lines(c.FormValue("groups")) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		typed.Groups = append(typed.Groups, line)
		g, bad := parseGroup(line)
		err = cmp.Or(err, bad)
		plan.Groups = append(plan.Groups, g)
	}
	var moved []heart.Displaced
	if err == nil {
		moved, err = s.store.Heart.SetPlan(actor(c), plan, agreed(c))
	}
	if err != nil {
		typed.Plan = plan
		mine, clashes, second := overruled[heart.Plan](err)
		if second {
			typed = writtenPlan(mine)
		}
		return retry(err, func(status int, say string) error {
			return s.planWith(c, status, &typed, views.Plan{Say: say, Clashes: clashes, Moves: moved})
		})
	}
	if len(moved) == 0 {
		return c.Redirect("/counselor/plan", fiber.StatusSeeOther)
	}
	return s.planWith(c, fiber.StatusOK, nil, views.Plan{Done: moved})
}

// parseGroup reads a line as people write it: 星期四 16:00-16:40 三(2)班圆圈 8.
func parseGroup(line string) (g heart.Group, err error) {
	parts := strings.Fields(line)
	if len(parts) < 4 {
		return g, heart.ErrGroup
	}
	day, known := views.WeekdayOf(parts[0])
	spans, bad := school.ParseSpans(parts[1])
	if !known || bad != nil || len(spans) != 1 {
		return g, heart.ErrGroup
	}
	g.Weekday, g.From, g.To = day, spans[0].From, spans[0].To
	g.Name = strings.Join(parts[2:len(parts)-1], " ")
	g.Seats = number(strings.TrimSuffix(strings.TrimSuffix(parts[len(parts)-1], "人"), "座"))
	return g, nil
}
