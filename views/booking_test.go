package views

import "zhixinwu/store"

// What a kiosk offers, and what a child has of it.
var (
	aSlot     = store.Slot{Day: "2026-11-24", Clock: 760, Counselor: "002"}
	anOpening = store.Opening{Slot: aSlot, Minutes: 20, Group: "圆圈", Seats: 4}
	freeTimes = store.CounselorSlots{
		ID: "002", Name: "王老师", Face: "sun",
		Days: []store.FreeDay{
			{Day: aSlot.Day, Free: []store.Opening{{Slot: aSlot}, anOpening}},
			{Day: "2026-11-25"},
		},
	}
	aBooking     = heldAs(store.Booked)
	anInvitation = heldAs(store.Invited)
)

func heldAs(state store.BookingState) store.HeldBooking {
	b := store.Booking{Slot: aSlot, Child: aChild.ID, Topic: "family", State: state, Room: "知心屋"}
	return store.HeldBooking{Booking: b, Name: "王老师", Face: "sun"}
}

func bookingFixtures() []Page {
	return []Page{
		KioskCounselors{
			Kiosk: aKiosk, Counselors: []store.CounselorSlots{freeTimes, {Face: "tree"}}, Any: aSlot,
		},
		KioskCounselors{Kiosk: aKiosk, Counselors: []store.CounselorSlots{freeTimes, freeTimes}, Change: "x"},
		KioskDays{aKiosk, freeTimes, "x"},
		KioskTimes{
			Kiosk: aKiosk, Slots: []store.Opening{{Slot: aSlot}, anOpening}, Prev: "/p", Next: "/n",
			Change: "x",
		},
		KioskTopics{aKiosk, aBooking, store.Topics},
		KioskBooked{aKiosk, aBooking, true},
		KioskBooked{aKiosk, anInvitation, false},
		KioskWaiting{aKiosk, "王老师"},
		KioskKnock{aKiosk, "王老师"},
	}
}
