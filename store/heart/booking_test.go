package heart_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhixinwu/store/heart"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
	"zhixinwu/store/visit"
)

// TestBookingRules books, cancels and moves at random: no slot is ever held twice, no child holds two open bookings, and a
// cancelled slot is free again.
func TestBookingRules(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := storetest.Open(t, 6)
		holder := map[string]string{} // slot → child, of live bookings
		state := map[string]heart.BookingState{}
		open := func(child string) string {
			for slot, c := range holder {
				if c == child && (state[slot] == heart.Booked || state[slot] == heart.Arrived || state[slot] == heart.Started) {
					return slot
				}
			}
			return ""
		}
		free, err := s.Heart.FreeSlots()
		if err != nil {
			rt.Fatal(err)
		}
		var slots []string
		for _, d := range free[0].Days[:2] {
			for _, sl := range d.Free[:4] {
				slots = append(slots, sl.Key())
			}
		}
		slot := rapid.SampledFrom(slots)
		child := rapid.IntRange(0, len(s.Children)-1)
		moves := map[heart.BookingState][]heart.BookingState{
			heart.Arrived: {heart.Booked, heart.NoShow},
			heart.Started: {heart.Booked, heart.Arrived},
			heart.Seen:    {heart.Started},
			heart.NoShow:  {heart.Booked, heart.Arrived},
		}
		to := rapid.SampledFrom([]heart.BookingState{heart.Arrived, heart.Started, heart.Seen, heart.NoShow})
		rt.Repeat(map[string]func(*rapid.T){
			"book": func(rt *rapid.T) {
				i, sl := child.Draw(rt, "child"), slot.Draw(rt, "slot")
				_, err := s.Heart.Book(s.Visit(i), sl, "")
				id := s.Children[i].ID
				switch own := open(id); {
				case own == sl && err == nil:
				case own != "" && own != sl && errors.Is(err, heart.ErrBookingOpen):
				case own == "" && holder[sl] != "" && errors.Is(err, heart.ErrSlotTaken):
				case own == "" && holder[sl] == "" && err == nil:
					holder[sl], state[sl] = id, heart.Booked
				default:
					rt.Fatalf("%s books %s (holds %q, slot of %q): %v", id, sl, own, holder[sl], err)
				}
			},
			"cancel": func(rt *rapid.T) {
				i := child.Draw(rt, "child")
				own := open(s.Children[i].ID)
				err := s.Heart.CancelBooking(s.Visit(i), "")
				switch {
				case own == "" && err == nil:
				case own != "" && state[own] == heart.Booked && err == nil:
					delete(holder, own)
					delete(state, own)
				case own != "" && state[own] != heart.Booked && errors.Is(err, heart.ErrBookingMove):
				default:
					rt.Fatalf("cancel of %q in %q: %v", own, state[own], err)
				}
			},
			"move": func(rt *rapid.T) {
				sl, next := slot.Draw(rt, "slot"), to.Draw(rt, "to")
				err := s.Heart.MoveBooking(s.Counselor, sl, next)
				if holder[sl] == "" {
					if !errors.Is(err, heart.ErrSlotNone) {
						rt.Fatalf("moved a free slot: %v", err)
					}
					return
				}
				today := sl < "2026-11-24"
				legal := state[sl] == next
				for _, from := range moves[next] {
					legal = legal || state[sl] == from
				}
				if state[sl] == heart.NoShow && next == heart.Arrived && open(holder[sl]) != "" {
					legal = false // the child has booked again meanwhile
				}
				if want := today && legal; want != (err == nil) {
					rt.Fatalf("%s from %s to %s: %v", sl, state[sl], next, err)
				}
				if err == nil {
					state[sl] = next
				}
			},
			"": func(rt *rapid.T) {
				week, err := s.Heart.Agenda(s.Counselor, s.Today(), 7)
				if err != nil {
					rt.Fatal(err)
				}
				seen := 0
				for _, day := range week {
					for _, r := range day.Rows {
						if r.Free {
							continue
						}
						seen++
						if holder[r.Key()] != r.Booking.Child || state[r.Key()] != r.State {
							rt.Fatalf("%s is %s of %s; the model says %s of %s",
								r.Key(), r.State, r.Booking.Child, state[r.Key()], holder[r.Key()])
						}
					}
				}
				if seen != len(holder) {
					rt.Fatalf("%d bookings, the model has %d", seen, len(holder))
				}
			},
		})
	})
}

