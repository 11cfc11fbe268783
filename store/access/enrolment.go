package access

import (
	"encoding/binary"
	"fmt"
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

const enrolments school.Bucket[Enrolment] = "enrolment"

const pairings school.Bucket[Pairing] = "pairing"

const browsers school.Bucket[string] = "browser"

// Enrolment is a link that makes the browser that opens it a device. A real one works once and for an hour.
//
//	offered → used   a browser opened it; the link is gone
//	offered → over   an hour has passed; Tidy deletes it
type Enrolment struct {
	Device  string
	Expires time.Time // zero: never, and any number of times (made-up schools only)
}

const enrolmentLife = time.Hour

func (e Enrolment) living(now time.Time) bool { return e.Expires.IsZero() || now.Before(e.Expires) }

// OfferEnrolment makes a link token for a device. A given token (made-up schools only) never expires; in a real
// school it is school.ErrForbidden. The token is returned once, the data holds its hash; the audit says who made it, because
// whoever opens it is a device of the school.
func (s *Room) OfferEnrolment(actor school.Actor, device, given string) (token string, err error) {
	e := Enrolment{Device: device}
	token = given
	if given == "" {
		token = school.RandomID()
	}
	err = s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleAdmin); err != nil {
			return err
		}
		if _, err := school.DeviceOf(tx, device); err != nil {
			return err
		}
		if given == "" {
			e.Expires = tx.Now.Add(enrolmentLife)
		} else if !tx.Settings.Demo {
			return school.ErrForbidden
		}
		if err := school.Record(tx, actor, actDeviceLink, "device/"+device); err != nil {
			return err
		}
		return enrolments.Put(tx, school.HashOf(token), e)
	})
	return token, err
}

// Enrol makes a browser the device that the link was made for, and returns the browser's secret. ErrEnrolment for a
// link that was used, has expired or never was: the three are told apart by nobody.
func (s *Room) Enrol(token string) (d school.Device, browser string, err error) {
	browser = school.RandomID() + school.RandomID()
	err = s.school.Update(func(tx *school.Tx) error {
		e, found, err := enrolments.Get(tx, school.HashOf(token))
		if err != nil {
			return err
		}
		if !found || !e.living(tx.Now) {
			return ErrEnrolment
		}
		if d, err = school.DeviceOf(tx, e.Device); err != nil {
			return err
		}
		if !e.Expires.IsZero() {
			if err := enrolments.Delete(tx, school.HashOf(token)); err != nil {
				return err
			}
		}
		return browsers.Put(tx, school.HashOf(browser), d.ID)
	})
	return d, browser, err
}

// Pairing is a browser that shows a code and waits to become a device.
//
//	shown → confirmed  an administrator typed the code (PairDevice): the browser is the device from then on
//	shown → over       ten minutes have passed; the browser asks for another
type Pairing struct {
	Code    string
	Expires time.Time
	Device  string // once an administrator has confirmed the code
}

const (
	pairingLife = 10 * time.Minute
	pairingsMax = 50 // anybody in the school's network can ask for a code
)

// AskPairing gives a browser a code of six digits to show. The code is worth nothing until an administrator types it.
// ErrPairings when too many wait, or when the code drawn is one of theirs, which the next try mends.
func (s *Room) AskPairing(browser string) (code string, err error) {
	fresh := fmt.Sprintf("%06d", binary.BigEndian.Uint32(school.RandomBytes(4))%1_000_000)
	err = s.school.Update(func(tx *school.Tx) error {
		waiting := 0
		if err := pairings.Each(tx, kv.Range{}, func(_ string, p Pairing) error {
			if tx.Now.Before(p.Expires) {
				waiting++
				if p.Code == fresh {
					return ErrPairings // the next try has another
				}
			}
			return nil
		}); err != nil {
			return err
		}
		if waiting >= pairingsMax {
			return ErrPairings
		}
		code = fresh
		return pairings.Put(tx, school.HashOf(browser), Pairing{Code: fresh, Expires: tx.Now.Add(pairingLife)})
	})
	return code, err
}

// PairDevice makes the browser that shows a code a device, with an audit row; ErrPairing for a code that nobody shows
// now, or that was confirmed already.
func (s *Room) PairDevice(actor school.Actor, device, code string) error {
	return s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleAdmin); err != nil {
			return err
		}
		if _, err := school.DeviceOf(tx, device); err != nil {
			return err
		}
		browser := ""
		var found Pairing
		if err := pairings.Each(tx, kv.Range{}, func(key string, p Pairing) error {
			if p.Code == code && tx.Now.Before(p.Expires) && p.Device == "" {
				browser, found = key, p
			}
			return nil
		}); err != nil {
			return err
		}
		if browser == "" {
			return ErrPairing
		}
		if err := school.Record(tx, actor, actDevicePair, "device/"+device); err != nil {
			return err
		}
		found.Device = device
		if err := pairings.Put(tx, browser, found); err != nil {
			return err
		}
		return browsers.Put(tx, browser, device)
	})
}

// Paired returns the device that a waiting browser has become; found is false while nobody has confirmed its code,
// and ErrPairing once the code has run out. The browser's own secret becomes its cookie: it never leaves that
// browser.
func (s *Room) Paired(browser string) (d school.Device, found bool, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		p, waiting, err := pairings.Get(tx, school.HashOf(browser))
		if err != nil {
			return err
		}
		if !waiting || !tx.Now.Before(p.Expires) {
			return ErrPairing
		}
		if found = p.Device != ""; found {
			d, err = school.DeviceOf(tx, p.Device)
		}
		return err
	})
	return d, found, err
}
