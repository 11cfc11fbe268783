package views

import (
	"time"
	"zhixinwu/store/urgent"
)

// twoAlarms are a call that rings, and one that the reader has answered.
func twoAlarms() Alarm {
	return Alarm{
		List: []urgent.Alarm{
			{Call: asked(), Of: aChild, Froms: "赵老师"},
			{Call: answered(), Mine: true},
		},
		Told: "x",
		Base: "/alarm",
	}
}

func asked() urgent.Call {
	return urgent.Call{Day: "2026-11-23", N: 1, Place: "图书角", State: urgent.Asked, Asked: anEvening}
}

func answered() urgent.Call {
	u := asked()
	u.State, u.Answer, u.Answered = urgent.Accepted, "王老师", anEvening.Add(time.Minute)
	return u
}

func urgentFixtures() []Page {
	return []Page{
		KioskUrgent{Kiosk: aKiosk, Call: asked()},
		KioskUrgent{Kiosk: aKiosk, Call: asked(), Online: true, Rungs: 1},
		UrgentCall{KioskUrgent{Kiosk: aKiosk, Call: answered()}},
		KioskUrgent{Kiosk: aKiosk, Call: urgent.Call{State: urgent.Asked, Unsaved: true}},
		twoAlarms(),
		Alarm{Warned: Warned{Unstored: true, Disk: true, Damaged: true, Cut: true}},
		DutyBoard{twoAlarms()},
		DutyBoard{Alarm{Warned: Warned{Unstored: true}}},
	}
}
