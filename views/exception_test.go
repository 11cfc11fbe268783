package views

import (
	"zhixinwu/store/heart"
	"zhixinwu/store/school"
)

// someMoves is one of each kind.
var someMoves = Moves{
	{From: aSlot, To: aSlot, Name: "禾小一", With: "李老师"},
	{From: aSlot, To: heart.Slot{Day: aSlot.Day.Add(1), Clock: aSlot.Clock, Counselor: "003"}, With: "李老师"},
	{From: aSlot},
}

func exceptionFixtures() []Page {
	e := heart.NamedException{Exception: heart.Exception{First: aSlot.Day, Last: aSlot.Day}, Who: "王老师", ByName: "德育处"}
	counselors := []school.Staff{{ID: "002", Name: "王老师"}, {ID: "003", Name: "李老师"}}
	return []Page{
		Away{
			AwayPage: heart.AwayPage{Away: []heart.NamedException{e}},
			Form:     AwayForm{Counselors: counselors, StandIns: counselors, Reasons: heart.AwayReasons},
			Stored:   true,
		},
	}
}
