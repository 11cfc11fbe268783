package handlers

import (
	"zhixinwu/store"
	"zhixinwu/store/school"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// The audit as pages: GET /admin/audit (before, a row's number) and the search, POST /admin/audit (name). Looking at
// it is not itself a row: it shows ids as names and nothing of what was looked at.

// audit lists who looked at and changed what, the latest first. The name searched for travels in a form and not in the
// address, which would keep it in the browser's history.
func (s *Server) audit(c *fiber.Ctx) error {
	name := ""
	before := c.QueryInt("before")
	if c.Method() == fiber.MethodPost {
		v, err := field(c, "name", 200)
		if err != nil {
			return err
		}
		name = trimmed(v)
	}
	rows, found, err := s.store.Audits(actor(c), store.AuditQuery{Name: name, Before: max(before, 0)})
	if err != nil {
		return err
	}
	p := views.Audits{Rows: rows, Name: name, None: !found}
	if name == "" && len(rows) == store.AuditPage {
		p.Next = rows[len(rows)-1].N
	}
	return s.auditPage(c, p)
}

// auditCode asks whether a code that was written down still holds.
func (s *Server) auditCode(c *fiber.Ctx) error {
	code, err := field(c, "code", 40)
	if err != nil {
		return err
	}
	holds, err := s.store.AuditHolds(actor(c), code)
	if err != nil {
		return err
	}
	rows, _, err := s.store.Audits(actor(c), store.AuditQuery{})
	if err != nil {
		return err
	}
	return s.auditPage(c, views.Audits{Rows: rows, Held: code, Good: holds})
}

// auditPage adds the code of today for whoever may write it down.
func (s *Server) auditPage(c *fiber.Ctx, p views.Audits) (err error) {
	if actor(c).Staff.Has(school.RoleHead) {
		if p.Code, err = s.store.AuditCode(actor(c)); err != nil {
			return err
		}
	}
	return s.page(c, fiber.StatusOK, "/admin/audit", p)
}
