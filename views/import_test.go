package views

import (
	"zhixinwu/store"
	"zhixinwu/store/sheet"
)

func importFixtures() []Page {
	return []Page{
		Import{Undo: &store.ImportUndo{}, Undone: &Undone{1, 2}},
		Import{Done: &store.ImportPlan{}},
		Import{
			List:    &store.List{Tables: []sheet.Table{{Sheet: "x"}}, Unread: []string{"x"}},
			Columns: []ImportColumn{{Key: "name"}}, Fields: store.Fields,
			Plan: &store.ImportPlan{Buildings: []string{"x"}, Absent: []store.Child{aChild}},
			Groups: []ImportGroup{
				{
					store.RowProblem, 3,
					[]store.ImportRow{{
						Problems: []store.CellProblem{{Cell: "C3", Title: "x", Text: "x", Err: store.ErrClass}},
					}},
				},
				{store.RowAsk, 1, []store.ImportRow{{Candidates: []store.Child{aChild}}}},
				{
					store.RowChanged, 1,
					[]store.ImportRow{{Changes: []store.FieldChange{{Field: "name", From: "a", To: "b"}}}},
				},
			},
		},
	}
}
