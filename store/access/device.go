package access

import (
	"slices"
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

const seenAt school.Bucket[time.Time] = "device-seen"

const deviceSeq school.Sequence = "device-seq"

// DeviceSeen is a device and when a browser enrolled as it last loaded a page; zero: never.
type DeviceSeen struct {
	school.Device
	Seen time.Time
}

// AddDevice registers a device. No browser is it yet: a link (OfferEnrolment) or a code (PairDevice) makes one so.
func (s *Room) AddDevice(actor school.Actor, d school.Device) (school.Device, error) {
	err := s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleAdmin); err != nil {
			return err
		}
		if err := d.Validate(); err != nil {
			return err
		}
		n, err := deviceSeq.Next(tx)
		if err != nil {
			return err
		}
		d.ID = school.Padded(n, 3)
		if err := school.Record(tx, actor, actDeviceAdd, "device/"+d.ID); err != nil {
			return err
		}
		return school.PutDevice(tx, d)
	})
	return d, err
}

// Devices lists them by number, with when each last showed life, so that a dead kiosk is seen before a child finds
// it.
func (s *Room) Devices(actor school.Actor) (devices []DeviceSeen, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleAdmin); err != nil {
			return err
		}
		return school.EachDevice(tx, func(d school.Device) error {
			seen, _, err := seenAt.Get(tx, d.ID)
			devices = append(devices, DeviceSeen{d, seen})
			return err
		})
	})
	return devices, err
}

// seenPer is how often a device's row is written at most: pages are loaded far more often, and that it is alive is all
// that the row says.
const seenPer = time.Minute

// SeeDevice records that a device is alive. It is called when a page is loaded, not for every request, and no page waits for
// a disk that does not take it.
func (s *Room) SeeDevice(d school.Device) error {
	var last time.Time
	if err := s.school.View(func(tx *school.Tx) (err error) {
		last, _, err = seenAt.Get(tx, d.ID)
		return err
	}); err != nil {
		return err
	}
	if since := s.school.Now().Sub(last); since >= 0 && since < seenPer {
		return nil
	}
	return school.UnlessDisk(s.school.Update(func(tx *school.Tx) error { return seenAt.Put(tx, d.ID, tx.Now) }))
}

// EditDevice gives a device another name, place or offers, from the next request on; where somebody else has changed
// the same since the actor saw it, it is a *school.Stale. The rooms are told only when it offers less: what hangs on a
// lost offer, such as a line's tablet, must let go.
func (s *Room) EditDevice(actor school.Actor, d school.Device) error {
	return s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleAdmin); err != nil {
			return err
		}
		old, err := school.DeviceOf(tx, d.ID)
		if err != nil {
			return err
		}
		subject := "device/" + d.ID
		fresh, err := school.Merge(tx, subject, school.DeviceParts, old, old.Revision, d, d.Revision)
		if err != nil {
			return err
		}
		if err := fresh.Validate(); err != nil {
			return err
		}
		fresh.Revision = old.Revision + 1
		if changed, err := school.PutEdit(tx, actor, subject, school.DeviceParts, old, fresh, fresh.Revision); err != nil || !changed {
			return err
		}
		if err := school.Record(tx, actor, actDeviceName, subject); err != nil {
			return err
		}
		if err := school.PutDevice(tx, fresh); err != nil {
			return err
		}
		if !slices.ContainsFunc(old.Offers, func(o school.Offer) bool { return !fresh.Has(o) }) {
			return nil
		}
		return tx.Tell(func(f school.Follower) error { return f.DeviceGone(tx, actor, d.ID) })
	})
}

// RemoveDevice takes a device away: its browsers are strangers from the next request on, and the rooms let go of it.
// Its number is not given out again, because scans and rows of the audit name it.
func (s *Room) RemoveDevice(actor school.Actor, id string) error {
	return s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleAdmin); err != nil {
			return err
		}
		if _, err := school.DeviceOf(tx, id); err != nil {
			return err
		}
		if err := school.Record(tx, actor, actDeviceDrop, "device/"+id); err != nil {
			return err
		}
		if err := school.DeleteDevice(tx, id); err != nil {
			return err
		}
		if err := seenAt.Delete(tx, id); err != nil {
			return err
		}
		if err := browsers.Expire(tx, kv.Range{}, func(of string) bool { return of == id }); err != nil {
			return err
		}
		return tx.Tell(func(f school.Follower) error { return f.DeviceGone(tx, actor, id) })
	})
}

// DeviceOf finds the device a browser was enrolled as; ErrDeviceUnknown for a stranger, and for one whose device was
// removed.
func (s *Room) DeviceOf(browser string) (d school.Device, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		id, found, err := browsers.Get(tx, school.HashOf(browser))
		if err != nil {
			return err
		}
		if found {
			d, found, err = school.FindDevice(tx, id)
		}
		if err == nil && !found {
			err = ErrDeviceUnknown
		}
		return err
	})
	return d, err
}
