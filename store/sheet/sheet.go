// Package sheet reads the lists a school keeps, .xlsx or .csv as they come, into one table of text cells with its columns
// recognised, and writes lists back. It knows how lists look (titles, two-row headers, merged cells, totals, signatures),
// not what a child is: what a cell means is its caller's.
//
// A file comes from outside and may be broken or made to harm. Only the parts that hold cells are ever unpacked, as a
// stream, each with a bound counted in real bytes; formulas are never evaluated and nothing is written to disk.
package sheet

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
)

var (
	// ErrUnknown is a file that is no table: a document, a picture, an archive, noise.
	ErrUnknown = errors.New("sheet: not a table")
	// ErrOld is a table in a format that is not read: .xls, .et, .xlsb, .ods, or a web page that a system named .xls. Whoever
	// has it can open it and save it as .xlsx.
	ErrOld = errors.New("sheet: not an .xlsx, save it as one")
	// ErrLocked is a file locked with a password.
	ErrLocked = errors.New("sheet: locked with a password")
	// ErrTooMany is a table with more than MaxRows rows of data.
	ErrTooMany = errors.New("sheet: too many rows")
	// ErrTooBig is a file, or a part of it once unpacked, beyond what any school's list needs.
	ErrTooBig = errors.New("sheet: too big")
	// ErrNoHeader is a table without a row that has all the required columns.
	ErrNoHeader = errors.New("sheet: no header row")
	// ErrDamaged is a table whose file is incomplete or contradicts itself.
	ErrDamaged = errors.New("sheet: damaged")
)

// Bounds of a file. They are well above any school's list, and low enough that a file made to harm costs a moment.
const (
	// MaxRows is how many rows of data a table may have.
	MaxRows = 5000

	maxFile  = 16 << 20
	maxLines = MaxRows + 1000 // the rest is for titles, repeated headers and totals
	headRows = 30             // where the header is looked for
)

// Column is a column that a list may have. Names are what schools write over it, the first is the one written on export.
// Under a header of two rows the upper text is put before the lower: 父亲 over 姓名 is the name 父亲姓名, and so is 父亲/姓名.
type Column struct {
	Key   string
	Names []string
}

// Table is what was read. Cells are text as a person sees them, digits whole; what they mean is for the caller.
type Table struct {
	Sheet   string  // the worksheet's name; empty for text
	Header  int     // the number of the header row, the lower one of two
	Columns []Found // every column with a title, from left to right
	Rows    []Row   // the rows of data
	Skipped Skipped // the rows that are not
	Others  []Table // the other worksheets with a header, in the order of the file
}

// Found is a column of the table. A key may stand over several columns: 联系电话1, 联系电话2.
type Found struct {
	Ref   string // its letters, "C"
	Title string // what stands over it, the upper text of two before the lower
	Key   string // of the column it was recognised as; empty if it was not
}

// Row is a row of data.
type Row struct {
	Number int      // as Excel shows it
	Cells  []string // one for each of the table's columns, without space around it
	Unread []int    // columns whose cell is a formula saved without its value, or with an error for it; the cell is empty
}

// Skipped counts the rows that are not data.
type Skipped struct{ Titles, Headers, Totals, Notes, Blank int }

// Ref is what Excel calls a cell, by its indexes in Rows and Columns: "C17".
func (t Table) Ref(row, column int) string {
	return t.Columns[column].Ref + strconv.Itoa(t.Rows[row].Number)
}

