package roster

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

// RowState is what an import would do with a row.
type RowState string

const (
	RowNew     RowState = "new"
	RowChanged RowState = "changed"
	RowSame    RowState = "same"
	RowAsk     RowState = "ask"     // may be a child we know: a person decides
	RowSkipped RowState = "skipped" // a person decided to leave it out
	RowProblem RowState = "problem" // left out until the list is mended
)

// RowStates in the order of the page: what needs a person first.
var RowStates = []RowState{RowProblem, RowAsk, RowNew, RowChanged, RowSkipped, RowSame}

// Answers to a row that asks: the id of the child it is, or one of these.
const (
	AnswerNew  = "new"
	AnswerSkip = "skip"
)

// ImportPlan is a dry run: what importing the list would do now.
type ImportPlan struct {
	Rows      []ImportRow
	Counts    map[RowState]int
	Buildings []string // that would be entered
	Absent    []Child  // at school in one of the list's classes, and not on the list; they stay as they are
	Print     string   // of all of it: an import carries out what was shown, or nothing
}

// Count is how many rows are in a state.
func (p ImportPlan) Count(s RowState) int { return p.Counts[s] }

// ImportRow is one row of it.
type ImportRow struct {
	Key        string // of the row in its list
	Sheet      string // worksheet, where there are several
	Number     int    // as its program counts
	Name       string
	Class      string
	State      RowState
	Changes    []school.FieldChange
	Problems   []CellProblem
	Candidates []Child // whom the row may mean

	old, next Child
	id        string
	bed       CellProblem // where the bed stands, in case it is taken
}

// CellProblem is what is wrong with one cell.
type CellProblem struct {
	Cell  string // as C17
	Title string // of the column
	Text  string // of the cell
	Err   error
}

// PlanImport tells what importing a list would do, and changes nothing.
func (s *Room) PlanImport(actor school.Actor, l List) (p ImportPlan, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleOffice); err != nil {
			return err
		}
		p, _, err = planImport(tx, l)
		return err
	})
	return p, err
}

// Import carries out the plan that print names, all of it or nothing: new and changed rows are stored, the others left
// out. ErrStale means that files have changed since the plan was made. The import before can no longer be undone.
func (s *Room) Import(actor school.Actor, l List, print string) (done ImportPlan, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleOffice); err != nil {
			return err
		}
		p, n, err := planImport(tx, l)
		if err != nil {
			return err
		}
		if p.Print != print {
			return school.ErrStale
		}
		for _, b := range n.fresh {
			if err := school.PutBuilding(tx, b); err != nil {
				return err
			}
		}
		n.fresh = nil
		undo := ImportUndo{At: tx.Now, Staff: actor.ID()}
		for _, r := range p.Rows {
			var c Child
			switch r.State {
			case RowNew:
				if c, err = addChild(tx, actor, r.next); err == nil {
					undo.Rows = append(undo.Rows, undoRow{Child: c.ID})
				}
			case RowChanged:
				if c, err = writeFile(tx, actor, n, r.old, r.next, "import"); err == nil {
					undo.Rows = append(undo.Rows, undoRow{c.ID, c.Revision, &r.old})
				}
			default:
				continue
			}
			if err == nil && r.id != "" && tx.Settings.KeepIDs {
				err = putIdentity(tx, c.ID, r.id)
			}
			if err != nil {
				return err
			}
		}
		done = p
		if len(undo.Rows) == 0 {
			return nil
		}
		if err := school.Record(tx, actor, actImport, ""); err != nil {
			return err
		}
		return importUndo.Put(tx, undoKey, undo)
	})
	return done, err
}

// importer is one reading of a list against the files.
type importer struct {
	list     List
	names    *names
	byNumber map[string]Child
	byName   map[string][]Child
	taken    map[string]string // child → row that is it already
	seen     map[string]string // new child → row
}

