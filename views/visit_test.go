package views

import (
	"zhixinwu/store/heart"
	"zhixinwu/store/phone"
)

func visitFixtures() []Page {
	return []Page{
		KioskHome{Kiosk: aKiosk},
		KioskHome{Kiosk: aKiosk, Asked: true},
		KioskMenu{Kiosk: aKiosk, Undo: &KioskUndo{Path: "/back", Key: "x", Label: "点错了，还要打"}},
		KioskScan{aKiosk},
		KioskPad{aKiosk},
		KioskMenu{
			Kiosk: aKiosk, Ticket: &phone.Place{Ticket: aTicket},
			Held: heart.Held{Bookings: []heart.HeldBooking{aBooking}}, News: 1, Rolled: true, Door: true,
		},
		KioskMenu{Kiosk: aKiosk},
		KioskHelp{aKiosk},
	}
}
