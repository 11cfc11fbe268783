package heart_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhixinwu/store/heart"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
	"zhixinwu/store/visit"
)

// twoCounselors gives the second counselor a plan too.
func twoCounselors(s *storetest.School) {
	s.Plan(s.Colleague, "知心屋 2", 30, 13*60, 14*60)
}

// scarce leaves three talks a day, two days ahead: six children are enough for a waiting line.
func scarce(s *storetest.School) {
	s.Set(func(settings *school.Settings) { settings.Rules = map[school.Rule]int{school.RuleBookingDays: 2} })
	for i, a := range []school.Actor{s.Counselor, s.Colleague} {
		s.Plan(a, "知心屋", 20, 12*60, school.Clock(12*60+40-20*i))
	}
}

// allowed are the answers that a right program may give to a random wish.
func allowed(err error) bool {
	for _, ok := range []error{
		heart.ErrBookingOpen, heart.ErrBookingMove, heart.ErrBookingClash, heart.ErrBookingDay, heart.ErrBookedAgain,
		heart.ErrSlotTaken, heart.ErrSlotPast, heart.ErrSlotNone,
		heart.ErrChildBusy, heart.ErrInTalk, heart.ErrAway, heart.ErrDoorClosed, school.ErrForbidden,
	} {
		if errors.Is(err, ok) {
			return true
		}
	}
	return err == nil
}

