package handlers

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"zhixinwu/store/access"
	"zhixinwu/store/school"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// Accounts, for the administrator: /admin/staff.
//
//	POST /admin/staff        login, name, roles, classes, buildings, rooms, password (or one is made up)
//	POST /admin/staff/:id    the same but login and password, of an account that is there
//	POST /admin/staff/list   list, one account a line
//	POST /admin/staff/end    staff
//	POST /admin/staff/reset  staff
//
// First passwords are in the answer that made them and nowhere else.

// accounts are the administrator's; the list has neither passwords nor PINs.
func (s *Server) accounts(c *fiber.Ctx) error {
	return s.accountsWith(c, fiber.StatusOK, views.Accounts{})
}

// accountsWith is the list beside a form: empty, with an account to edit, with what was typed, or with fresh
// passwords.
func (s *Server) accountsWith(c *fiber.Ctx, status int, p views.Accounts) error {
	var err error
	if p.List, err = s.store.Access.AllStaff(actor(c)); err != nil {
		return err
	}
	if p.Buildings, err = s.store.AllBuildings(actor(c)); err != nil {
		return err
	}
	if p.Wrong, err = s.store.Access.WrongLogins(actor(c)); err != nil {
		return err
	}
	p.Roles = school.Roles
	return s.page(c, status, "/admin/staff", p)
}

// typedAccount reads the form of an account.
func typedAccount(c *fiber.Ctx) (p views.Accounts, err error) {
	p = views.Accounts{Classes: c.FormValue("classes"), Draft: school.Staff{
		ID:        c.FormValue("staff"),
		Revision:  number(c.FormValue("revision")),
		Login:     c.FormValue("login"),
		Name:      trimmed(c.FormValue("name")),
		Buildings: values(c, "buildings"),
		Rooms:     strings.Fields(c.FormValue("rooms")),
		First:     true,
	}}
	for _, r := range values(c, "roles") {
		p.Draft.Roles = append(p.Draft.Roles, school.Role(r))
	}
	p.Draft.Classes, err = parseClasses(p.Classes)
	return p, err
}

// parseClasses reads classes one after the other, 三(2)班、三(3)班.
func parseClasses(written string) (classes []school.Class, err error) {
	for _, w := range strings.FieldsFunc(written, func(r rune) bool { return strings.ContainsRune(" ,，、;；", r) }) {
		class, bad := school.ParseClass(w)
		classes, err = append(classes, class), cmp.Or(err, bad)
	}
	return classes, err
}

// addAccount opens an account with a first password, which is shown once and must be changed at the first login.
func (s *Server) addAccount(c *fiber.Ctx) error {
	p, err := typedAccount(c)
	fresh := cmp.Or(c.FormValue("password"), access.FreshPassword())
	if err == nil {
		_, err = s.store.Access.AddStaff(actor(c), p.Draft, fresh)
	}
	if err != nil {
		return s.accountFailed(c, p, err)
	}
	one := views.FreshAccount{Name: p.Draft.Name, Login: strings.ToLower(trimmed(p.Draft.Login)), Password: fresh}
	return s.accountsWith(c, fiber.StatusOK, views.Accounts{Fresh: []views.FreshAccount{one}})
}

// accountFailed shows what was typed with the sentence of why nothing changed, and of a list in which line it stands.
func (s *Server) accountFailed(c *fiber.Ctx, p views.Accounts, err error) error {
	return retry(err, func(status int, say string) error {
		if line := (*access.LineError)(nil); errors.As(err, &line) {
			say = views.InLine(line.Line+1, say)
		}
		p.Say = say
		return s.accountsWith(c, status, p)
	})
}

// editAccountPage puts an account into the form.
func (s *Server) editAccountPage(c *fiber.Ctx) error {
	all, err := s.store.Access.AllStaff(actor(c))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(st school.Staff) bool { return st.ID == c.Params("id") })
	if i < 0 {
		return school.ErrNotFound
	}
	return s.accountsWith(c, fiber.StatusOK, draftOf(all[i]))
}

