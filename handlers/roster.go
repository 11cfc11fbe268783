package handlers

import (
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// The children as lists: the office's overview and search, the teacher's own class, and what is taken out as a workbook.
//
//	GET  /office/children  q, class, boarding, care, lacking, gone; htmx gets the rows alone, for #rows

// rosterShown is how many rows a list shows; a search finds the others.
const rosterShown = 100

// office is the overview of what the files still lack.
func (s *Server) office(c *fiber.Ctx) error {
	a := actor(c)
	r, err := s.store.Roster.Listing(a, roster.Query{})
	if err != nil {
		return err
	}
	p := views.Office{Roster: r, Edit: a.Staff.Has(school.RoleOffice)}
	for _, key := range views.Lacks {
		n := 0
		for _, row := range r.Rows {
			for _, m := range row.Missing {
				if m == key {
					n++
				}
			}
		}
		if n > 0 {
			p.Lacking = append(p.Lacking, views.Lack{Key: key, Count: n})
		}
	}
	if p.Verification, err = s.store.Roster.Verification(a); err != nil {
		return err
	}
	return s.page(c, fiber.StatusOK, "/office", p)
}

// children and class are the same list: what each role finds in it is the store's to say.
func (s *Server) children(c *fiber.Ctx) error { return s.roster(c, "/office/children", "找孩子") }

func (s *Server) class(c *fiber.Ctx) error { return s.roster(c, "/class", "我的孩子") }

// roster is a list with its search; htmx asks for the rows alone.
func (s *Server) roster(c *fiber.Ctx, path, title string) error {
	q, err := queryOf(c)
	if err != nil {
		return err
	}
	a := actor(c)
	r, err := s.store.Roster.Listing(a, q)
	if err != nil {
		return err
	}
	rows := views.RosterRows{Listing: r, Rows: r.Rows, Edit: a.Staff.Has(school.RoleOffice),
		Export: path + "/export?" + string(c.Request().URI().QueryString())}
	if len(rows.Rows) > rosterShown {
		rows.Rows, rows.More = rows.Rows[:rosterShown], len(rows.Rows)-rosterShown
	}
	if isFragment(c) {
		return s.fragment(c, fiber.StatusOK, rows)
	}
	return s.page(c, fiber.StatusOK, path, views.Roster{Path: path, Title: title, Query: q, RosterRows: rows,
		Cares: roster.Cares, Lacks: views.Lacks, Classes: r.Classes})
}

// queryOf reads the search above a list.
func queryOf(c *fiber.Ctx) (roster.Query, error) {
	text, err := honest(c.Query("q"), 240)
	return roster.Query{Text: text, Class: c.Query("class"), Boarding: c.Query("boarding"), Care: c.Query("care"),
		Lacking: c.Query("lacking"), Gone: c.Query("gone") != ""}, err
}

// export sends the list as the page shows it, all of its rows, with the columns that the actor's role may see, and
// leaves a row in the audit. It is an attachment: the browser stores it and shows nothing.
func (s *Server) export(c *fiber.Ctx) error {
	q, err := queryOf(c)
	if err != nil {
		return err
	}
	x, err := s.store.Roster.Export(actor(c), q)
	if err != nil {
		return err
	}
	c.Attachment(x.Name)
	c.Type("xlsx")
	return c.Send(x.Data)
}

// template is an empty list with the columns that an import knows.
func (s *Server) template(c *fiber.Ctx) error {
	x, err := s.store.Roster.Template(actor(c))
	if err != nil {
		return err
	}
	c.Attachment(x.Name)
	c.Type("xlsx")
	return c.Send(x.Data)
}
