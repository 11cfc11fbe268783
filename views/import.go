package views

import "zhixinwu/store/roster"

// Import is the guided import: empty, with a list and its columns, or with a dry run. It promises that what the dry
// run shows is what the button does, and that until then nothing is stored.
type Import struct {
	Say     string
	Draft   string // names the list that is being looked at
	Name    string // of the uploaded file
	List    *roster.List
	Columns []ImportColumn
	Plan    *roster.ImportPlan
	Groups  []ImportGroup
	Done    *roster.ImportPlan
	Undo    *roster.ImportUndo
	Undone  *Undone
	Fields  []roster.Field
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
	return p.Plan.Counts[roster.RowNew]+p.Plan.Counts[roster.RowChanged] > 0
}

// Undone says what became of an undo.
type Undone struct{ Undone, Left int }

// ImportColumn is a column of the uploaded list with what it was taken for, and an example.
type ImportColumn struct{ Key, Ref, Title, Example string }

// ImportGroup are the rows of one state, the first of them shown.
type ImportGroup struct {
	State roster.RowState
	Count int
	Rows  []roster.ImportRow
}

// More is how many rows of the group are not shown.
func (g ImportGroup) More() int { return g.Count - len(g.Rows) }

var stateNames = map[roster.RowState]string{
	roster.RowNew:     "新来的",
	roster.RowChanged: "有变化",
	roster.RowSame:    "没有变化",
	roster.RowAsk:     "要您看一看",
	roster.RowSkipped: "先放着",
	roster.RowProblem: "有问题",
}
