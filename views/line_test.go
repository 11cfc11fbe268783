package views

import (
	"time"

	"zhixinwu/store"
)

// The lines of an evening, each as it may be found.
var (
	calledLine = store.PhoneLine{Line: store.Line{ID: "1", Kind: "phone"}, Talk: &aTicket, Child: aChild}
	brokenLine = store.PhoneLine{Line: store.Line{ID: "3", Out: true}}
)

// talkingLine is a line with a talk of two siblings, and a family of whom one has moved.
func talkingLine() store.PhoneLine {
	talk := aTicket
	talk.State, talk.Whom, talk.By, talk.Until = store.Talking, "爸爸", "006", anEvening.Add(time.Minute)
	father := store.Relative{
		Relation: "爸爸", Workplace: "海边的码头",
		Phones: []store.Phone{{Number: "2"}, {Number: "3", Dead: "2026-11-20"}},
	}
	return store.PhoneLine{
		Line: store.Line{ID: "2", Kind: "video"}, Talk: &talk, Child: aChild, Others: []store.Child{aChild},
		Family: []store.Kin{
			{Relative: father, Now: true},
			{Relative: aChild.Family[0]},
			{Relative: store.Relative{Relation: "姑姑"}},
		},
	}
}

// askedTalk has ended and nobody said how; cutTalk was under way when the power failed.
func askedTalk() *store.Ticket {
	talk := aTicket
	talk.State, talk.Asked = store.Talking, anEvening
	return &talk
}

func cutTalk() *store.Ticket {
	talk := aTicket
	talk.State, talk.Cut, talk.By, talk.In = store.Talking, anEvening, "006", true
	return &talk
}

// atLine is the tablet beside a line.
func atLine(l store.PhoneLine) KioskLine {
	return KioskLine{
		Kiosk: phoneKiosk,
		LineTablet: store.LineTablet{
			PhoneLine: l, Self: true, Dial: true, Come: anEvening, Asking: anEvening, Waiting: 3, At: anEvening,
		},
		Hotlines: []store.Hotline{{Number: "110", Name: "报警"}},
		Outcomes: store.Outcomes,
	}
}

func lineFixtures() []Page {
	hours := []store.Hours{{Weekday: time.Sunday, From: 60, To: 120}}
	return []Page{
		atLine(store.PhoneLine{Line: store.Line{ID: "1"}}),
		atLine(store.PhoneLine{Line: store.Line{ID: "1", Out: true}}),
		atLine(calledLine),
		atLine(talkingLine()),
		atLine(store.PhoneLine{Talk: askedTalk()}),
		atLine(store.PhoneLine{Talk: cutTalk()}),
		PhoneLines{PhoneSetup: store.PhoneSetup{
			Lines:   []store.Line{{ID: "1", Device: "002"}, {ID: "2", Out: true}},
			Tablets: []store.Device{{ID: "002", Name: "平板"}}, Hours: hours, CallIn: hours,
		}},
	}
}
