package handlers

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"zhixinwu/store/access"
	"zhixinwu/store/heart"
	"zhixinwu/store/school"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// notebooks lists the children that the counselor is named on.
func (s *Server) notebooks(c *fiber.Ctx) error {
	children, err := s.store.Heart.Notebooks(actor(c))
	if err != nil {
		return err
	}
	key, open := s.noteKeys.find(c)
	key.Wipe()
	return s.page(c, fiber.StatusOK, "/counselor/notes", views.Notebooks{Children: children, Open: open})
}

// notebook is one child's notes; with the query note, that one is under the pen.
func (s *Server) notebook(c *fiber.Ctx) error { return s.notebookWith(c, fiber.StatusOK, nil, "") }

// notebookWith shows the notes; typed is what could not be kept, and lies over the draft of the note under the pen,
// so that not a word is lost.
func (s *Server) notebookWith(c *fiber.Ctx, status int, typed *heart.NoteText, say string) error {
	child := c.Params("id")
	key, open := s.noteKeys.find(c)
	if !open {
		return s.askNotes(c, fiber.StatusOK, child, "")
	}
	defer key.Wipe()
	o, err := s.store.Heart.OpenNotes(actor(c), key, child)
	if err != nil {
		return err
	}
	var edit *heart.OpenNote
	n := c.QueryInt("note", number(c.FormValue("note")))
	if i := slices.IndexFunc(o.Notes, func(on heart.OpenNote) bool { return on.N == n }); i >= 0 {
		edit = &o.Notes[i]
		if typed != nil {
			edit.DraftText = *typed
		}
	}
	return s.page(c, status, "/counselor/notes", views.NewNotebook(o, edit, say))
}

// beginNote opens a page to write on, and goes there.
func (s *Server) beginNote(c *fiber.Ctx) error {
	n, err := s.store.Heart.BeginNote(actor(c), c.Params("id"), c.FormValue("slot"))
	if errors.Is(err, access.ErrNotesKey) {
		return retry(err, func(status int, say string) error { return s.askNotes(c, status, c.Params("id"), say) })
	}
	if err != nil {
		return err
	}
	return c.Redirect(notePath(n.Child, n.N), fiber.StatusSeeOther)
}

func notePath(child string, n int) string {
	return "/counselor/notes/" + url.PathEscape(child) + "?note=" + strconv.Itoa(n)
}

// noteText reads the form of a note.
func noteText(c *fiber.Ctx) (n heart.NoteText, err error) {
	var next, concern string
	for _, f := range []struct {
		name string
		into *string
	}{
		{"words", &n.Words},
		{"background", &n.Background},
		{"source", &n.Source},
		{"observation", &n.Observation},
		{"plan", &n.Plan},
		{"referral", &n.Referral},
		{"next", &next},
		{"concern", &concern},
	} {
		v, bad := field(c, f.name, 32<<10)
		*f.into, err = v, errors.Join(err, bad)
	}
	n.NextDate, n.Concern = school.Day(next), heart.Concern(concern)
	return n, err
}

// saveDraft answers with the time of the disk, and only once it is there.
func (s *Server) saveDraft(c *fiber.Ctx) error {
	text, err := noteText(c)
	if err != nil {
		return heart.ErrNote
	}
	at, err := s.store.Heart.SaveDraft(actor(c), c.Params("id"), number(c.FormValue("note")), text)
	if err != nil {
		return err
	}
	return c.SendString(at.Format("15:04:05"))
}

// keepNote makes what was typed the note's next revision. What the store cannot take comes back as it was typed.
func (s *Server) keepNote(c *fiber.Ctx) error {
	text, err := noteText(c)
	if err == nil {
		err = s.store.Heart.KeepNote(actor(c), c.Params("id"), number(c.FormValue("note")), text)
	}
	if errors.Is(err, heart.ErrNote) || errors.Is(err, heart.ErrNoteLong) {
		return retry(err, func(status int, say string) error { return s.notebookWith(c, status, &text, say) })
	}
	if err != nil {
		return err
	}
	return c.Redirect("/counselor/notes/"+url.PathEscape(c.Params("id")), fiber.StatusSeeOther)
}

// nameReader lets a colleague read this child's notes.
func (s *Server) nameReader(c *fiber.Ctx) error {
	key, open := s.noteKeys.find(c)
	if !open {
		return heart.ErrNotesLocked
	}
	defer key.Wipe()
	if err := s.store.Heart.NameReader(actor(c), key, c.Params("id"), c.FormValue("staff")); err != nil {
		return err
	}
	return c.Redirect("/counselor/notes/"+url.PathEscape(c.Params("id")), fiber.StatusSeeOther)
}

// askNotes asks for the passphrase, and goes on to where the counselor wanted to be.
func (s *Server) askNotes(c *fiber.Ctx, status int, child, say string) error {
	on := ""
	if child != "" {
		on = c.OriginalURL()
		if c.Method() != fiber.MethodGet || !strings.HasPrefix(on, "/counselor/notes/") {
			on = "/counselor/notes/" + url.PathEscape(child)
		}
	}
	return s.notesLocked(c, status, on, say)
}

func (s *Server) notesLocked(c *fiber.Ctx, status int, on, say string) error {
	return s.page(c, status, "/counselor/notes", views.NotesLocked{Child: on, Say: say, Demo: s.demo != nil})
}

// unlockNotes goes on to where the counselor wanted to be. The address came with the form, so it is taken only when
// it lies among the notes: nobody is led elsewhere.
func (s *Server) unlockNotes(c *fiber.Ctx) error {
	on := c.FormValue("on")
	if !strings.HasPrefix(on, "/counselor/notes/") {
		on = "/counselor/notes"
	}
	key, err := s.store.Heart.UnlockNotes(actor(c), c.FormValue("passphrase"))
	if err != nil {
		return retry(err, func(status int, say string) error { return s.notesLocked(c, status, on, say) })
	}
	s.noteKeys.keep(c, key)
	return c.Redirect(on, fiber.StatusSeeOther)
}

func (s *Server) lockNotes(c *fiber.Ctx) error {
	s.noteKeys.lock(c)
	return c.Redirect("/counselor/notes", fiber.StatusSeeOther)
}

// guide is the crisis guide: the steps, and the numbers to call.
func (s *Server) guide(c *fiber.Ctx) error {
	settings, err := s.store.Settings()
	if err != nil {
		return err
	}
	return s.page(c, fiber.StatusOK, "/counselor/guide", views.Guide{Hotlines: settings.Hotlines})
}
