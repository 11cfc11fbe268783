package handlers

import (
	"crypto/rand"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// The guided import of a list, for the office: /office/import.
//
//	POST /office/import         list (the file)
//	POST /office/import/plan    draft, column-N (a key of roster.Fields or nothing), class, answer-ROW
//	POST /office/import/commit  the same, and print: what the user has seen
//	POST /office/import/undo    takes the last one back
//
// The list itself stays on the server between the steps (drafts); the forms carry what its user says about it.

// draft is a list that somebody is looking at before it is stored. It lives in memory alone: it is full of children's
// data, and may hold identity numbers that are not to be kept.
//
//	uploaded → changed   columns, class or answers were chosen (planImport), any number of times
//	         → stored    commitImport, if the files are still as they were shown
//	         → forgotten a second upload, draftLife without a touch, a restart
type draft struct {
	token string
	name  string // of the file
	list  roster.List
	at    time.Time
}

// draftLife is how long a list waits for its owner.
const draftLife = time.Hour

// drafts holds the lists that are being looked at, one for each member of staff: a second upload takes the place of
// the first.
type drafts struct {
	now     func() time.Time
	mu      sync.Mutex
	byStaff map[string]draft
}

// keep takes a draft in, and throws out those that nobody came back to; a timer does so too, because nobody may ever come
// back to any.
func (d *drafts) keep(staff string, one draft) {
	d.sweep()
	d.mu.Lock()
	defer d.mu.Unlock()
	one.at = d.now()
	d.byStaff[staff] = one
	time.AfterFunc(draftLife+time.Second, d.sweep)
}

func (d *drafts) sweep() {
	d.mu.Lock()
	defer d.mu.Unlock()
	before := len(d.byStaff)
	maps.DeleteFunc(d.byStaff, func(_ string, old draft) bool { return d.now().Sub(old.at) > draftLife })
	if len(d.byStaff) < before {
		forget()
	}
}

// find is the draft that a form names. The token in it keeps the page of an earlier upload from acting on a later
// one: school.ErrListGone, as after draftLife or a restart.
func (d *drafts) find(staff, token string) (draft, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	one, found := d.byStaff[staff]
	if !found || one.token != token || d.now().Sub(one.at) > draftLife {
		return draft{}, school.ErrListGone
	}
	return one, nil
}

// drop forgets a list that was stored: its children are in the files now, and nowhere else.
func (d *drafts) drop(staff string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, found := d.byStaff[staff]; found {
		delete(d.byStaff, staff)
		forget()
	}
}

func (s *Server) importPage(c *fiber.Ctx) error {
	return s.importWith(c, fiber.StatusOK, views.Import{})
}

// importWith shows the page on which a list is chosen.
func (s *Server) importWith(c *fiber.Ctx, status int, p views.Import) error {
	undo, found, err := s.store.Roster.LastImport(actor(c))
	if err != nil {
		return err
	}
	if found {
		p.Undo = &undo
	}
	return s.page(c, status, "/office/import", p)
}

// readList reads an uploaded list and shows at once what importing it would do. Nothing is stored; of the file's name
// its last part is shown, whichever slashes the browser sent.
func (s *Server) readList(c *fiber.Ctx) error {
	data, name, err := uploaded(c, "list")
	if err != nil {
		return err
	}
	list, err := roster.ReadList(data)
	if err != nil {
		return s.importFailed(c, err)
	}
	d := draft{token: rand.Text(), name: filepath.Base(strings.ReplaceAll(name, `\`, "/")), list: list}
	s.drafts.keep(actor(c).ID(), d)
	return s.showPlan(c, fiber.StatusOK, d, "")
}

// importFailed begins again at the choice of a file, with the sentence of why.
func (s *Server) importFailed(c *fiber.Ctx, err error) error {
	return retry(err, func(status int, say string) error { return s.importWith(c, status, views.Import{Say: say}) })
}

// changedDraft finds the list of a form and takes over what its user says about it. Worksheets and columns are cloned
// before they are changed: another request may be reading the kept ones.
func (s *Server) changedDraft(c *fiber.Ctx) (draft, error) {
	d, err := s.drafts.find(actor(c).ID(), c.FormValue("draft"))
	if err != nil {
		return d, err
	}
	d.list.Tables = slices.Clone(d.list.Tables)
	for i, col := range titles(d.list) {
		key := c.FormValue("column-" + strconv.Itoa(i))
		if _, known := roster.FieldOf(key); !known {
			key = ""
		}
		for n, t := range d.list.Tables {
			t.Columns = slices.Clone(t.Columns)
			for j := range t.Columns {
				if t.Columns[j].Title == col.Title {
					t.Columns[j].Key = key
				}
			}
			d.list.Tables[n] = t
		}
	}
	d.list.Class = trimmed(c.FormValue("class"))
	d.list.Answers = maps.Clone(d.list.Answers)
	for name, value := range c.Context().PostArgs().All() {
		if key, is := strings.CutPrefix(string(name), "answer-"); is {
			d.list.Answers[key] = string(value)
		}
	}
	s.drafts.keep(actor(c).ID(), d)
	return d, nil
}

// titles are the columns of a list as its user is asked about them: each title once, with the first example.
func titles(l roster.List) (columns []views.ImportColumn) {
	for _, t := range l.Tables {
		for i, col := range t.Columns {
			if slices.ContainsFunc(columns, func(c views.ImportColumn) bool { return c.Title == col.Title }) {
				continue
			}
			shown := views.ImportColumn{Key: col.Key, Ref: col.Ref, Title: col.Title}
			for _, row := range t.Rows {
				if shown.Example = row.Cells[i]; shown.Example != "" {
					break
				}
			}
			columns = append(columns, shown)
		}
	}
	return columns
}

// planImport shows the dry run again with other columns, another class, or answers to what was unclear.
func (s *Server) planImport(c *fiber.Ctx) error {
	d, err := s.changedDraft(c)
	if err != nil {
		return s.importFailed(c, err)
	}
	return s.showPlan(c, fiber.StatusOK, d, "")
}

// groupShown is how many rows of each state the dry run shows.
const groupShown = 50

// showPlan is the dry run: what importing the list would do, row by row, grouped by what happens to them. Rows that
// change nothing are counted and not listed.
func (s *Server) showPlan(c *fiber.Ctx, status int, d draft, say string) error {
	plan, err := s.store.Roster.PlanImport(actor(c), d.list)
	if err != nil {
		return err
	}
	p := views.Import{Say: say, Draft: d.token, Name: d.name, List: &d.list, Columns: titles(d.list), Plan: &plan,
		Fields: roster.Fields}
	for _, state := range roster.RowStates {
		g := views.ImportGroup{State: state, Count: plan.Counts[state]}
		for _, row := range plan.Rows {
			if row.State == state && len(g.Rows) < groupShown && state != roster.RowSame {
				g.Rows = append(g.Rows, row)
			}
		}
		p.Groups = append(p.Groups, g)
	}
	return s.page(c, status, "/office/import", p)
}

// commitImport stores what the user has just seen, or shows it again when the files, or a choice on the page, have
// changed meanwhile.
func (s *Server) commitImport(c *fiber.Ctx) error {
	d, err := s.changedDraft(c)
	if err != nil {
		return s.importFailed(c, err)
	}
	done, err := s.store.Roster.Import(actor(c), d.list, c.FormValue("print"))
	if errors.Is(err, roster.ErrPlan) {
		return retry(err, func(status int, say string) error { return s.showPlan(c, status, d, say) })
	}
	if err != nil {
		return s.importFailed(c, err)
	}
	s.drafts.drop(actor(c).ID())
	return s.importWith(c, fiber.StatusOK, views.Import{Done: &done})
}

// undoImport takes the last import back, and says how many files it had to leave because they have changed since.
func (s *Server) undoImport(c *fiber.Ctx) error {
	undone, left, err := s.store.UndoImport(actor(c))
	if err != nil {
		return s.importFailed(c, err)
	}
	return s.importWith(c, fiber.StatusOK, views.Import{Undone: &views.Undone{Undone: undone, Left: left}})
}
