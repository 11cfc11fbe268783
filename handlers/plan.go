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

// When a counselor is there: /counselor/plan (when not is in exception.go), with the calendar feed made of it (/feed)
// and the display at the door (/board/door).
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
	for i := range 7 {
		p.Days = append(p.Days, shown.Days[(int(settings.Week)+i)%7])
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

// offerFeed shows the calendar's link this once; offering it again ends the one before. Whoever has the link reads
// the calendar without a login, so it stands in no other page.
func (s *Server) offerFeed(c *fiber.Ctx) error {
	token, err := s.store.Heart.OfferFeed(actor(c))
	if err != nil {
		return err
	}
	return s.planWith(c, fiber.StatusOK, nil, views.Plan{Link: c.BaseURL() + "/feed/" + token + ".ics"})
}

// endFeed ends the link; calendars that still ask are answered with not found.
func (s *Server) endFeed(c *fiber.Ctx) error {
	if err := s.store.Heart.EndFeed(actor(c)); err != nil {
		return err
	}
	return c.Redirect("/counselor/plan", fiber.StatusSeeOther)
}

// feed is a calendar as calendars read it, RFC 5545: times and a word, and nobody's name. Lines end in CRLF and stay
// below the 75 octets beyond which they would have to be folded; nothing in them was typed, so nothing has to be
// escaped.
func (s *Server) feed(c *fiber.Ctx) error {
	talks, err := s.store.Heart.Feed(strings.TrimSuffix(c.Params("token"), ".ics"))
	if err != nil {
		return err
	}
	const stamp = "20060102T150405Z"
	now := s.store.Now().UTC().Format(stamp)
	var b strings.Builder
	line := func(text string) { b.WriteString(text + "\r\n") }
	line("BEGIN:VCALENDAR")
	line("VERSION:2.0")
	line("PRODID:-//zhixinwu//ZH")
	line("X-WR-CALNAME:知心屋")
	line("REFRESH-INTERVAL;VALUE=DURATION:PT15M")
	for _, t := range talks {
		what := "知心屋 谈话"
		if t.Group {
			what = "知心屋 小组"
		}
		line("BEGIN:VEVENT")
		line("UID:" + t.ID + "@zhixinwu")
		line("DTSTAMP:" + now)
		line("DTSTART:" + t.Begin.UTC().Format(stamp))
		line("DTEND:" + t.End.UTC().Format(stamp))
		line("SUMMARY:" + what)
		line("END:VEVENT")
	}
	line("END:VCALENDAR")
	c.Set(fiber.HeaderContentType, "text/calendar; charset=utf-8")
	return c.SendString(b.String())
}

// doorBoard is the display at the door of 知心屋; doorRooms its living part.
func (s *Server) doorBoard(c *fiber.Ctx) error {
	if err := s.keepEnrolled(c, "/board"); err != nil {
		return err
	}
	p, err := s.doorNow()
	if err != nil {
		return err
	}
	return s.boardDocument(c, "知心屋", "/board/door", p)
}

func (s *Server) doorRooms(c *fiber.Ctx) error {
	p, err := s.doorNow()
	if err != nil {
		return err
	}
	return s.fragment(c, fiber.StatusOK, p)
}

// doorNow is what hangs outside: hours, free and busy, and no child.
func (s *Server) doorNow() (views.DoorBoard, error) {
	rooms, now, err := s.store.Heart.Door()
	return views.DoorBoard{Rooms: rooms, Now: now}, err
}

// boardDocument is the page around a display of this room.
func (s *Server) boardDocument(c *fiber.Ctx, title, path string, p views.Page) error {
	settings, err := s.store.Settings()
	if err != nil {
		return err
	}
	d := views.WallDoc{Title: title, Path: path, School: settings.Name, Zone: settings.TimeZone,
		Now: s.store.Now().UnixMilli()}
	return s.document(c, fiber.StatusOK, d, p)
}