// TestRoomRules plays random plans, bookings, changes, cancels, exceptions, stand-ins, invitations, waits and passing time,
// and holds every record against the others after each step.
func TestRoomRules(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := storetest.Open(t, 6)
		scarce(s)
		who := []school.Actor{s.Counselor, s.Colleague}
		latest := s.Now() // what had begun then has begun, also when the clock is moved back
		child := rapid.IntRange(0, len(s.Children)-1)
		staff := rapid.IntRange(0, 1)
		can := func(rt *rapid.T, what string, err error) {
			if !allowed(err) {
				rt.Fatalf("%s: %v", what, err)
			}
		}
		anySlot := func(rt *rapid.T) string { // mostly one that exists
			free, err := s.Heart.FreeSlots()
			if err != nil {
				rt.Fatal(err)
			}
			slots := []string{fmt.Sprintf("%s/1200/%s", s.Today(), s.Counselor.ID())}
			for _, c := range free {
				for _, d := range c.Days {
					for _, o := range d.Free {
						slots = append(slots, o.Key())
					}
				}
			}
			return rapid.SampledFrom(slots).Draw(rt, "slot")
		}
		anyBooking := func(rt *rapid.T) (string, string) {
			all, err := storetest.Dump[heart.Booking](s.Store, "booking")
			if err != nil {
				rt.Fatal(err)
			}
			if len(all) == 0 {
				return "", ""
			}
			key := rapid.SampledFrom(slices.Sorted(mapsKeys(all))).Draw(rt, "booking")
			return key, all[key].Counselor
		}
		actorOf := func(id string) school.Actor {
			if id == s.Colleague.ID() {
				return s.Colleague
			}
			return s.Counselor
		}
		rt.Repeat(map[string]func(*rapid.T){
			"book": func(rt *rapid.T) {
				_, err := s.Heart.Book(s.Visit(child.Draw(rt, "child")), anySlot(rt), "")
				can(rt, "book", err)
			},
			"cancel": func(rt *rapid.T) { can(rt, "cancel", s.Heart.CancelBooking(s.Visit(child.Draw(rt, "child")), "")) },
			"change": func(rt *rapid.T) {
				_, err := s.Heart.ChangeBooking(s.Visit(child.Draw(rt, "child")), "", anySlot(rt))
				can(rt, "change", err)
			},
			"wait": func(rt *rapid.T) {
				counselor := rapid.SampledFrom([]string{"", s.Counselor.ID(), s.Colleague.ID()}).Draw(rt, "counselor")
				can(rt, "wait", s.Heart.Wait(s.Visit(child.Draw(rt, "child")), counselor, ""))
			},
			"unwait": func(rt *rapid.T) { can(rt, "unwait", s.Heart.StopWaiting(s.Visit(child.Draw(rt, "child")))) },
			"invite": func(rt *rapid.T) {
				_, err := s.Heart.Invite(who[staff.Draw(rt, "staff")], s.Children[child.Draw(rt, "child")].ID, anySlot(rt), 0)
				can(rt, "invite", err)
			},
			"answer": func(rt *rapid.T) {
				v := s.Visit(child.Draw(rt, "child"))
				h, err := s.Heart.HeldBy(v.Child)
				if err != nil || len(h.Bookings) == 0 {
					return
				}
				_, err = s.Heart.AnswerInvitation(v, h.Bookings[0].Key(), rapid.Bool().Draw(rt, "yes"))
				can(rt, "answer", err)
			},
			"move": func(rt *rapid.T) {
				key, counselor := anyBooking(rt)
				states := []heart.BookingState{heart.Arrived, heart.Started, heart.Seen, heart.NoShow, heart.Cancelled}
				to := rapid.SampledFrom(states).Draw(rt, "to")
				can(rt, "move", s.Heart.MoveBooking(actorOf(counselor), key, to))
			},
			"reschedule": func(rt *rapid.T) {
				key, counselor := anyBooking(rt)
				_, err := s.Heart.Reschedule(actorOf(counselor), key, anySlot(rt))
				can(rt, "reschedule", err)
			},
			"off": func(rt *rapid.T) {
				key, counselor := anyBooking(rt)
				can(rt, "off", s.Heart.CallOff(actorOf(counselor), key))
			},
			"walk in": func(rt *rapid.T) {
				_, err := s.Heart.WalkIn(who[staff.Draw(rt, "staff")], s.Children[child.Draw(rt, "child")].ID)
				can(rt, "walk in", err)
			},
			"knock": func(rt *rapid.T) {
				_, _, err := s.Heart.Knock(visit.Visit{Device: s.Porch, Child: s.Children[child.Draw(rt, "child")].ID})
				can(rt, "knock", err)
			},
			"away": func(rt *rapid.T) {
				i := staff.Draw(rt, "staff")
				first := s.Today().Add(rapid.IntRange(0, 3).Draw(rt, "first"))
				e := heart.Exception{Counselor: who[i].ID(), First: first, Span: school.Span{From: 0, To: 24 * 60}, Why: "exam"}
				e.Last = e.First.Add(rapid.IntRange(0, 2).Draw(rt, "days"))
				if rapid.Bool().Draw(rt, "part") {
					e.Span = school.Span{From: 12*60 + 30, To: 13*60 + 30}
				}
				if rapid.Bool().Draw(rt, "stand-in") {
					e.StandIn = who[1-i].ID()
				}
				_, err := s.Heart.AddException(who[i], e, storetest.Sure)
				can(rt, "away", err)
			},
			"back": func(rt *rapid.T) {
				all, err := storetest.Dump[heart.Exception](s.Store, "exception")
				if err != nil || len(all) == 0 {
					return
				}
				key := rapid.SampledFrom(slices.Sorted(mapsKeys(all))).Draw(rt, "exception")
				_, err = s.Heart.RemoveException(actorOf(all[key].Counselor), key)
				can(rt, "back", err)
			},
			"plan": func(rt *rapid.T) {
				i := staff.Draw(rt, "staff")
				p := heart.Plan{Counselor: who[i].ID(), Room: "知心屋", Face: "sun",
					Minutes: rapid.SampledFrom([]int{20, 25, 40}).Draw(rt, "minutes"),
					Pause:   rapid.SampledFrom([]int{0, 5}).Draw(rt, "pause")}
				from := school.Clock(rapid.IntRange(10, 13).Draw(rt, "from") * 60)
				for d := time.Sunday; d <= time.Saturday; d++ {
					p.Hours = append(p.Hours, school.Hours{Weekday: d, From: from, To: from + 45})
					hours := school.Hours{Weekday: d, From: 17 * 60, To: 18 * 60}
					p.Groups = append(p.Groups, heart.Group{Name: "圆圈", Hours: hours, Seats: 2})
				}
				_, err := s.SetPlan(who[i], p, storetest.Sure)
				can(rt, "plan", err)
			},
			"time": func(rt *rapid.T) {
				s.Clock.Pass(time.Duration(rapid.IntRange(-60, 9*60).Draw(rt, "minutes")) * time.Minute)
				if err := errors.Join(s.Tidy(), s.Promote()); err != nil {
					rt.Fatal(err)
				}
			},
			"": func(rt *rapid.T) { latest = maxTime(latest, s.Now()); holdTogether(rt, s, latest) },
		})
	})
}

