package store

import (
	"slices"
	"time"
)

const seenAt Bucket[time.Time] = "device-seen"

const deviceSeq Sequence = "device-seq"

// DeviceSeen is a device and when a browser enrolled as it last loaded a page; zero: never.
type DeviceSeen struct {
	Device
	Seen time.Time
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
		return putDevice(tx, d)
	})
	return d, err
}

// Devices lists them by number.
func (s *Store) Devices(actor Actor) (devices []DeviceSeen, err error) {
	err = s.view(func(tx *Tx) error {
		if err := actor.may(RoleAdmin); err != nil {
			return err
		}
		return eachDevice(tx, func(d Device) error {
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
		old, err := deviceOf(tx, d.ID)
		if err != nil {
			return err
		}
		if err := audit(tx, actor, actDeviceName, "device/"+d.ID); err != nil {
			return err
		}
		if err := putDevice(tx, d); err != nil {
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
		if _, err := deviceOf(tx, id); err != nil {
			return err
		}
		if err := audit(tx, actor, actDeviceDrop, "device/"+id); err != nil {
			return err
		}
		if err := deleteDevice(tx, id); err != nil {
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
			d, found, err = findDevice(tx, id)
		}
		if err == nil && !found {
			err = ErrDeviceUnknown
		}
		return err
	})
	return d, err
}
