package views

import (
	"bytes"
	"testing"
	"time"
	"zhixinwu/store/phone"
)

var aTicket = phone.Ticket{Day: "2026-11-23", No: 12, State: phone.Called, Line: "2"}

func ticketFixtures() []Page {
	return []Page{
		KioskTicket{aKiosk, phone.Place{Ticket: aTicket, Ahead: 3, Wait: time.Minute}},
		KioskClosed{Kiosk: phoneKiosk, Why: SentenceOf("phone.holiday"), Holiday: "运动会", Next: anEvening.Add(time.Hour)},
		KioskTogether{phoneKiosk},
		KioskAnswer{phoneKiosk, "2026-11-23/000001", phone.Outcomes},
		KioskTicket{
			phoneKiosk,
			phone.Place{
				Ticket: phone.Ticket{No: 4, State: phone.Waiting}, Fair: true, Ahead: 3, Late: true,
				Siblings: []string{"000002"}, Summons: [2]string{"star", "boat"},
			},
		},
		KioskTicket{phoneKiosk, phone.Place{Ticket: phone.Ticket{No: 4, State: phone.Paused}}},
	}
}

// BenchmarkTicketScreen is the screen that stands behind most taps of an evening.
func BenchmarkTicketScreen(b *testing.B) {
	v, err := New(false)
	if err != nil {
		b.Fatal(err)
	}
	k := Kiosk{Room: "phone", Idle: 30, Pinyin: true, Visit: "t", Short: "小禾", Initial: "禾"}
	ticket := phone.Ticket{Day: "2026-11-23", No: 12, State: phone.Waiting}
	p := KioskTicket{k, phone.Place{Ticket: ticket, Ahead: 3, Wait: time.Minute}}
	var buf bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		buf.Reset()
		if err := v.Render(&buf, p); err != nil {
			b.Fatal(err)
		}
	}
}
