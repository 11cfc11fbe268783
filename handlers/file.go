package handlers

import (
	"errors"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// A child's file and what is done to it: /office/children/:id and below. A class teacher opens the same pages for the
// own class; what each may see and write of it is the store's to say.

// file opens a child's file, which the store records: a page that is only looked at leaves an audit row.
func (s *Server) file(c *fiber.Ctx) error {
	f, err := s.store.Roster.OpenFile(actor(c), c.Params("id"))
	if err != nil {
		return err
	}
	return s.fileWith(c, fiber.StatusOK, views.File{File: f}, nil, nil, nil)
}

// fileWith shows a file that was opened, with what was typed into it and not stored.
func (s *Server) fileWith(c *fiber.Ctx, status int, p views.File, typed map[string]string, wrong []roster.FieldError,
	clashes []school.Clash) error {
	a := actor(c)
	p.Sections, p.Edit = views.Sections(p.File, typed, wrong, clashes)
	p.Office, p.Back, p.Today = a.Staff.Has(school.RoleOffice), "/office/children", s.store.Today()
	if a.Staff.Home() == school.RoleTeacher {
		p.Back = "/class"
	}
	var err error
	if p.Buildings, err = s.store.AllBuildings(a); err != nil {
		return err
	}
	return s.page(c, status, p.Back, p)
}

// editFile stores what was typed into the revision that was read. Wrong fields are shown beside their sentences; a
// field that somebody else changed meanwhile is shown with both values, and nothing of either is lost.
func (s *Server) editFile(c *fiber.Ctx) error {
	revision, err := count(c, "revision")
	if err != nil {
		return err
	}
	typed, err := typedFields(c)
	if err != nil {
		return err
	}
	done, err := s.store.Roster.EditFile(actor(c), c.Params("id"), roster.Edit{Revision: revision, Values: typed})
	if err != nil {
		return s.fileFailed(c, err, typed)
	}
	switch {
	case len(done.Wrong) > 0:
		p := views.File{File: done.File, Say: views.SentenceOf("fields.wrong")}
		return s.fileWith(c, fiber.StatusUnprocessableEntity, p, done.Mine, done.Wrong, done.Clashes)
	case len(done.Clashes) > 0:
		p := views.File{File: done.File, Say: views.SentenceOf("stale")}
		return s.fileWith(c, fiber.StatusConflict, p, done.Mine, nil, done.Clashes)
	}
	return s.fileWith(c, fiber.StatusOK, views.File{File: done.File, Done: "存好了。"}, nil, nil, nil)
}

// typedFields reads the fields of a file that a form has. One that the form does not have is not in the map, which is
// another thing than empty: empty clears, absent leaves alone.
func typedFields(c *fiber.Ctx) (map[string]string, error) {
	typed := map[string]string{}
	for _, f := range roster.Fields {
		if !c.Context().PostArgs().Has(f.Key) {
			continue
		}
		v, err := field(c, f.Key, 2000)
		if err != nil {
			return nil, err
		}
		typed[f.Key] = trimmed(v)
	}
	return typed, nil
}

// fileFailed shows the file with the sentence of what could not be done, and what was typed; whoever may not see it
// gets the error alone.
func (s *Server) fileFailed(c *fiber.Ctx, err error, typed map[string]string) error {
	if errors.Is(err, school.ErrForbidden) || errors.Is(err, school.ErrNotFound) {
		return err
	}
	return retry(err, func(status int, say string) error {
		f, err := s.store.Roster.OpenFile(actor(c), c.Params("id"))
		if err != nil {
			return err
		}
		return s.fileWith(c, status, views.File{File: f, Say: say}, typed, nil, nil)
	})
}

// fileDone shows the file after something was done to it, and not a redirect: the sentence of what was done belongs
// to this answer alone. Opening it again is another row in the audit.
func (s *Server) fileDone(c *fiber.Ctx, err error, done string) error {
	if err != nil {
		return s.fileFailed(c, err, nil)
	}
	f, err := s.store.Roster.OpenFile(actor(c), c.Params("id"))
	if err != nil {
		return err
	}
	return s.fileWith(c, fiber.StatusOK, views.File{File: f, Done: done}, nil, nil, nil)
}

// confirmFile says that the contact card was checked today; a second tap on the same day changes nothing.
func (s *Server) confirmFile(c *fiber.Ctx) error {
	return s.fileDone(c, s.store.Roster.ConfirmChild(actor(c), c.Params("id")), "记下了：今天核对过联系卡。")
}

// departChild takes the day as it was typed: the store reads it, and refuses one that is none.
func (s *Server) departChild(c *fiber.Ctx) error {
	return s.fileDone(c, s.store.Roster.DepartChild(actor(c), c.Params("id"), school.Day(c.FormValue("day"))), "办好了离校。")
}

// returnChild undoes a departure; the old card is valid again, and the page says so.
func (s *Server) returnChild(c *fiber.Ctx) error {
	return s.fileDone(c, s.store.Roster.ReturnChild(actor(c), c.Params("id")), "重新在校了，原来的卡又能用。")
}

// eraseFile deletes at the wish of a guardian, who is named. What stays is listed at roster.EraseFile.
func (s *Server) eraseFile(c *fiber.Ctx) error {
	return s.fileDone(c, s.store.Roster.EraseFile(actor(c), c.Params("id"), trimmed(c.FormValue("by"))), "删除了。")
}

// identity shows an identity number on demand: the store notes who asked, so it is never on a page by itself.
func (s *Server) identity(c *fiber.Ctx) error {
	id, err := s.store.Roster.Identity(actor(c), c.Params("id"))
	if err != nil {
		return err
	}
	f, err := s.store.Roster.OpenFile(actor(c), c.Params("id"))
	if err != nil {
		return err
	}
	return s.fileWith(c, fiber.StatusOK, views.File{File: f, Identity: id}, nil, nil, nil)
}

// setPhoto keeps the picture of a form, or takes the present one away when the form has none.
func (s *Server) setPhoto(c *fiber.Ctx) error {
	upload, _, err := uploaded(c, "photo")
	if err != nil {
		return s.fileFailed(c, err, nil)
	}
	return s.fileDone(c, s.store.Roster.SetPhoto(actor(c), c.Params("id"), upload), "照片换好了。")
}

// photo is the picture alone, to whom may see the file. Like all pages it is not cached: the tablet is shared.
func (s *Server) photo(c *fiber.Ctx) error {
	picture, err := s.store.Roster.Photo(actor(c), c.Params("id"))
	if err != nil {
		return err
	}
	c.Type("jpg")
	return c.Send(picture)
}

// newChildPage asks for the five fields that are known on the first day; the rest follows on the file.
func (s *Server) newChildPage(c *fiber.Ctx) error {
	return s.newChildWith(c, fiber.StatusOK, nil, nil, "")
}

// newChildWith shows the five fields with what was typed, each wrong one beside its sentence.
func (s *Server) newChildWith(c *fiber.Ctx, status int, typed map[string]string, wrong []roster.FieldError,
	say string) error {
	p := views.NewChild{Say: say}
	for _, key := range []string{"name", "gender", "birth", "number", "class"} {
		f, _ := roster.FieldOf(key)
		p.Fields = append(p.Fields, views.FieldOf(f, typed[key], wrong))
	}
	return s.page(c, status, "/office/children", p)
}

// newChild opens a file with the little that is known on the first day, and goes on to the whole of it.
func (s *Server) newChild(c *fiber.Ctx) error {
	typed, err := typedFields(c)
	if err != nil {
		return err
	}
	child, wrong, err := s.store.Roster.NewChild(actor(c), typed)
	if err != nil {
		return retry(err, func(status int, say string) error { return s.newChildWith(c, status, typed, wrong, say) })
	}
	if len(wrong) > 0 {
		return s.newChildWith(c, fiber.StatusUnprocessableEntity, typed, wrong, views.SentenceOf("fields.wrong"))
	}
	return c.Redirect("/office/children/"+child.ID, fiber.StatusSeeOther)
}
