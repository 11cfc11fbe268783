package handlers

import (
	"zhixinwu/store/school"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// menuLine is a line of the staff's menu. It is written at its page's route: the route's path is where it leads, and
// the roles of the route's group are who sees it, so that nobody is led to a page that is closed to them.
type menuLine struct {
	path       string
	roles      []school.Role
	name, room string
	live       bool
	count      func(school.Actor) (int, error) // nil where nothing is counted
}

// menuOf takes the lines out of the route table, in its order.
func menuOf(groups []group) (lines []menuLine) {
	for _, g := range groups {
		for _, r := range g.routes {
			if r.line.name != "" {
				r.line.path, r.line.roles = r.path, g.need.roles
				lines = append(lines, r.line)
			}
		}
	}
	return lines
}

// staffDoc is the page with the menu of whoever is logged in; path is the menu's line that it belongs to. A page of
// no line is plain, and hears of urgent calls alone, as every page of the staff does. A count that fails fails the
// page.
func (s *Server) staffDoc(c *fiber.Ctx, path string) (views.StaffDoc, error) {
	settings, err := s.store.Settings()
	if err != nil {
		return views.StaffDoc{}, err
	}
	a := actor(c)
	d := views.StaffDoc{School: settings.Name, Zone: settings.TimeZone, Now: s.store.Now().UnixMilli(),
		Name: a.Staff.Name, Who: a.ID(), Lock: settings.Rule(school.RuleSessionIdle), Title: "知心屋", Room: "plain",
		Warned: s.warned(a)}
	if a.Staff.First {
		return d, nil // nothing else is open yet
	}
	for _, l := range s.staffMenu {
		if !a.Staff.Has(l.roles...) {
			continue
		}
		item := views.NavItem{Href: l.path, Name: l.name, Current: l.path == path}
		if l.count != nil {
			if item.Count, err = l.count(a); err != nil {
				return d, err
			}
		}
		d.Nav = append(d.Nav, item)
		if item.Current {
			d.Title, d.Room = l.name, l.room
			if l.live {
				d.Live, d.Refetch = l.path+"/events", string(c.Request().URI().RequestURI())
			}
		}
	}
	return d, nil
}

// warned is what is wrong with the disk or the data, as far as it is the actor's to know; nobody at the bell is somebody.
func (s *Server) warned(a school.Actor) views.Warned {
	admin := a.Staff.Has(school.RoleAdmin)
	return views.Warned{Unstored: s.store.Failing() != nil, Disk: admin, Damaged: admin && s.store.Damaged(),
		Cut: a.Staff.Has(school.RoleAdmin, school.RoleHead) && s.store.AuditCut()}
}

// page sends what staff work with: alone to htmx, and with the menu otherwise. path is the menu's line to light up. A
// live page asks again at its own address, and after a form's answer at path.
func (s *Server) page(c *fiber.Ctx, status int, path string, p views.Page) error {
	if isFragment(c) {
		return s.fragment(c, status, p)
	}
	d, err := s.staffDoc(c, path)
	if err != nil {
		return err
	}
	if c.Method() != fiber.MethodGet {
		d.Refetch = path // the address of a form's answer cannot be asked for again
	}
	return s.document(c, status, d, p)
}
