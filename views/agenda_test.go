package views

import (
	"slices"
	"zhixinwu/store/access"
	"zhixinwu/store/heart"
	"zhixinwu/store/roster"
)

// anAgenda is a day with a booking in every state.
func anAgenda() heart.Agenda {
	b := heart.Booking{Slot: aSlot, Child: aChild.ID, Topic: "family", State: heart.Booked, Room: "知心屋"}
	a := heart.Agenda{Day: aSlot.Day, Rows: []heart.AgendaRow{
		{Booking: b, Child: aChild, Past: true},
		{Booking: b, Free: true, For: "李老师"},
	}}
	for _, state := range []heart.BookingState{
		heart.Invited, heart.Arrived, heart.Started, heart.Seen, heart.NoShow,
	} {
		b.State = state
		a.Rows = append(a.Rows, heart.AgendaRow{Booking: b, Child: aChild})
	}
	return a
}

func agendaFixtures() []Page {
	return []Page{
		DayPage{Agenda: anAgenda()},
		Month{Days: slices.Repeat([]heart.Agenda{anAgenda()}, 35), First: "2026-11-01"},
		Times{Free: []heart.CounselorSlots{freeTimes}, Move: "x"},
		Times{Free: []heart.CounselorSlots{freeTimes}, Child: "x"},
		Find{Query: "x", Found: []roster.Child{aChild}},
		Slip{anAgenda().Rows[0], 780},
		Today{
			Agenda: anAgenda(), Say: "x", Urgent: true, Line: []heart.LineRow{{Of: aChild, Name: "王老师"}},
			Referrals: 1, Colleagues: []access.NewCounselor{{Name: "李老师", By: "管理员", At: anEvening}},
		},
		Week{Days: []heart.Agenda{anAgenda()}},
	}
}