func TestBookingEdges(t *testing.T) {
	s := storetest.Open(t, 4)
	book := func(i int, slot string) error { _, err := s.Heart.Book(s.Visit(i), slot, ""); return err }
	id := s.Counselor.ID()
	for slot, want := range map[string]error{
		"2026-11-23/1205/" + id: heart.ErrSlotNone, // not a beginning
		"2026-11-23/0900/" + id: heart.ErrSlotNone, // door closed
		"2026-11-22/1200/" + id: heart.ErrSlotPast,
		"2026-11-30/1200/" + id: heart.ErrSlotNone, // beyond the horizon
		"2026-11-24/1200/999":   heart.ErrSlotNone,
		"2026-02-30/1200/" + id: heart.ErrSlotNone,
		"2026-11-24/2460/" + id: heart.ErrSlotNone,
		"rubbish":               heart.ErrSlotNone,
		"":                      heart.ErrSlotNone,
	} {
		if err := book(0, slot); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", slot, err, want)
		}
	}
	if _, err := s.Heart.Book(s.Visit(0), "2026-11-23/1200/"+id, "secret topic"); !errors.Is(err, school.ErrTopic) {
		t.Errorf("unknown topic: %v", err)
	}
	hall := visit.Visit{Device: s.Hall, Child: s.Children[0].ID}
	if _, err := s.Heart.Book(hall, "2026-11-23/1200/"+id, ""); !errors.Is(err, school.ErrDeviceOffer) {
		t.Errorf("at a device without the offer: %v", err)
	}
	// The slot begins while the page is open.
	s.Clock.Pass(2 * time.Hour)
	if err := book(0, "2026-11-23/1200/"+id); !errors.Is(err, heart.ErrSlotPast) {
		t.Errorf("a slot that has just begun: %v", err)
	}
	// One that nobody marked lapses with its slot, and its record stays.
	if err := book(0, "2026-11-23/1220/"+id); err != nil {
		t.Fatal(err)
	}
	s.Clock.Pass(time.Hour)
	if err := book(0, "2026-11-24/1220/"+id); err != nil {
		t.Errorf("an unmarked booking blocks the child: %v", err)
	}
	if err := s.Heart.MoveBooking(s.Counselor, "2026-11-23/1220/"+id, heart.NoShow); err != nil {
		t.Errorf("marking it later: %v", err)
	}
	if h, err := s.Heart.HeldBy(s.Children[0].ID); err != nil || len(h.Bookings) != 1 || h.Bookings[0].Day != "2026-11-24" {
		t.Errorf("marking the old one hid the new one: %+v %v", h, err)
	}
	if err := s.Heart.MoveBooking(s.Keeper, "2026-11-23/1220/"+id, heart.Seen); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("the keeper marks a talk: %v", err)
	}
}

// TestArriveEarly: a scan at the door is a child that came for its talk from half an hour before it on; earlier it is a
// scan and no more.
func TestArriveEarly(t *testing.T) {
	s := storetest.Open(t, 2)
	if _, err := s.Heart.Book(s.Visit(0), "2026-11-23/1200/"+s.Counselor.ID(), ""); err != nil {
		t.Fatal(err)
	}
	const rescan = 3 * time.Second // sooner it would be the same scan
	for _, c := range []struct {
		pass time.Duration
		want heart.BookingState
	}{{30 * time.Minute, heart.Booked}, {time.Hour - rescan, heart.Booked}, {rescan, heart.Arrived}} {
		s.Clock.Pass(c.pass)
		scan, err := s.Scan(s.Porch, s.Code(s.Children[0]))
		if err != nil || scan.Signin.Door != (c.want == heart.Arrived) {
			t.Errorf("the scan at %s: %+v, %v", s.Now().Format("15:04:05"), scan, err)
		}
		if h, err := s.Heart.HeldBy(s.Children[0].ID); err != nil || len(h.Bookings) != 1 || h.Bookings[0].State != c.want {
			t.Errorf("after it the child holds %+v, %v", h.Bookings, err)
		}
	}
}
