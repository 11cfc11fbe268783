package views

import (
	"zhixinwu/store/mail"
	"zhixinwu/store/visit"
)

var aLetter = mail.Letter{ID: "x", Day: "2026-11-23", Opened: "2026-11-23", Urgent: true}

func letterFixtures() []Page {
	return []Page{
		KioskLetter{
			Kiosk: aKiosk, Step: "mood", Moods: mail.Moods, Topics: visit.Topics, Readers: []string{"王老师"},
		},
		KioskKept{aKiosk},
		Letters{List: []mail.Letter{aLetter}},
		Letter{OpenLetter: mail.OpenLetter{
			Letter: aLetter,
			Text: mail.LetterText{
				Mood: "sad", Topic: "family", Text: "x", Drawing: []mail.Stroke{{Points: [][2]int{{1, 2}}}},
			},
			Sent: []mail.SentAnswer{{Day: "2026-11-23"}},
		}},
	}
}
