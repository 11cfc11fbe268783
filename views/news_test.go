package views

import "zhixinwu/store"

func newsFixtures() []Page {
	return []Page{
		KioskNews{aKiosk, store.Told{News: store.News{Kind: store.NewsMoved}, Booking: &aBooking, More: 1}},
		KioskNews{aKiosk, store.Told{News: store.News{Kind: store.NewsInvited}, Booking: &anInvitation}},
		KioskNews{aKiosk, store.Told{News: store.News{Kind: store.NewsCancelled}, Was: aSlot}},
	}
}
