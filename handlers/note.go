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

// Session notes, for counselors named on the child: /counselor/notes.
//
//	POST /counselor/notes/:id/begin   slot (of the talk, or nothing)
//	POST /counselor/notes/:id/draft   note and the fields of noteText; answers with a time and no page
//	POST /counselor/notes/:id/keep    the same; a redirect to the notebook
//	POST /counselor/notes/:id/reader  staff
//	POST /counselor/notes/unlock      passphrase, on (where to go afterwards)
//
// Reading takes the unlocked key, writing does not (heart.SaveDraft).

// notebooks lists the children that the counselor is named on.
func (s *Server) notebooks(c *fiber.Ctx) error {
	children, err := s.store.Heart.Notebooks(actor(c))
	if err != nil {
		return err
	}
	return s.page(c, fiber.StatusOK, "/counselor/notes", views.Notebooks{Children: children, Open: s.noteKeys.isOpen(c)})
}

// notebook is one child's notes; with the query note, that one is under the pen. Opening it is a row in the audit.
func (s *Server) notebook(c *fiber.Ctx) error {
	done := ""
	if c.Query("kept") != "" {
		done = keptSentence
	}
	if !s.noteKeys.isOpen(c) {
		return s.askNotes(c, fiber.StatusOK, c.Params("id"), views.NotesLocked{Done: done})
	}
	return s.notebookWith(c, fiber.StatusOK, c.Params("id"), nil, views.Notebook{Done: done})
}

const keptSentence = "存成记录了。"

// written is what stands on a page on which a note is being written.
type written struct {
	n    int
	pen  heart.Pen
	text heart.NoteText
	over bool // another pen was faster: its words are shown beside
}

// notebookWith shows the notes, with the key open. typed is what could not be kept, and lies over the draft of the note
// under the pen, so that not a word is lost.
func (s *Server) notebookWith(c *fiber.Ctx, status int, child string, typed *written, p views.Notebook) error {
	key, open := s.noteKeys.find(c)
	if !open {
		return heart.ErrNotesLocked
	}
	defer key.Wipe()
	var err error
	if p.OpenNotebook, err = s.store.Heart.OpenNotes(actor(c), key, child); err != nil {
		return err
	}
	p.Pen = newSecret(8)
	n := c.QueryInt("note")
	if typed != nil {
		n, p.Pen = typed.n, typed.pen.ID
	}
	if i := slices.IndexFunc(p.Notes, func(on heart.OpenNote) bool { return on.N == n }); i >= 0 {
		p.Edit = &p.Notes[i]
		if typed != nil {
			if typed.over {
				other := p.Edit.DraftText
				p.Other = &other
			}
			p.Edit.DraftText = typed.text
		}
	}
	return s.page(c, status, "/counselor/notes", p.Offering())
}

// beginNote opens a page to write on, and goes there. A counselor who has never chosen a passphrase is told where to:
// without a key nobody could read the note again.
func (s *Server) beginNote(c *fiber.Ctx) error {
	n, err := s.store.Heart.BeginNote(actor(c), c.Params("id"), c.FormValue("slot"))
	if errors.Is(err, access.ErrNotesKey) {
		return retry(err, func(status int, say string) error {
			return s.askNotes(c, status, c.Params("id"), views.NotesLocked{Say: say})
		})
	}
	if err != nil {
		return err
	}
	return c.Redirect(notePath(n.Child, n.N), fiber.StatusSeeOther)
}

// notePath is a note under the pen; the child's id is escaped, because it came from an address.
func notePath(child string, n int) string {
	return "/counselor/notes/" + url.PathEscape(child) + "?note=" + strconv.Itoa(n)
}

// noteText reads the form of a note. Its bounds are bytes, far above what the store takes in characters.
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

// writtenNote reads the form of a note with the page that it stands on.
func writtenNote(c *fiber.Ctx) (w written, err error) {
	w = written{n: number(c.FormValue("note")), pen: heart.Pen{ID: c.FormValue("pen"), Seen: number(c.FormValue("version"))}}
	w.text, err = noteText(c)
	if len(w.pen.ID) > 64 {
		err = heart.ErrNote
	}
	return w, err
}

