package store

import (
	"zhixinwu/store/heart"
	"zhixinwu/store/phone"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

// Menu is what waits for a child at a kiosk, of what the kiosk offers.
type Menu struct {
	News   int          // messages that were not opened
	Ticket *phone.Place // nil without one
	Held   heart.Held
}

// Menu returns it in one look: the parts belong to one moment.
func (s *Store) Menu(v visit.Visit) (m Menu, err error) {
	err = s.View(func(tx *school.Tx) error {
		m, err = menuOf(tx, v.Device, v.Child)
		return err
	})
	return m, err
}

// menuOf joins the transaction of whatever led to the menu, so that a scan and its menu are one moment. A kiosk that
// does not offer a room is not told of it: News counts everywhere, because messages are opened anywhere.
func menuOf(tx *school.Tx, at school.Device, child string) (m Menu, err error) {
	news, _, err := liveNews(tx, child)
	if err != nil {
		return m, err
	}
	m.News = len(news)
	if at.Has(school.OfferPhone) {
		p, found, err := phone.PlaceOf(tx, child)
		if err != nil {
			return m, err
		}
		if found {
			m.Ticket = &p
		}
	}
	if at.Has(school.OfferBooking) {
		m.Held, err = heart.HeldBy(tx, child)
	}
	return m, err
}
