package store_test

import (
	"testing"

	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
	"zhixinwu/store/visit"
)

// benchChildren is how many stand in one queue, so that a ticket is taken behind others.
const benchChildren = 200

// BenchmarkScan is a card under the reader, with the menu that the screen then shows: one durable write.
func BenchmarkScan(b *testing.B) {
	s := storetest.Open(b, benchChildren)
	codes := make([]string, benchChildren)
	for i, c := range s.Children {
		codes[i] = s.Code(c)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		s.Clock.Pass(visit.Rescan)
		if _, err := s.Scan(s.Kiosk, codes[i%benchChildren]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

// BenchmarkMenu is the way back to the menu: reading alone.
func BenchmarkMenu(b *testing.B) {
	s := storetest.Open(b, benchChildren)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, err := s.Menu(s.Visit(i % benchChildren)); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

// BenchmarkTicket takes a number behind a hundred others, and gives it up: two durable writes.
func BenchmarkTicket(b *testing.B) {
	s := storetest.Open(b, benchChildren)
	s.Set(func(sc *school.Settings) { sc.PhoneHours = storetest.RoundTheClock })
	for i := range benchChildren / 2 {
		s.Take(i)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		v := s.Visit(benchChildren/2 + i%(benchChildren/2))
		if _, err := s.Phone.TakeTicket(v); err != nil {
			b.Fatal(err)
		}
		if _, err := s.Phone.GiveUpTicket(v); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
