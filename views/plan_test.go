package views

import "zhixinwu/store"

func planFixtures() []Page {
	return []Page{
		DoorBoard{
			[]store.DoorRoom{{Face: "sun", Open: true, Next: aSlot}, {Face: "tree", Busy: true}}, anEvening,
		},
		Plan{
			PlanPage: store.PlanPage{
				Away: []store.NamedException{{
					Exception: store.Exception{
						First: aSlot.Day, Last: "2026-11-30", Counselor: "002", Why: "exam",
					},
					StandInName: "李老师",
				}},
				Standing: []store.NamedException{{Exception: store.Exception{First: aSlot.Day, Last: aSlot.Day}}},
				Others:   []store.Staff{{ID: "003"}}, Feed: true,
			},
			Days: []PlanDay{{Name: "星期一"}}, Groups: []string{"x"}, Faces: store.Faces,
			Reasons: store.AwayReasons, Moved: new(int), Link: "x",
		},
	}
}
