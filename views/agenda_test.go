package views

import (
	"slices"

	"zhixinwu/store"
)

// anAgenda is a day with a booking in every state.
func anAgenda() store.Agenda {
	b := store.Booking{Slot: aSlot, Child: aChild.ID, Topic: "family", State: store.Booked, Room: "知心屋"}
	a := store.Agenda{Day: aSlot.Day, Rows: []store.AgendaRow{
		{Booking: b, Child: aChild, Past: true},
		{Booking: b, Free: true, For: "李老师"},
	}}
	for _, state := range []store.BookingState{
		store.Invited, store.Arrived, store.Started, store.Seen, store.NoShow,
	} {
		b.State = state
		a.Rows = append(a.Rows, store.AgendaRow{Booking: b, Child: aChild})
	}
	return a
}

func agendaFixtures() []Page {
	return []Page{
		DayPage{Agenda: anAgenda()},
		Month{Days: slices.Repeat([]store.Agenda{anAgenda()}, 35), First: "2026-11-01"},
		Times{Free: []store.CounselorSlots{freeTimes}, Move: "x"},
		Times{Free: []store.CounselorSlots{freeTimes}, Child: "x"},
		Find{Query: "x", Found: []store.Child{aChild}},
		Slip{anAgenda().Rows[0], 780},
		Today{
			Agenda: anAgenda(), Say: "x", Urgent: true, Line: []store.LineRow{{Of: aChild, Name: "王老师"}},
			Referrals: 1,
		},
		Week{Days: []store.Agenda{anAgenda()}},
	}
}
