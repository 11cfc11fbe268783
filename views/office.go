package views

import (
	"net/url"
	"slices"
	"strconv"

	"zhixinwu/store"
)

// Office is the overview: what the roster still lacks, and the ways to mend it.
type Office struct {
	Roster       store.Roster
	Lacking      []Lack
	Verification store.Verification
	Undo         *store.ImportUndo
	Edit         bool // the office; the head only looks
}

// Lack is how many files lack one thing.
type Lack struct {
	Key   string
	Count int
}

// Roster is a searchable list of children; RosterRows its living part.
type Roster struct {
	Path, Title string
	Query       store.RosterQuery
	RosterRows
	Cares   []store.Care
	Lacks   []string
	Classes []store.Class
}
type RosterRows struct {
	store.Roster
	Rows []store.RosterRow // the first of them
	More int               // found and not shown
	Edit bool              // the actor may print cards and enter children
	Say  string
}

// File is a child's file, as a form to those who may change it.
type File struct {
	store.File
	Back      string // the list it was opened from
	Sections  []FormSection
	Say       string
	Done      string
	Identity  string // shown once
	Edit      bool   // at least one field may be changed
	Office    bool
	Buildings []store.Building
	Today     store.Day
}

// FormSection is a group of fields of a file.
type FormSection struct {
	Name   string
	Fields []FormField
}

// FormField is a field with what stands in it, and what is wrong with that.
type FormField struct {
	Key, Label, Value string
	Options           []string
	Long, Edit        bool
	Wrong             string
	Clash             *store.Clash
	Missing           bool
	First             bool // of those that need another look: the page opens there
}

var sectionNames = map[string]string{"child": "孩子", "dorm": "住校", "care": "家", "father": "爸爸", "mother": "妈妈", "guardian": "监护人", "elders": "爷爷奶奶、外公外婆",
	"village": "村里的联系人", "pairing": "结对帮扶", "consent": "监护人同意", "note": "备注"}

// Sections lays out a file as a form. typed, wrong and clashes are of an edit that was not stored; all three may be empty.
func Sections(f store.File, typed map[string]string, wrong []store.FieldError, clashes []store.Clash) (sections []FormSection, edit bool) {
	marked := false
	for _, field := range store.Fields {
		if field.Virtual {
			continue
		}
		value := f.Values[field.Key]
		if v, is := typed[field.Key]; is {
			value = v
		}
		ff := FieldOf(field, value, wrong)
		ff.Edit, ff.Missing = f.MayEdit(field), slices.Contains(f.Missing, field.Key)
		for _, cl := range clashes {
			if cl.Field == field.Key {
				ff.Value, ff.Clash = cl.Mine, &cl
			}
		}
		if !ff.Edit && ff.Value == "" {
			continue
		}
		edit = edit || ff.Edit
		ff.First = !marked && (ff.Wrong != "" || ff.Clash != nil)
		marked = marked || ff.First
		if n := len(sections); n == 0 || sections[n-1].Name != sectionNames[field.Section] {
			sections = append(sections, FormSection{Name: sectionNames[field.Section]})
		}
		last := &sections[len(sections)-1]
		last.Fields = append(last.Fields, ff)
	}
	return sections, edit
}

// FieldOf is a field to fill in, with what is wrong with it.
func FieldOf(f store.Field, value string, wrong []store.FieldError) FormField {
	ff := FormField{Key: f.Key, Label: f.Names[0], Value: value, Long: f.Long, Edit: true, Options: fieldOptions[f.Key]}
	for _, w := range wrong {
		if w.Field == f.Key {
			ff.Wrong = sentenceOf(w.Err)
		}
	}
	return ff
}

// NewChild asks for the little that is known on the first day.
type NewChild struct {
	Fields []FormField
	Say    string
}

var fieldOptions = func() map[string][]string {
	options := map[string][]string{"gender": {"", "女", "男"}, "boards": {"否", "是"}, "consent.paper": {"否", "是"}, "care": {""}}
	for _, c := range store.Cares {
		options["care"] = append(options["care"], c.String())
	}
	return options
}()

// fieldName is how a field, or a part of the status, is called on a page.
func fieldName(key string) string {
	if f, known := store.FieldOf(key); known {
		return f.Names[0]
	}
	return statusNames[key]
}

// Import is the guided import: empty, with a list and its columns, or with a dry run.
type Import struct {
	Say     string
	Draft   string // names the list that is being looked at
	Name    string // of the uploaded file
	List    *store.List
	Columns []ImportColumn
	Plan    *store.ImportPlan
	Groups  []ImportGroup
	Done    *store.ImportPlan
	Undo    *store.ImportUndo
	Undone  *Undone
	Fields  []store.Field
}

// Known counts the columns that were understood.
func (p Import) Known() (n int) {
	for _, c := range p.Columns {
		if c.Key != "" {
			n++
		}
	}
	return n
}

// Storing reports whether the plan would change anything.
func (p Import) Storing() bool {
	return p.Plan.Counts[store.RowNew]+p.Plan.Counts[store.RowChanged] > 0
}

// Undone says what became of an undo.
type Undone struct{ Undone, Left int }

// ImportColumn is a column of the uploaded list with what it was taken for, and an example.
type ImportColumn struct{ Key, Ref, Title, Example string }

// ImportGroup are the rows of one state, the first of them shown.
type ImportGroup struct {
	State store.RowState
	Count int
	Rows  []store.ImportRow
}

// More is how many rows of the group are not shown.
func (g ImportGroup) More() int { return g.Count - len(g.Rows) }

// Rollover is the step into a new school year.
type Rollover struct {
	store.Rollover
	Say  string
	Done bool
	Left int // an undo left so many as they are; -1 when there was none
}

// Verification is the term's round of the contact cards.
type Verification struct {
	store.Verification
	Path string
}

// Cards is a stack of A4 sheets.
type Cards struct {
	Classes  []string
	Class    string   // shown now
	Children []string // ids of those shown
	Per      int      // cards a sheet, 10 or 24
	Sheets   [][]store.PrintedCard
	School   string
}

// Query asks for the same cards with so many a sheet.
func (c Cards) Query(per int) string {
	q := url.Values{"per": {strconv.Itoa(per)}}
	if c.Class != "" {
		q.Set("class", c.Class)
	} else {
		q["child"] = c.Children
	}
	return "/office/cards?" + q.Encode()
}

func (Office) Template() string       { return "staff/roster/office" }
func (Roster) Template() string       { return "staff/roster/roster" }
func (RosterRows) Template() string   { return "staff/roster/rosterrows" }
func (NewChild) Template() string     { return "staff/roster/newchild" }
func (File) Template() string         { return "staff/roster/file" }
func (Import) Template() string       { return "staff/roster/import" }
func (Rollover) Template() string     { return "staff/roster/rollover" }
func (Verification) Template() string { return "staff/roster/verification" }
func (Cards) Template() string        { return "staff/roster/cards" }
