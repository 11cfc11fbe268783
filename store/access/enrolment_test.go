package access_test

import (
	"errors"
	"testing"
	"time"
	"zhixinwu/store/access"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// TestEnrolment: a link works once and for an hour, and a removed device is a stranger at once.
func TestEnrolment(t *testing.T) {
	s := storetest.Open(t, 2)
	link := func() string {
		token, err := s.Access.OfferEnrolment(s.Admin, s.Kiosk.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	token := link()
	_, browser, err := s.Access.Enrol(token)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Access.Enrol(token); !errors.Is(err, access.ErrEnrolment) {
		t.Errorf("twice: %v", err)
	}
	token = link()
	s.Clock.Pass(time.Hour)
	if _, _, err := s.Access.Enrol(token); !errors.Is(err, access.ErrEnrolment) {
		t.Errorf("an hour later: %v", err)
	}
	if d, err := s.Access.DeviceOf(browser); err != nil || d.ID != s.Kiosk.ID {
		t.Errorf("the browser is %+v, %v", d, err)
	}
	if _, err := s.Access.OfferEnrolment(s.Admin, s.Kiosk.ID, "a link that never ends"); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("an endless link in a real school: %v", err)
	}
	made := 0
	audits, err := storetest.Dump[school.Audit](s.Store, "audit")
	for _, row := range audits {
		if row.Action == "device.link" && row.Subject == "device/"+s.Kiosk.ID && row.Staff == s.Admin.ID() {
			made++
		}
	}
	if err != nil || made != 2 {
		t.Errorf("the audit knows of %d of two links: %v", made, err)
	}
	if err := s.Access.RemoveDevice(s.Admin, s.Kiosk.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Access.DeviceOf(browser); !errors.Is(err, access.ErrDeviceUnknown) {
		t.Errorf("removed: %v", err)
	}
}
