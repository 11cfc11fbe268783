package school

import (
	"slices"

	"zhixinwu/store/kv"
)

const deviceRows Bucket[Device] = "device"

// Offer is what a device may be used for.
type Offer string

// What a device may offer. Board, door and duty only show something or call an adult; the others are for children.
const (
	OfferBooking Offer = "booking" // 知心屋
	OfferPhone   Offer = "phone"   // 亲情室 tickets
	OfferLetters Offer = "letters" // 知心信箱
	OfferRoll    Offer = "roll"    // a scan here is the evening sign-in
	OfferHelp    Offer = "help"
	OfferBoard   Offer = "board" // the call board of the phone room

	OfferArrive Offer = "arrive" // at the door of 知心屋: a scan here says that the child has come
	OfferDoor   Offer = "door"   // the door display of 知心屋
	OfferDuty   Offer = "duty"   // sounds when a child asks for an adult now
)

// Offers in the order of the screens.
var Offers = []Offer{OfferBooking, OfferPhone, OfferLetters, OfferRoll, OfferHelp, OfferBoard, OfferArrive, OfferDoor, OfferDuty}

// Device is a kiosk or a board: browsers that a member of staff enrolled as it.
type Device struct {
	ID       string
	Revision int `json:",omitempty"` // counts its changes, see Change
	Name     string
	Place    string // where it stands, as children call it
	Offers   []Offer
}

// Has reports whether the device offers o.
func (d Device) Has(o Offer) bool { return slices.Contains(d.Offers, o) }

// boards are offers that only show something to whoever passes, or call an adult; no child uses them.
var boards = []Offer{OfferBoard, OfferDoor, OfferDuty}

// Kiosk reports whether children use the device; a board only shows.
func (d Device) Kiosk() bool {
	return slices.ContainsFunc(d.Offers, func(o Offer) bool { return !slices.Contains(boards, o) })
}

// Validate checks the shape.
func (d Device) Validate() error {
	if !ValidName(d.Name) || !ValidName(d.Place) {
		return ErrName
	}
	if len(d.Offers) == 0 {
		return ErrDeviceOffer
	}
	for _, o := range d.Offers {
		if !slices.Contains(Offers, o) {
			return ErrDeviceOffer
		}
	}
	return nil
}

// DeviceOf returns a device that is named, or ErrNotFound.
func DeviceOf(tx *Tx, id string) (Device, error) { return deviceRows.Must(tx, id) }

// FindDevice returns one that may have been taken away.
func FindDevice(tx *Tx, id string) (Device, bool, error) { return deviceRows.Get(tx, id) }

// EachDevice calls fn for every device, by id.
func EachDevice(tx *Tx, fn func(Device) error) error {
	return deviceRows.Each(tx, kv.Range{}, func(_ string, d Device) error { return fn(d) })
}

// DeviceParts are a device as the fields of its form.
var DeviceParts = []Part[Device]{
	{"name", func(d Device) string { return d.Name }, func(into *Device, d Device) { into.Name = d.Name }},
	{"place", func(d Device) string { return d.Place }, func(into *Device, d Device) { into.Place = d.Place }},
	{"offers", func(d Device) string { return chosen(Offers, d.Offers) },
		func(into *Device, d Device) { into.Offers = d.Offers }},
}

// PutDevice is for whoever looks after devices; the rooms are told there.
func PutDevice(tx *Tx, d Device) error { return deviceRows.Put(tx, d.ID, d) }

// DeleteDevice is the same for one that is gone.
func DeleteDevice(tx *Tx, id string) error { return deviceRows.Delete(tx, id) }
