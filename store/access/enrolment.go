package access

import (
	"time"

	"zhixinwu/store/school"
)

const enrolments school.Bucket[Enrolment] = "enrolment"

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
// school it is school.ErrForbidden. The token is returned once, the data holds its hash.
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
