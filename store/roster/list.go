package roster

import (
	"errors"
	"slices"

	"zhixinwu/store/school"
	"zhixinwu/store/sheet"
)

// List is a list of children as it was read, and what its user said about it. It is kept between upload and import,
// and never in the database.
type List struct {
	Tables  []sheet.Table     // one, or a worksheet for each class; their columns carry keys of Fields; "" is left out
	Unread  []string          // worksheets that are something else
	Class   string            // of all rows, where the list has no such column
	Answers map[string]string // by key of the row
}

// Columns are what a list of children may have.
func Columns() []sheet.Column {
	var columns []sheet.Column
	for _, f := range Fields {
		columns = append(columns, sheet.Column{Key: f.Key, Names: f.Names})
	}
	return columns
}

// sheetErrors are what a file may be instead of a list.
var sheetErrors = map[error]*school.Error{
	sheet.ErrUnknown:  ErrListUnknown,
	sheet.ErrOld:      ErrListOld,
	sheet.ErrLocked:   ErrListLocked,
	sheet.ErrTooMany:  ErrListLong,
	sheet.ErrTooBig:   ErrListBig,
	sheet.ErrNoHeader: ErrListHeader,
	sheet.ErrDamaged:  ErrListDamaged,
}

// classOfSheet reports whether a worksheet is called by its class, as in a workbook with one for each.
func classOfSheet(name string) bool {
	_, err := school.ParseClass(name)
	return err == nil
}

// NeedsClass reports whether neither a column nor the worksheet says in which class each child is.
func (l List) NeedsClass() bool {
	ofClass := func(c sheet.Found) bool { return c.Key == "class" || c.Key == "grade" }
	return slices.ContainsFunc(l.Tables, func(t sheet.Table) bool {
		return !classOfSheet(t.Sheet) && !slices.ContainsFunc(t.Columns, ofClass)
	})
}

// ReadList reads an uploaded file as a list of children; what it is instead is an error with a sentence:
// ErrListUnknown, ErrListOld, ErrListLocked, ErrListLong, ErrListBig, ErrListHeader, ErrListDamaged. Worksheets that
// are called by their class are read together. Only the name is required of a header: all else may be elsewhere or
// missing.
func ReadList(data []byte) (l List, err error) {
	t, err := sheet.Read(data, Columns(), "name")
	for is, known := range sheetErrors {
		if errors.Is(err, is) {
			return l, known
		}
	}
	l = List{Tables: []sheet.Table{t}, Answers: map[string]string{}}
	for _, other := range t.Others {
		if classOfSheet(t.Sheet) && classOfSheet(other.Sheet) {
			l.Tables = append(l.Tables, other)
		} else {
			l.Unread = append(l.Unread, other.Sheet)
		}
	}
	return l, err
}
