package views

import "zhixinwu/store"

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

func (Import) Template() string { return "staff/roster/import" }

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

var stateNames = map[store.RowState]string{
	store.RowNew:     "新来的",
	store.RowChanged: "有变化",
	store.RowSame:    "没有变化",
	store.RowAsk:     "要您看一看",
	store.RowSkipped: "先放着",
	store.RowProblem: "有问题",
}
