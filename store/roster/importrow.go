package roster

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhixinwu/store/school"
	"zhixinwu/store/sheet"
)

// ImportRow is one row of an import.
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
	keeps     bool        // comes back, and the list says nothing of a bed: the file's of before, if nobody has it
}

// CellProblem is what is wrong with one cell.
type CellProblem struct {
	Cell  string // as C17
	Title string // of the column
	Text  string // of the cell
	Err   error
}

// listRow is a row of a list by the fields that its columns stand for.
type listRow struct {
	table sheet.Table
	i     int
	place string            // before a cell's name, where there are several worksheets
	cells map[string]int    // the first column of each field
	texts map[string]string // several columns of one field, as 联系电话1 and 联系电话2, are read as one
}

// here is where the row stands.
func (l listRow) here() string { return l.place + strconv.Itoa(l.table.Rows[l.i].Number) }

// problem is what is wrong in one column.
func (l listRow) problem(col int, text string, err error) CellProblem {
	return CellProblem{Cell: l.place + l.table.Ref(l.i, col), Title: l.table.Columns[col].Title, Text: text, Err: err}
}

// open reads one row of a table. The problems of r are its cells that cannot be read.
func (in *importer) open(n, i int) (l listRow, r ImportRow) {
	l = listRow{table: in.list.Tables[n], i: i, cells: map[string]int{}, texts: map[string]string{}}
	row := l.table.Rows[i]
	r = ImportRow{Key: fmt.Sprintf("%d-%d", n, row.Number), Number: row.Number, State: RowProblem}
	if len(in.list.Tables) > 1 {
		r.Sheet, l.place = l.table.Sheet, l.table.Sheet+" "
	}
	for col, c := range l.table.Columns {
		if c.Key == "" {
			continue
		}
		if slices.Contains(row.Unread, col) {
			r.Problems = append(r.Problems, l.problem(col, "", ErrFormula))
		}
		if _, there := l.cells[c.Key]; !there {
			l.cells[c.Key] = col
		}
		if s := row.Cells[col]; s != "" && l.texts[c.Key] != "" {
			l.texts[c.Key] += "、" + s
		} else if s != "" {
			l.texts[c.Key] = s
		}
	}
	for _, key := range []string{"bed", "room"} { // a room's cell may hold the whole place
		if col, there := l.cells[key]; there && r.bed.Cell == "" {
			r.bed = l.problem(col, row.Cells[col], nil)
		}
	}
	return l, r
}

// fill sets what a row says on a file. Fields are set in the order of their table, whatever the order of the columns,
// because some stand on others: a guardian's name needs the relation.
func (in *importer) fill(l listRow, c *Child) (problems []CellProblem) {
	in.names.grade, in.names.id = "", ""
	for _, f := range Fields {
		s := l.texts[f.Key]
		if s == "" && f.Key == "class" {
			if s = in.list.Class; classOfSheet(l.table.Sheet) {
				s = l.table.Sheet
			}
		}
		if s == "" {
			continue // a list that says nothing clears nothing
		}
		if err := f.set(in.names, c, s); err != nil {
			p := CellProblem{Text: s, Err: err, Title: f.Names[0]}
			if col, there := l.cells[f.Key]; there {
				p = l.problem(col, s, err)
			}
			problems = append(problems, p)
		}
	}
	return problems
}

// row decides about one row: its cells by field (open) → read into an empty child, for the problems → the child it
// means (match), by a person's answer where that is asked → a new file (enter), or a change of the one we have
// (change).
func (in *importer) row(n, i int) ImportRow {
	l, r := in.open(n, i)
	r.Problems = append(r.Problems, in.fill(l, &r.next)...)
	r.id = in.names.id
	r.Name, r.Class = cmp.Or(r.next.Name, l.texts["name"]), l.texts["class"]
	for _, owed := range []struct {
		field string
		err   error
		there bool
	}{
		{"name", school.ErrName, r.next.Name != ""},
		{"class", school.ErrClass, r.next.Class != school.Class{}},
	} {
		if !owed.there && !slices.ContainsFunc(r.Problems, func(p CellProblem) bool { return p.Err == owed.err }) {
			f, _ := FieldOf(owed.field)
			r.Problems = append(r.Problems, CellProblem{Cell: l.here(), Title: f.Names[0], Err: owed.err})
		}
	}
	if len(r.Problems) > 0 {
		return r
	}
	r.Class = r.next.Class.String()
	known, ask := in.match(r.next)
	switch answer := in.list.Answers[r.Key]; {
	case len(ask) == 0:
	case answer == AnswerSkip:
		r.State = RowSkipped
		return r
	case answer == AnswerNew:
	default:
		j := slices.IndexFunc(ask, func(c Child) bool { return c.ID == answer })
		if j < 0 {
			r.State, r.Candidates = RowAsk, ask
			return r
		}
		known = &ask[j]
	}
	if known == nil {
		in.enter(&r, l)
	} else {
		in.change(&r, l, *known)
	}
	return r
}

// enter makes it a new child.
func (in *importer) enter(r *ImportRow, l listRow) {
	c := r.next
	if r.once(in.seen, cmp.Or(c.Number, c.Name+"/"+string(c.Birth)+"/"+c.Class.Key()), l) {
		r.State = RowNew
	}
}

// change makes it a change of a file that we have.
func (in *importer) change(r *ImportRow, l listRow, known Child) {
	if !r.once(in.taken, known.ID, l) {
		return
	}
	r.old, r.next = known, known
	if r.Problems = in.fill(l, &r.next); len(r.Problems) > 0 {
		return // what the file says and the list says do not fit together
	}
	if !r.old.Here(in.names.today) { // on the list again; a list does not know of a departure that lies ahead
		r.next.Left, r.next.LeftWhy = "", ""
		r.keeps = r.bed.Text == "" && r.next.Bed == r.old.Bed
	}
	in.compare(r)
}

// compare tells what the row would change of the file that we have.
func (in *importer) compare(r *ImportRow) {
	r.Changes = slices.Concat(
		school.Differences(in.names.values(r.old), in.names.values(r.next)),
		school.Differences(r.old.status(), r.next.status()))
	if r.State = RowChanged; len(r.Changes) == 0 {
		r.State = RowSame
	}
}

// once notes that the row is this child, unless another of the rows was it before.
func (r *ImportRow) once(rows map[string]string, child string, l listRow) bool {
	if first, twice := rows[child]; twice {
		r.Problems = []CellProblem{{Cell: first, Title: "姓名", Text: r.Name, Err: ErrRowTwice}}
		return false
	}
	rows[child] = l.here()
	return true
}

// match finds the child that a row means: by student number, else by name and birth date, where both have one. ask
// holds those it may be when that does not decide; one of them is never taken by guess.
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