// draftOf is an account in the form.
func draftOf(st school.Staff) views.Accounts {
	p := views.Accounts{Draft: st, Edit: true}
	for _, class := range st.Classes {
		p.Classes = trimmed(p.Classes + " " + class.String())
	}
	return p
}

// editAccount gives other roles or another scope; they hold from the next request on.
func (s *Server) editAccount(c *fiber.Ctx) error {
	p, err := typedAccount(c)
	p.Draft.ID, p.Edit = c.Params("id"), true
	if err == nil {
		err = s.store.Access.EditStaff(actor(c), p.Draft)
	}
	if mine, clashes, second := overruled[school.Staff](err); second {
		p = draftOf(mine)
		p.Clashes = clashes
	}
	if err != nil {
		return s.accountFailed(c, p, err)
	}
	return c.Redirect("/admin/staff", fiber.StatusSeeOther)
}

// endAccount ends an account and all its sessions.
func (s *Server) endAccount(c *fiber.Ctx) error {
	if err := s.store.Access.EndStaff(actor(c), c.FormValue("staff")); err != nil {
		return s.accountFailed(c, views.Accounts{}, err)
	}
	return c.Redirect("/admin/staff", fiber.StatusSeeOther)
}

// resetAccount gives a new first password and shows it once.
func (s *Server) resetAccount(c *fiber.Ctx) error {
	id, fresh := c.FormValue("staff"), access.FreshPassword()
	if err := s.store.Access.ResetPassword(actor(c), id, fresh); err != nil {
		return s.accountFailed(c, views.Accounts{}, err)
	}
	p := views.Accounts{}
	all, err := s.store.Access.AllStaff(actor(c))
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(all, func(st school.Staff) bool { return st.ID == id }); i >= 0 {
		p.Fresh = []views.FreshAccount{{Name: all[i].Name, Login: all[i].Login, Password: fresh}}
	}
	return s.accountsWith(c, fiber.StatusOK, p)
}

// addAccounts opens the accounts of a list, one a line: name, login, duties, classes. All or none: after a mistake
// the list comes back as it was typed, with the number of the line among those that have words.
func (s *Server) addAccounts(c *fiber.Ctx) error {
	p := views.Accounts{Typed: c.FormValue("list")}
	var all []school.Staff
	for words := range lines(p.Typed) {
		st, err := accountLine(words)
		if err != nil {
			return s.accountFailed(c, p, &access.LineError{Line: len(all), Err: err})
		}
		all = append(all, st)
	}
	passwords, err := s.store.Access.AddStaffList(actor(c), all)
	if err != nil {
		return s.accountFailed(c, p, err)
	}
	p = views.Accounts{}
	for i, st := range all {
		p.Fresh = append(p.Fresh, views.FreshAccount{Name: st.Name, Login: st.Login, Password: passwords[i]})
	}
	return s.accountsWith(c, fiber.StatusOK, p)
}

// accountLine reads one line of the list. A word is a duty or a class; a class alone makes a class teacher.
func accountLine(words []string) (st school.Staff, err error) {
	if len(words) < 3 {
		return st, school.ErrStaffLine
	}
	st = school.Staff{Name: words[0], Login: words[1]}
	for _, w := range words[2:] {
		for _, part := range strings.FieldsFunc(w, func(r rune) bool { return strings.ContainsRune(",，、;；", r) }) {
			if role, known := views.RoleNamed(part); known {
				st.Roles = append(st.Roles, role)
				continue
			}
			class, err := school.ParseClass(part)
			if err != nil {
				return st, school.ErrStaffLine
			}
			st.Classes = append(st.Classes, class)
		}
	}
	if len(st.Classes) > 0 && !st.Has(school.RoleTeacher) {
		st.Roles = append(st.Roles, school.RoleTeacher)
	}
	return st, nil
}
