package views

import "zhixinwu/store"

func noteFixtures() []Page {
	text := store.NoteText{
		Words: "x", Background: "x", Source: "x", Observation: "x", Plan: "x",
		NextDate: "2026-11-30", Referral: "x", Concern: "watch",
	}
	written := store.OpenNote{
		Note:      store.Note{Child: aChild.ID, N: 1},
		Texts:     []store.OpenRevision{{NoteText: text, At: anEvening}, {NoteText: text, At: anEvening}},
		DraftText: text,
		Drafted:   anEvening,
	}
	notes := store.OpenNotebook{
		Child:   aChild,
		Notes:   []store.OpenNote{written, {Who: "王老师"}},
		Readers: []store.Staff{{Name: "王老师"}},
		Others:  []store.Staff{{ID: "003"}},
	}
	return []Page{
		Notebooks{Children: []store.Child{aChild}, Open: true},
		NotesLocked{Demo: true},
		NewNotebook(notes, &written, "x"),
		NewNotebook(notes, nil, ""),
		Guide{aKiosk.Hotlines},
	}
}
