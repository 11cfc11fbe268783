package views

import "zhixinwu/store/roster"

func taskFixtures() []Page {
	return []Page{
		Tasks{Rows: []roster.TaskRow{
			{
				Task: roster.Task{Kind: roster.TaskDeadNumber, Relation: "妈妈", Opened: anEvening}, Of: aChild,
				Who: "赵老师",
			},
			{Task: roster.Task{Kind: roster.TaskDeadNumber, Opened: anEvening}, Of: aChild},
		}},
	}
}
