package views

import (
	"zhixinwu/store/heart"
	"zhixinwu/store/school"
)

func planFixtures() []Page {
	return []Page{
		Plan{
			PlanPage: heart.PlanPage{
				Away: []heart.NamedException{{
					Exception: heart.Exception{
						First: aSlot.Day, Last: "2026-11-30", Counselor: "002", Why: "exam",
					},
					StandInName: "李老师",
				}},
				Standing: []heart.NamedException{{Exception: heart.Exception{First: aSlot.Day, Last: aSlot.Day}}},
				Others:   []school.Staff{{ID: "003"}}, Feed: true,
			},
			Days: []PlanDay{{Name: "星期一"}}, Groups: []string{"x"}, Faces: heart.Faces,
			Form: AwayForm{Reasons: heart.AwayReasons, Moves: someMoves}, Moves: someMoves, Done: someMoves, Link: "x",
		},
	}
}
