package views

import (
	"time"
	"zhixinwu/store/phone"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
)

// The lines of an evening, each as it may be found.
var (
	calledLine = phone.DeskLine{Line: phone.Line{ID: "1", Kind: "phone"}, Talk: &aTicket, Child: aChild}
	brokenLine = phone.DeskLine{Line: phone.Line{ID: "3", Out: true}}
)

// talkingLine is a line with a talk of two siblings, and a family of whom one has moved.
func talkingLine() phone.DeskLine {
	talk := aTicket
	talk.State, talk.Whom, talk.By, talk.Until = phone.Talking, "爸爸", "006", anEvening.Add(time.Minute)
	father := roster.Relative{
		Relation: "爸爸", Workplace: "海边的码头",
		Phones: []roster.Phone{{Number: "2"}, {Number: "3", Dead: "2026-11-20"}},
	}
	return phone.DeskLine{
		Line: phone.Line{ID: "2", Kind: "video"}, Talk: &talk, Child: aChild, Others: []roster.Child{aChild},
		Family: []phone.Kin{
			{Relative: father, Now: true},
			{Relative: aChild.Family[0]},
			{Relative: roster.Relative{Relation: "姑姑"}},
		},
	}
}

// askedTalk has ended and nobody said how; cutTalk was under way when the power failed.
func askedTalk() *phone.Ticket {
	talk := aTicket
	talk.State, talk.Asked = phone.Talking, anEvening
	return &talk
}

func cutTalk() *phone.Ticket {
	talk := aTicket
	talk.State, talk.Cut, talk.By, talk.In = phone.Talking, anEvening, "006", true
	return &talk
}

// atLine is the tablet beside a line.
func atLine(l phone.DeskLine) KioskLine {
	return KioskLine{
		Kiosk: phoneKiosk,
		LineTablet: phone.LineTablet{
			DeskLine: l, Self: true, Dial: true, Asking: anEvening, Waiting: 3, At: anEvening,
		},
		Hotlines: []school.Hotline{{Number: "110", Name: "报警"}},
		Outcomes: phone.Outcomes,
	}
}

func lineFixtures() []Page {
	hours := []school.Hours{{Weekday: time.Sunday, From: 60, To: 120}}
	return []Page{
		atLine(phone.DeskLine{Line: phone.Line{ID: "1"}}),
		atLine(phone.DeskLine{Line: phone.Line{ID: "1", Out: true}}),
		atLine(calledLine),
		atLine(talkingLine()),
		atLine(phone.DeskLine{Talk: askedTalk()}),
		atLine(phone.DeskLine{Talk: cutTalk()}),
		PhoneLines{Setup: phone.Setup{
			Lines:   []phone.Line{{ID: "1", Device: "002"}, {ID: "2", Out: true}},
			Tablets: []school.Device{{ID: "002", Name: "平板"}}, Hours: hours, CallIn: hours,
		}},
	}
}