// Read finds the table in a file: the worksheet with the best header, and beside it the others that have one. The
// header is the row, or two rows, that names the most known columns and all required ones; the first required column
// says whom a row is about, so that a name is not taken for a total or a signature.
//
// The steps: what kind of file (open) → for each worksheet, or each way to cut a text, the first headRows lines for a
// header → where there is one, the whole of it (read). One damaged worksheet is an error; a text cut the wrong way is
// only not the table. The error is one of this package's, and says what its owner can do.
func Read(data []byte, known []Column, required ...string) (Table, error) {
	sources, err := open(data)
	if err != nil {
		return Table{}, err
	}
	names := newTitles(known, required)
	var tables []Table
	best, score, failed, rows := -1, 0, 0, 0
	for i := range sources {
		head, areas, err := sources[i].lines(headRows)
		if err != nil && !sources[i].guess {
			return Table{}, err
		} else if err != nil {
			failed++
			continue
		}
		h, found := names.find(head, areas)
		if !found || sources[i].guess && best >= 0 && h.score <= score {
			continue
		}
		if sources[i].guess {
			tables, best, rows = nil, -1, 0 // another cut of the same text is no other worksheet
		}
		t, err := names.read(sources[i])
		if errors.Is(err, ErrNoHeader) {
			continue
		} else if err != nil {
			return Table{}, err
		}
		if rows += len(t.Rows); rows > MaxRows {
			return Table{}, ErrTooMany
		}
		if tables = append(tables, t); best < 0 || h.score > score {
			best, score = len(tables)-1, h.score
		}
	}
	switch {
	case best >= 0:
		t := tables[best]
		t.Others = slices.Concat(tables[:best], tables[best+1:])
		return t, nil
	case failed == len(sources):
		return Table{}, ErrDamaged
	}
	return Table{}, ErrNoHeader
}

// read takes the whole of a source that has a header.
func (t titles) read(from source) (Table, error) {
	lines, areas, err := from.lines(maxLines + 1)
	if err != nil {
		return Table{}, err
	}
	if len(lines) > maxLines {
		return Table{}, ErrTooMany
	}
	// The merged areas stand behind the rows in a file, so only now the header is known for certain.
	h, _ := t.find(lines[:min(len(lines), headRows)], areas)
	if h.columns == nil {
		return Table{}, ErrNoHeader
	}
	table := t.table(h, lines, areas)
	table.Sheet = from.name
	return table, nil
}

// source is where a table may be: a worksheet, or a text cut at one of the usual separators. lines reads up to limit
// of them from the beginning, each time anew, so that a big file is not kept for its header.
type source struct {
	name  string
	guess bool // it may turn out not to be one, and then another is
	lines func(limit int) ([]line, []area, error)
}

// line is a row with something in it. Numbers are the file's own, so that a sentence names the row that its owner
// sees.
type line struct {
	number int
	cells  []cell
}

// text is the cell of a column, "" beyond the line's end.
func (l line) text(column int) string {
	if column < len(l.cells) {
		return l.cells[column].text
	}
	return ""
}

type cell struct {
	text   string
	unread bool
}

func (c cell) blank() bool { return c.text == "" && !c.unread }

// area is a merged area: rows by their numbers, columns from 0, both ends included.
type area struct{ top, left, bottom, right int }

// open says what kind of file it is by what it contains: names of files lie.
func open(data []byte) ([]source, error) {
	if len(data) > maxFile {
		return nil, ErrTooBig
	}
	begins := func(marks ...string) bool {
		for _, m := range marks {
			if bytes.HasPrefix(data, []byte(m)) {
				return true
			}
		}
		return false
	}
	switch {
	case begins("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
		return nil, compound(data)
	case begins("PK\x03\x04", "PK\x05\x06"):
		return workbook(data)
	case begins("%PDF", "{\\rtf"):
		return nil, ErrUnknown
	}
	return text(data)
}

// compound tells apart the files of the old container: a locked workbook is one too.
func compound(data []byte) error {
	holds := func(stream string) bool {
		wide := make([]byte, 0, 2*len(stream))
		for _, c := range []byte(stream) {
			wide = append(wide, c, 0)
		}
		return bytes.Contains(data, wide)
	}
	switch {
	case holds("EncryptedPackage"):
		return ErrLocked
	case holds("WordDocument"), holds("PowerPoint Document"):
		return ErrUnknown
	}
	return ErrOld
}
