package views

import "zhixinwu/store"

var aLetter = store.Letter{ID: "x", Day: "2026-11-23", Opened: "2026-11-23", Urgent: true}

func letterFixtures() []Page {
	return []Page{
		KioskLetter{
			Kiosk: aKiosk, Step: "mood", Moods: store.Moods, Topics: store.Topics, Readers: []string{"王老师"},
		},
		KioskKept{aKiosk},
		Letters{List: []store.Letter{aLetter}},
		Letter{OpenLetter: store.OpenLetter{
			Letter: aLetter,
			Text: store.LetterText{
				Mood: "sad", Topic: "family", Text: "x", Drawing: []store.Stroke{{Points: [][2]int{{1, 2}}}},
			},
			Sent: []store.SentAnswer{{Day: "2026-11-23"}},
		}},
	}
}
