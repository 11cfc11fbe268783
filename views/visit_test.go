package views

import "zhixinwu/store"

func visitFixtures() []Page {
	return []Page{
		KioskHome{aKiosk},
		KioskScan{aKiosk},
		KioskPad{aKiosk},
		KioskMenu{
			Kiosk: aKiosk, Ticket: &store.Place{Ticket: aTicket},
			Held: store.Held{Bookings: []store.HeldBooking{aBooking}}, News: 1, Rolled: true, Door: true,
		},
		KioskMenu{Kiosk: aKiosk},
		KioskHelp{aKiosk},
	}
}
