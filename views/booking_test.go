package views

import (
	"zhixinwu/store/heart"
	"zhixinwu/store/visit"
)

// What a kiosk offers, and what a child has of it.
var (
	aSlot     = heart.Slot{Day: "2026-11-24", Clock: 760, Counselor: "002"}
	anOpening = heart.Opening{Slot: aSlot, Minutes: 20, Group: "圆圈", Seats: 4}
	freeTimes = heart.CounselorSlots{
		ID: "002", Name: "王老师", Face: "sun",
		Days: []heart.FreeDay{
			{Day: aSlot.Day, Free: []heart.Opening{{Slot: aSlot}, anOpening}},
			{Day: "2026-11-25"},
		},
	}
	aCircle = heart.CounselorSlots{ID: "003", Face: "tree", Days: []heart.FreeDay{{Free: []heart.Opening{anOpening}}}}

	aBooking     = heldAs(heart.Booked)
	anInvitation = heldAs(heart.Invited)
)

func heldAs(state heart.BookingState) heart.HeldBooking {
	b := heart.Booking{Slot: aSlot, Child: aChild.ID, Topic: "family", State: state, Room: "知心屋"}
	return heart.HeldBooking{Booking: b, Name: "王老师", Face: "sun"}
}

func bookingFixtures() []Page {
	return []Page{
		KioskCounselors{
			Kiosk: aKiosk, Counselors: []heart.CounselorSlots{freeTimes, {Face: "tree"}, aCircle}, Any: aSlot,
		},
		KioskCounselors{Kiosk: aKiosk, Counselors: []heart.CounselorSlots{freeTimes, freeTimes}, Change: "x"},
		KioskDays{aKiosk, freeTimes, "x"},
		KioskTimes{
			Kiosk: aKiosk, Slots: []heart.Opening{{Slot: aSlot}, anOpening}, Prev: "/p", Next: "/n",
			Change: "x",
		},
		KioskTopics{aKiosk, aBooking, visit.Topics},
		KioskBooked{aKiosk, aBooking, true},
		KioskBooked{aKiosk, anInvitation, false},
		KioskWaiting{aKiosk, "王老师"},
		KioskKnock{aKiosk, "王老师"},
	}
}