func mapsKeys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// holdTogether is everything that must be true of the room's records at any time. What lies ahead is what lies after the
// latest moment that the clock has shown.
func holdTogether(t interface{ Fatalf(string, ...any) }, s *storetest.School, latest time.Time) {
	live, err1 := storetest.Dump[heart.Booking](s.Store, "booking")
	gone, err2 := storetest.Dump[heart.Booking](s.Store, "cancelled")
	waiters, err3 := storetest.Dump[heart.Waiter](s.Store, "waiter")
	away, err4 := storetest.Dump[heart.Exception](s.Store, "exception")
	plans, err7 := storetest.Dump[heart.Plan](s.Store, "plan")
	index, err5 := storetest.IndexOf(s.Store, "booking-child")
	line, err6 := storetest.IndexOf(s.Store, "waiter-line")
	if err := errors.Join(err1, err2, err3, err4, err5, err6, err7); err != nil {
		t.Fatalf("%v", err)
	}
	now := s.Now()
	overlap := func(a, b heart.Booking) bool {
		return a.Day == b.Day && a.Clock < b.Clock+school.Clock(b.Minutes) && b.Clock < a.Clock+school.Clock(a.Minutes)
	}
	waits := func(b heart.Booking) bool { // holds the slot for a child that is still to come
		return (b.State == heart.Booked || b.State == heart.Invited) && latest.Before(b.Day.At(b.Clock, now.Location()))
	}
	open, talks := map[string]int{}, map[string]int{}
	for key, b := range live {
		if b.State == heart.Started {
			if talks[b.Child+string(b.Day)]++; talks[b.Child+string(b.Day)] > 1 {
				t.Fatalf("child %s is in two talks", b.Child)
			}
		}
		if key != b.Key() {
			t.Fatalf("%s is filed under %s", b.Key(), key)
		}
		if !slices.Contains(index, b.Child+"/"+key) {
			t.Fatalf("%s is not in its child's index", key)
		}
		if waits(b) {
			open[b.Child]++
		}
		for other, c := range live {
			if key >= other || !overlap(b, c) || b.WalkIn() || c.WalkIn() {
				continue
			}
			if b.Counselor == c.Counselor && (b.Group == "" || b.Clock != c.Clock || b.Seat == c.Seat) {
				t.Fatalf("%s and %s are at the same time with one counselor", key, other)
			}
			if b.Child == c.Child && waits(b) && waits(c) {
				t.Fatalf("child %s is in %s and %s at once", b.Child, key, other)
			}
		}
		for _, e := range away {
			if waits(b) && e.Counselor == b.Counselor && e.First <= b.Day && b.Day <= e.Last &&
				e.From < b.Clock+school.Clock(b.Minutes) && b.Clock < e.To {
				t.Fatalf("%s waits before a closed door: %+v", key, e)
			}
		}
		behind := func(counselor string) bool { // in the hours of that plan
			p, day := plans[counselor], b.Day.Weekday()
			within := func(h school.Hours) bool { return h.Weekday == day && h.From <= b.Clock && b.Clock < h.To }
			return slices.ContainsFunc(p.Hours, within) ||
				slices.ContainsFunc(p.Groups, func(g heart.Group) bool { return g.Weekday == day && g.From == b.Clock })
		}
		planned := behind(b.Counselor)
		for _, e := range away {
			planned = planned || e.StandIn == b.Counselor && behind(e.Counselor)
		}
		if waits(b) && !planned {
			t.Fatalf("%s waits outside of every plan", key)
		}
		explained(t, key, b, gone)
	}
	if len(index) != len(live) {
		t.Fatalf("%d index rows of %d bookings", len(index), len(live))
	}
	for c, n := range open {
		if n > 1 {
			t.Fatalf("child %s holds %d bookings", c, n)
		}
	}
	for key, b := range gone {
		if b.State != heart.Cancelled || b.Steps[len(b.Steps)-1].To != heart.Cancelled {
			t.Fatalf("%s has left its slot as %s", key, b.State)
		}
		explained(t, key, b, gone)
	}
	free, err := s.Heart.FreeSlots()
	if err != nil {
		t.Fatalf("%v", err)
	}
	inLine := map[string]bool{}
	for n := 1; n <= len(waiters); n++ {
		w, kept := waiters[fmt.Sprintf("%08d", n)]
		if !kept {
			t.Fatalf("place %d in the line is lost", n)
		}
		switch w.State {
		case heart.InLine:
			if inLine[w.Child] || !slices.Contains(line, fmt.Sprintf("%08d", n)) {
				t.Fatalf("place %d of %s", n, w.Child)
			}
			inLine[w.Child] = true
			h, err := s.Heart.HeldBy(w.Child)
			if err != nil {
				t.Fatalf("%v", err)
			}
			for _, c := range free {
				for _, d := range c.Days {
					for _, o := range d.Free {
						if o.Seats == 0 && (w.Counselor == "" || w.Counselor == o.Counselor) && len(h.Bookings) == 0 &&
							o.Day.At(o.Clock, now.Location()).After(now.Add(30*time.Minute)) {
							t.Fatalf("%s waits since place %d while %s is free", w.Child, n, o.Key())
						}
					}
				}
			}
		case heart.OutPromoted, heart.OutBooked:
			found := live[w.Slot].Child == w.Child
			for key, b := range gone {
				found = found || strings.HasPrefix(key, w.Slot+"/") && b.Child == w.Child
			}
			if !found {
				t.Fatalf("place %d ended with %s, which is not there", n, w.Slot)
			}
		}
	}
	if len(line) != len(inLine) {
		t.Fatalf("%d in the index of the line, %d in line", len(line), len(inLine))
	}
}

// explained follows a booking's own events: each is a move of the table, or a change of slot whose old slot says where to.
func explained(t interface{ Fatalf(string, ...any) }, key string, b heart.Booking, gone map[string]heart.Booking) {
	state := heart.BookingState("")
	for i, st := range b.Steps {
		switch {
		case i == 0:
			if st.To != heart.Booked && st.To != heart.Invited && !b.WalkIn() {
				t.Fatalf("%s began as %s", key, st.To)
			}
		case st.From != "":
			if st.To != state {
				t.Fatalf("%s changed its state with its slot", key)
			}
			found := false
			for k, old := range gone {
				found = found || strings.HasPrefix(k, st.From+"/") && old.Child == b.Child && old.Steps[len(old.Steps)-1].Next != ""
			}
			if !found {
				t.Fatalf("%s came from %s, which knows nothing of it", key, st.From)
			}
		case st.Next == "" && !slices.Contains(heart.BookingMoves[state], st.To):
			t.Fatalf("%s went from %s to %s", key, state, st.To)
		}
		state = st.To
	}
	if state != b.State {
		t.Fatalf("%s is %s, its events say %s", key, b.State, state)
	}
}
