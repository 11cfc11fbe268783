package views

import (
	"zhixinwu/store"
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
			Held: heart.Held{Bookings: []heart.HeldBooking{aBooking}}, News: 1, Door: true,
			Evening: store.Evening{Kind: store.EveningIn},
		},
		KioskMenu{Kiosk: aKiosk},
		KioskMenu{Kiosk: aKiosk, Evening: store.Evening{Kind: store.EveningEarly}},
		KioskMenu{Kiosk: aKiosk, Evening: store.Evening{Kind: store.EveningOther, Bed: "女生楼"}},
		KioskHelp{aKiosk},
	}
}
