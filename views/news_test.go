package views

import (
	"zhixinwu/store"
	"zhixinwu/store/visit"
)

func newsFixtures() []Page {
	return []Page{
		KioskNews{aKiosk, store.Told{News: visit.News{Kind: visit.NewsMoved}, Booking: &aBooking, More: 1}},
		KioskNews{aKiosk, store.Told{News: visit.News{Kind: visit.NewsInvited}, Booking: &anInvitation}},
		KioskNews{aKiosk, store.Told{News: visit.News{Kind: visit.NewsCancelled}, Was: aSlot}},
	}
}
