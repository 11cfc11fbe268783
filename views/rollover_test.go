package views

import "zhixinwu/store"

func rolloverFixtures() []Page {
	return []Page{
		Rollover{Rollover: store.Rollover{
			Classes:  []store.ClassMove{{From: aChild.Class}, {From: aChild.Class, To: aChild.Class}},
			Teachers: []store.TeacherMove{{}},
		}},
		Rollover{Rollover: store.Rollover{Recent: true, Undo: true}, Done: true, Left: 2},
	}
}
