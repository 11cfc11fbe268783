package views

import (
	"bytes"
	"testing"
	"time"

	"zhixinwu/store"
)

var aTicket = store.Ticket{Day: "2026-11-23", No: 12, State: store.Called, Line: "2"}

func ticketFixtures() []Page {
	return []Page{
		KioskTicket{aKiosk, store.Place{Ticket: aTicket, Ahead: 3, Wait: time.Minute}},
		KioskClosed{Kiosk: phoneKiosk, Why: "放假了。", Holiday: "运动会", Next: anEvening.Add(time.Hour)},
		KioskTogether{phoneKiosk},
		KioskAnswer{phoneKiosk, "2026-11-23/000001", store.Outcomes},
		KioskTicket{
			phoneKiosk,
			store.Place{
				Ticket: store.Ticket{No: 4, State: store.Waiting}, Fair: true, Ahead: 3, Late: true,
				Siblings: []string{"000002"}, Summons: [2]string{"star", "boat"},
			},
		},
		KioskTicket{phoneKiosk, store.Place{Ticket: store.Ticket{No: 4, State: store.Paused}}},
	}
}

// BenchmarkTicketScreen is the screen that stands behind most taps of an evening.
func BenchmarkTicketScreen(b *testing.B) {
	v, err := New(false)
	if err != nil {
		b.Fatal(err)
	}
	k := Kiosk{Room: "phone", Idle: 30, Pinyin: true, Visit: "t", Short: "小禾", Initial: "禾"}
	ticket := store.Ticket{Day: "2026-11-23", No: 12, State: store.Waiting}
	p := KioskTicket{k, store.Place{Ticket: ticket, Ahead: 3, Wait: time.Minute}}
	var buf bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		buf.Reset()
		if err := v.Render(&buf, p); err != nil {
			b.Fatal(err)
		}
	}
}
