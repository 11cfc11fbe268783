package views

import (
	"zhixinwu/store/heart"
	"zhixinwu/store/phone"
)

func visitFixtures() []Page {
	return []Page{
		KioskHome{Kiosk: aKiosk},
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