func planImport(tx *school.Tx, l List) (p ImportPlan, n *names, err error) {
	if n, err = namesOf(tx); err != nil {
		return p, n, err
	}
	in := &importer{l, n, map[string]Child{}, map[string][]Child{}, map[string]string{}, map[string]string{}}
	var here []Child
	if err := childRows.Each(tx, kv.Range{}, func(_ string, c Child) error {
		if c.Erased.Day != "" {
			return nil
		}
		if c.Here(in.names.today) {
			here = append(here, c)
		}
		if number := n.numbers.of(&c); number != "" {
			in.byNumber[number] = c
		}
		in.byName[c.Name] = append(in.byName[c.Name], c)
		return nil
	}); err != nil {
		return p, n, err
	}
	p.Counts = map[RowState]int{}
	classes := map[school.Class]bool{}
	for n, t := range l.Tables {
		for i := range t.Rows {
			p.Rows = append(p.Rows, in.row(n, i))
		}
	}
	oneBed(p.Rows, here)
	for _, r := range p.Rows {
		p.Counts[r.State]++
		if r.State != RowProblem {
			classes[r.next.Class] = true
		}
	}
	n.fresh = slices.DeleteFunc(n.fresh, func(b school.Building) bool { // a slip in a row that is left out must not found a building
		return !slices.ContainsFunc(p.Rows, func(r ImportRow) bool {
			return (r.State == RowNew || r.State == RowChanged) && r.next.Bed.Building == b.ID
		})
	})
	for _, b := range n.fresh {
		p.Buildings = append(p.Buildings, b.Name)
	}
	for _, c := range here {
		if _, listed := in.taken[c.ID]; !listed && classes[c.Class] {
			p.Absent = append(p.Absent, c)
		}
	}
	slices.SortFunc(p.Absent, func(a, b Child) int {
		return cmp.Or(cmp.Compare(a.Class.Key(), b.Class.Key()), cmp.Compare(a.ID, b.ID))
	})
	sum := sha256.New()
	for _, r := range p.Rows {
		fmt.Fprintln(sum, r.Key, r.State, r.old.ID, r.old.Revision, r.Changes)
	}
	p.Print = hex.EncodeToString(sum.Sum(nil)[:16])
	return p, n, nil
}

// oneBed makes a problem of each row that would put a child into a bed which another has after the import. Beds may change
// hands within a list, and a row that is left out keeps its child where it is, so it looks again until all rows fit.
func oneBed(rows []ImportRow, here []Child) {
	applied := func(r ImportRow) bool { return r.State == RowNew || r.State == RowChanged }
	for fits := false; !fits; {
		fits = true
		moves := map[string]bool{}
		for _, r := range rows {
			moves[r.old.ID] = moves[r.old.ID] || r.State == RowChanged
		}
		taken := map[Bed]bool{}
		for _, c := range here {
			taken[c.Bed] = taken[c.Bed] || !moves[c.ID]
		}
		for i := range rows {
			r := &rows[i]
			switch bed := r.next.Bed; {
			case !applied(*r) || bed.Building == "" || bed.Bed == "":
			case taken[bed] && bed != r.old.Bed:
				r.bed.Err = ErrBedTaken
				r.State, r.Problems, r.Changes = RowProblem, []CellProblem{r.bed}, nil
				fits = false
			default:
				taken[bed] = true
			}
		}
	}
}

