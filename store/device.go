package store

import (
	"slices"
	"time"

	"zhixinwu/store/kv"
)

const seenAt Bucket[time.Time] = "device-seen"
const deviceSeq Sequence = "device-seq"

const deviceRows Bucket[Device] = "device"

// Offer is what a device may be used for.
type Offer string

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
	ID     string
	Name   string
	Place  string // where it stands, as children call it
	Offers []Offer
}

// DeviceSeen is a device and when a browser enrolled as it last loaded a page; zero: never.
type DeviceSeen struct {
	Device
	Seen time.Time
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
	if !validName(d.Name) || !validName(d.Place) {
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

// AddDevice registers a device.
func (s *Store) AddDevice(actor Actor, d Device) (Device, error) {
	err := s.update(func(tx *Tx) error {
		if err := actor.may(RoleAdmin); err != nil {
			return err
		}
		if err := d.Validate(); err != nil {
			return err
		}
		n, err := deviceSeq.Next(tx)
		if err != nil {
			return err
		}
		d.ID = number(n, 3)
		if err := audit(tx, actor, actDeviceAdd, "device/"+d.ID); err != nil {
			return err
		}
		return deviceRows.Put(tx, d.ID, d)
	})
	return d, err
}

// Devices lists them by number.
func (s *Store) Devices(actor Actor) (devices []DeviceSeen, err error) {
	err = s.view(func(tx *Tx) error {
		if err := actor.may(RoleAdmin); err != nil {
			return err
		}
		return deviceRows.Each(tx, kv.Range{}, func(_ string, d Device) error {
			seen, _, err := seenAt.Get(tx, d.ID)
			devices = append(devices, DeviceSeen{d, seen})
			return err
		})
	})
	return devices, err
}

// SeeDevice records that a device is alive.
func (s *Store) SeeDevice(d Device) error {
	return s.update(func(tx *Tx) error { return seenAt.Put(tx, d.ID, tx.Now) })
}

// EditDevice gives a device another name, place or offers.
func (s *Store) EditDevice(actor Actor, d Device) error {
	return s.update(func(tx *Tx) error {
		if err := actor.may(RoleAdmin); err != nil {
			return err
		}
		if err := d.Validate(); err != nil {
			return err
		}
		old, err := deviceRows.Must(tx, d.ID)
		if err != nil {
			return err
		}
		if err := audit(tx, actor, actDeviceName, "device/"+d.ID); err != nil {
			return err
		}
		if err := deviceRows.Put(tx, d.ID, d); err != nil {
			return err
		}
		if !slices.ContainsFunc(old.Offers, func(o Offer) bool { return !d.Has(o) }) {
			return nil
		}
		return tx.Tell(func(f Follower) error { return f.DeviceGone(tx, actor, d.ID) })
	})
}

// RemoveDevice takes a device away: its browsers are strangers from the next request on.
func (s *Store) RemoveDevice(actor Actor, id string) error {
	return s.update(func(tx *Tx) error {
		if err := actor.may(RoleAdmin); err != nil {
			return err
		}
		if _, err := deviceRows.Must(tx, id); err != nil {
			return err
		}
		if err := audit(tx, actor, actDeviceDrop, "device/"+id); err != nil {
			return err
		}
		if err := deviceRows.Delete(tx, id); err != nil {
			return err
		}
		return tx.Tell(func(f Follower) error { return f.DeviceGone(tx, actor, id) })
	})
}

// DeviceOf finds the device a browser was enrolled as.
func (s *Store) DeviceOf(browser string) (d Device, err error) {
	err = s.view(func(tx *Tx) error {
		id, found, err := browsers.Get(tx, hashOf(browser))
		if err != nil {
			return err
		}
		if found {
			d, found, err = deviceRows.Get(tx, id)
		}
		if err == nil && !found {
			err = ErrDeviceUnknown
		}
		return err
	})
	return d, err
}
