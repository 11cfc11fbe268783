package views

import (
	"zhixinwu/store/heart"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
)

func noteFixtures() []Page {
	text := heart.NoteText{
		Words: "x", Background: "x", Source: "x", Observation: "x", Plan: "x",
		NextDate: "2026-11-30", Referral: "x", Concern: "watch",
	}
	written := heart.OpenNote{
		Note:      heart.Note{Child: aChild.ID, N: 1},
		Texts:     []heart.OpenRevision{{NoteText: text, At: anEvening}, {NoteText: text, At: anEvening}},
		DraftText: text,
		Drafted:   anEvening,
	}
	notes := heart.OpenNotebook{
		Child:   aChild,
		Notes:   []heart.OpenNote{written, {Who: "王老师"}},
		Readers: []school.Staff{{Name: "王老师"}},
		Others:  []school.Staff{{ID: "003"}},
	}
	return []Page{
		Notebooks{Children: []roster.Child{aChild}, Open: true},
		NotesLocked{Demo: true},
		NotesLocked{Say: "x", Done: "x", Carried: &CarriedNote{Text: text, Over: true}},
		Notebook{OpenNotebook: notes, Edit: &written, Pen: "a", Other: &text, Say: "x", Done: "x"}.Offering(),
		Notebook{OpenNotebook: notes}.Offering(),
		NoteOther{Child: aChild.ID, Version: 2, Text: &text},
		NoteOther{Child: aChild.ID},
		Guide{aKiosk.Hotlines},
	}
}