// saveDraft answers with the time of the disk, and only once it is there: note.js shows it as it comes, as plain text.
// An error's sentence goes to the same place, and the page tries again. Where another page has written on the note
// since, the answer is that page's words, if the key to them is open.
func (s *Server) saveDraft(c *fiber.Ctx) error {
	w, err := writtenNote(c)
	if err != nil {
		return heart.ErrNote
	}
	at, err := s.store.Heart.SaveDraft(actor(c), c.Params("id"), w.n, w.pen, w.text)
	if !errors.Is(err, heart.ErrNoteOther) {
		if err != nil {
			return err
		}
		return c.SendString(at.Format("15:04:05"))
	}
	p := views.NoteOther{Child: c.Params("id")}
	if key, open := s.noteKeys.find(c); open {
		defer key.Wipe()
		o, err := s.store.Heart.OpenNotes(actor(c), key, p.Child)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(o.Notes, func(on heart.OpenNote) bool { return on.N == w.n })
		if i < 0 {
			return school.ErrNotFound
		}
		p.Text, p.Version = &o.Notes[i].DraftText, o.Notes[i].Version
	}
	return s.fragment(c, fiber.StatusConflict, p)
}

// keepNote makes what was typed the note's next revision. What the store cannot take comes back as it was typed, behind
// the passphrase if the key has been locked meanwhile; and whoever finds it locked is told that the words are kept.
func (s *Server) keepNote(c *fiber.Ctx) error {
	child := c.Params("id")
	w, err := writtenNote(c)
	if err == nil {
		err = s.store.Heart.KeepNote(actor(c), child, w.n, w.pen, w.text)
	}
	w.over = errors.Is(err, heart.ErrNoteOther)
	switch {
	case err == nil:
		return c.Redirect("/counselor/notes/"+url.PathEscape(child)+"?kept=1", fiber.StatusSeeOther)
	case w.over, errors.Is(err, heart.ErrNote), errors.Is(err, heart.ErrNoteLong):
		return retry(err, func(status int, say string) error {
			if !s.noteKeys.isOpen(c) {
				carried := views.CarriedNote{Child: child, N: w.n, Pen: w.pen.ID, Seen: w.pen.Seen, Text: w.text, Over: w.over}
				return s.askNotes(c, status, child, views.NotesLocked{Say: say, Carried: &carried})
			}
			return s.notebookWith(c, status, child, &w, views.Notebook{Say: say})
		})
	}
	return err
}

// nameReader lets a colleague read this child's notes. It takes the actor's open key; locked, the page says so.
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
func (s *Server) askNotes(c *fiber.Ctx, status int, child string, p views.NotesLocked) error {
	p.On = c.OriginalURL()
	if c.Method() != fiber.MethodGet || !strings.HasPrefix(p.On, "/counselor/notes/") {
		p.On = "/counselor/notes/" + url.PathEscape(child)
	}
	return s.notesLocked(c, status, p)
}

// notesLocked asks for the passphrase.
func (s *Server) notesLocked(c *fiber.Ctx, status int, p views.NotesLocked) error {
	p.Demo = s.demo != nil
	return s.page(c, status, "/counselor/notes", p)
}

// unlockNotes goes on to where the counselor wanted to be. The address came with the form, so it is taken only when
// it lies among the notes: nobody is led elsewhere. Words that were on their way when the key was locked are on the page again.
func (s *Server) unlockNotes(c *fiber.Ctx) error {
	p := views.NotesLocked{On: c.FormValue("on")}
	if !strings.HasPrefix(p.On, "/counselor/notes/") {
		p.On = "/counselor/notes"
	}
	child := c.FormValue("child")
	var w written
	if child != "" {
		var err error
		if w, err = writtenNote(c); err != nil && !errors.Is(err, heart.ErrNote) {
			return err
		}
		w.over = c.FormValue("over") != ""
		p.Carried = &views.CarriedNote{Child: child, N: w.n, Pen: w.pen.ID, Seen: w.pen.Seen, Text: w.text, Over: w.over}
	}
	key, err := s.store.Heart.UnlockNotes(actor(c), c.FormValue("passphrase"))
	if err != nil {
		return retry(err, func(status int, say string) error {
			p.Say = say
			return s.notesLocked(c, status, p)
		})
	}
	s.noteKeys.keep(c, key)
	if child != "" {
		return s.notebookWith(c, fiber.StatusOK, child, &w, views.Notebook{Say: views.SentenceOf("note.carried")})
	}
	return c.Redirect(p.On, fiber.StatusSeeOther)
}

// lockNotes forgets the key at once. Drafts are on the disk, sealed, and need none.
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
