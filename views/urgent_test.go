package views

import (
	"time"
	"zhixinwu/store/urgent"
)

// twoAlarms are a call that rings, and one that the reader has answered.
func twoAlarms() Alarm {
	return Alarm{
		List: []urgent.Alarm{
			{Urgent: asked(), Of: aChild, Froms: "赵老师"},
			{Urgent: answered(), Mine: true},
		},
		Told: "x",
		Base: "/alarm",
	}
}

func asked() urgent.Urgent {
	return urgent.Urgent{Day: "2026-11-23", N: 1, Place: "图书角", State: urgent.Asked, Asked: anEvening}
}

func answered() urgent.Urgent {
	u := asked()
	u.State, u.Answer, u.Answered = urgent.Accepted, "王老师", anEvening.Add(time.Minute)
	return u
}

func urgentFixtures() []Page {
	return []Page{
		KioskUrgent{Kiosk: aKiosk, Urgent: asked()},
		KioskUrgent{Kiosk: aKiosk, Urgent: asked(), Online: true, Rungs: 1},
		UrgentCall{KioskUrgent{Kiosk: aKiosk, Urgent: answered()}},
		twoAlarms(),
		DutyBoard{twoAlarms()},
	}
}