// row decides about one row. Fields are set in the order of their table, whatever the order of the columns, because some
// stand on others: a guardian's name needs the relation.
func (in *importer) row(n, i int) ImportRow {
	table := in.list.Tables[n]
	row := table.Rows[i]
	r := ImportRow{Key: fmt.Sprintf("%d-%d", n, row.Number), Number: row.Number, State: RowProblem}
	place := "" // before a cell's name
	if len(in.list.Tables) > 1 {
		r.Sheet, place = table.Sheet, table.Sheet+" "
	}
	here := place + strconv.Itoa(row.Number)
	cells := map[string]int{}    // the first column of each field
	texts := map[string]string{} // several columns of one field, as 联系电话1 and 联系电话2, are read as one
	for col, c := range table.Columns {
		if c.Key == "" {
			continue
		}
		if slices.Contains(row.Unread, col) {
			r.Problems = append(r.Problems, CellProblem{Cell: place + table.Ref(i, col), Title: c.Title, Err: ErrFormula})
		}
		if _, there := cells[c.Key]; !there {
			cells[c.Key] = col
		}
		if s := row.Cells[col]; s != "" && texts[c.Key] != "" {
			texts[c.Key] += "、" + s
		} else if s != "" {
			texts[c.Key] = s
		}
	}
	for _, key := range []string{"bed", "room"} { // a room's cell may hold the whole place
		if col, there := cells[key]; there && r.bed.Cell == "" {
			r.bed = CellProblem{Cell: place + table.Ref(i, col), Title: table.Columns[col].Title, Text: row.Cells[col]}
		}
	}
	fill := func(c *Child) (problems []CellProblem) {
		in.names.grade, in.names.id = "", ""
		for _, f := range Fields {
			s := texts[f.Key]
			if s == "" && f.Key == "class" {
				if s = in.list.Class; classOfSheet(table.Sheet) {
					s = table.Sheet
				}
			}
			if s == "" {
				continue // a list that says nothing clears nothing
			}
			if err := f.set(in.names, c, s); err != nil {
				p := CellProblem{Text: s, Err: err, Title: f.Names[0]}
				if col, there := cells[f.Key]; there {
					p.Cell, p.Title = place+table.Ref(i, col), table.Columns[col].Title
				}
				problems = append(problems, p)
			}
		}
		return problems
	}
	var read Child
	r.Problems = append(r.Problems, fill(&read)...)
	r.id = in.names.id
	r.Name, r.Class = cmp.Or(read.Name, texts["name"]), texts["class"]
	for _, owed := range []struct {
		field string
		err   error
		there bool
	}{{"name", school.ErrName, read.Name != ""}, {"class", school.ErrClass, read.Class != school.Class{}}} {
		if !owed.there && !slices.ContainsFunc(r.Problems, func(p CellProblem) bool { return p.Err == owed.err }) {
			f, _ := FieldOf(owed.field)
			r.Problems = append(r.Problems, CellProblem{Cell: here, Title: f.Names[0], Err: owed.err})
		}
	}
	if len(r.Problems) > 0 {
		return r
	}
	r.Class = read.Class.String()
	known, ask := in.match(read)
	switch answer := in.list.Answers[r.Key]; {
	case len(ask) == 0:
	case answer == AnswerSkip:
		r.State, r.next = RowSkipped, read
		return r
	case answer == AnswerNew:
		known = nil
	default:
		if j := slices.IndexFunc(ask, func(c Child) bool { return c.ID == answer }); j >= 0 {
			known = &ask[j]
		} else {
			r.State, r.Candidates, r.next = RowAsk, ask, read
			return r
		}
	}
	if known == nil {
		key := cmp.Or(read.Number, read.Name+"/"+string(read.Birth)+"/"+read.Class.Key())
		if first, twice := in.seen[key]; twice {
			r.Problems = []CellProblem{{Cell: first, Title: "姓名", Text: read.Name, Err: ErrRowTwice}}
			return r
		}
		in.seen[key] = here
		r.State, r.next = RowNew, read
		return r
	}
	if first, twice := in.taken[known.ID]; twice {
		r.Problems = []CellProblem{{Cell: first, Title: "姓名", Text: read.Name, Err: ErrRowTwice}}
		return r
	}
	in.taken[known.ID] = here
	r.old, r.next = *known, *known
	if r.Problems = fill(&r.next); len(r.Problems) > 0 { // what the file says and the list says do not fit together
		r.next = read
		return r
	}
	if !r.old.Here(in.names.today) { // on the list again; a list does not know of a departure that lies ahead
		r.next.Left, r.next.LeftWhy = "", ""
	}
	r.Changes = append(school.Differences(in.names.values(r.old), in.names.values(r.next)), school.Differences(r.old.status(), r.next.status())...)
	if r.State = RowChanged; len(r.Changes) == 0 {
		r.State = RowSame
	}
	return r
}

// match finds the child that a row means: by student number, else by name and birth date. ask holds those it may be when
// that does not decide.
func (in *importer) match(read Child) (known *Child, ask []Child) {
	if c, found := in.byNumber[read.Number]; read.Number != "" && found {
		return &c, nil
	}
	for _, c := range in.byName[read.Name] {
		numbered := c.Number != "" || c.Sealed != nil
		switch {
		case numbered && read.Number != "" && c.Birth != "" && c.Birth == read.Birth:
			ask = append(ask, c) // the same child with a corrected number, or twins of a sort
		case numbered && read.Number != "":
		case c.Birth != "" && read.Birth != "":
			if c.Birth == read.Birth {
				if known != nil {
					ask = append(ask, *known, c)
				}
				known = &c
			}
		default:
			ask = append(ask, c)
		}
	}
	if known != nil && len(ask) == 0 {
		return known, nil
	}
	if known != nil {
		ask = append(ask, *known)
		slices.SortFunc(ask, func(a, b Child) int { return strings.Compare(a.ID, b.ID) })
		ask = slices.CompactFunc(ask, func(a, b Child) bool { return a.ID == b.ID })
	}
	return nil, ask
}
