package handlers

import (
	"testing"

	"zhixinwu/store/school"
)

// TestWhereADeviceStands: a kiosk shows its kiosk, whatever else it offers; of several displays the bell is shown, always.
func TestWhereADeviceStands(t *testing.T) {
	s := openSite(t, 0)
	for want, offers := range map[string][]school.Offer{
		"/kiosk":      {school.OfferBoard, school.OfferDuty, school.OfferPhone},
		"/board":      {school.OfferBoard},
		"/board/door": {school.OfferDoor, school.OfferBoard},
		"/board/duty": {school.OfferDuty, school.OfferDoor, school.OfferBoard},
	} {
		d, err := s.Access.AddDevice(s.Admin, school.Device{Name: "试验设备", Place: "试验角", Offers: offers})
		if err != nil {
			t.Fatal(err)
		}
		for range 8 { // the same each time
			token, err := s.Access.OfferEnrolment(s.Admin, d.ID, "")
			if err != nil {
				t.Fatal(err)
			}
			c := s.client()
			got := c.get("/enroll/" + token)
			if got.status != 303 || got.header.Get("Location") != want {
				t.Fatalf("%v leads to %d %s, want %s", offers, got.status, got.header.Get("Location"), want)
			}
			c.get(want).want(t, want, 200)
		}
	}
}
