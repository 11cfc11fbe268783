package views

import (
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/sheet"
)

func importFixtures() []Page {
	return []Page{
		Import{Undo: &roster.ImportUndo{}, Undone: &Undone{1, 2}},
		Import{Done: &roster.ImportPlan{}},
		Import{
			List:    &roster.List{Tables: []sheet.Table{{Sheet: "x"}}, Unread: []string{"x"}},
			Columns: []ImportColumn{{Key: "name"}}, Fields: roster.Fields,
			Plan: &roster.ImportPlan{Buildings: []string{"x"}, Absent: []roster.Child{aChild}},
			Groups: []ImportGroup{
				{
					roster.RowProblem, 3,
					[]roster.ImportRow{{
						Problems: []roster.CellProblem{{Cell: "C3", Title: "x", Text: "x", Err: school.ErrClass}},
					}},
				},
				{roster.RowAsk, 1, []roster.ImportRow{{Candidates: []roster.Child{aChild}}}},
				{
					roster.RowChanged, 1,
					[]roster.ImportRow{{Changes: []school.FieldChange{{Field: "name", From: "a", To: "b"}}}},
				},
			},
		},
	}
}
