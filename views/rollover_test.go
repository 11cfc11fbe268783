package views

import "zhixinwu/store/roster"

func rolloverFixtures() []Page {
	return []Page{
		Rollover{Rollover: roster.Rollover{
			Classes:  []roster.ClassMove{{From: aChild.Class}, {From: aChild.Class, To: aChild.Class}},
			Teachers: []roster.TeacherMove{{}},
		}},
		Rollover{Rollover: roster.Rollover{Recent: true, Undo: true}, Done: true, Left: 2},
	}
}
