package views

import "zhixinwu/store"

func taskFixtures() []Page {
	return []Page{
		Tasks{Rows: []store.TaskRow{
			{
				Task: store.Task{Kind: store.TaskDeadNumber, Relation: "妈妈", Opened: anEvening}, Of: aChild,
				Who: "赵老师",
			},
			{Task: store.Task{Kind: store.TaskDeadNumber, Opened: anEvening}, Of: aChild},
		}},
	}
}
