package phone_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"zhixinwu/store/phone"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// comeBy is until when the child called to the first line may come, and how often the board has said its number.
func comeBy(t *testing.T, s *storetest.School) (time.Time, int) {
	t.Helper()
	r, err := s.Phone.Desk(s.Keeper)
	if err != nil {
		t.Fatal(err)
	}
	b, err := s.Phone.Board()
	if err != nil {
		t.Fatal(err)
	}
	return r.Lines[0].ComeBy, b.Lines[0].Calls
}

// TestCallAgain: the keeper calls a child again that has not come; the board says it again, and the time to come begins anew.
// A double tap calls once, and what the numbers know of its wait is of the first call.
func TestCallAgain(t *testing.T) {
	s := storetest.Open(t, 3)
	s.Take(0)
	s.Clock.Pass(10 * time.Minute)
	got := s.Call("1")
	if by, said := comeBy(t, s); !by.Equal(s.Now().Add(time.Minute)) || said != 1 {
		t.Errorf("called: until %v, said %d times", by, said)
	}
	s.Clock.Pass(50 * time.Second)
	for range 2 {
		if err := s.Phone.CallAgain(s.Keeper, got.Key(), 1); err != nil {
			t.Fatal(err)
		}
		if by, said := comeBy(t, s); !by.Equal(s.Now().Add(time.Minute)) || said != 2 {
			t.Errorf("called again: until %v, said %d times", by, said)
		}
	}
	if err := s.Phone.CallAgain(s.Counselor, got.Key(), 2); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("by a counselor: %v", err)
	}
	if err := s.Phone.MoveTicket(s.Keeper, got.Key(), phone.Talking); err != nil {
		t.Fatal(err)
	}
	if err := s.Phone.CallAgain(s.Keeper, got.Key(), 2); !errors.Is(err, phone.ErrTicketMove) {
		t.Errorf("during the talk: %v", err)
	}
	if err := s.Phone.EndTalk(s.Keeper, got.Key(), phone.Spoke); err != nil {
		t.Fatal(err)
	}
	u, err := s.Phone.Usage(s.Keeper)
	if err != nil || u.Weekdays[time.Monday].Wait != 10*time.Minute {
		t.Errorf("a wait of %v, %v", u.Weekdays[time.Monday].Wait, err)
	}
}

// TestTimeToCome: with a keeper, too, a called child has its minute. Before it is over, calling the next changes nothing;
// after it, the child has missed its call and the next is on the line; and a second tap does not call a third.
func TestTimeToCome(t *testing.T) {
	s := storetest.Open(t, 3)
	for i := range 3 {
		s.Take(i)
	}
	first := s.Call("1")
	s.Clock.Pass(59 * time.Second)
	if again := s.Call("1"); again.No != first.No {
		t.Errorf("a second before its time, number %d was called", again.No)
	}
	s.Clock.Pass(time.Second)
	for range 2 {
		if next := s.Call("1"); next.No != first.No+1 {
			t.Errorf("called %d", next.No)
		}
	}
	r, err := s.Phone.Desk(s.Keeper)
	if err != nil || !slices.ContainsFunc(r.Missed, func(q phone.Queued) bool { return q.No == first.No }) || len(r.Waiting) != 1 {
		t.Errorf("%+v, %v", r.Missed, err)
	}
	if err := s.Phone.MoveTicket(s.Keeper, r.Lines[0].Talk.Key(), phone.Talking); err != nil {
		t.Fatal(err)
	}
	s.Clock.Pass(time.Hour) // a talk is not called off by its time
	if on := s.Call("1"); on.No != first.No+1 {
		t.Errorf("a talk was taken off its line for %d", on.No)
	}
	if p := s.Take(0); p.Ticket.No != first.No || p.Ticket.State != phone.Waiting {
		t.Errorf("the one that came late: %+v", p.Ticket)
	}
}

// TestCapacity: when as many wait as may, no number is given out until one is called. Whoever comes back to its number, or
// joins a brother, takes nobody's place.
func TestCapacity(t *testing.T) {
	s := storetest.Open(t, 5)
	s.Set(func(settings *school.Settings) { settings.Rules = map[school.Rule]int{school.RulePhoneCapacity: 2} })
	s.Take(0)
	s.Take(1)
	refused := func() {
		t.Helper()
		_, err := s.Phone.TakeTicket(s.Visit(2))
		var r *phone.Refusal
		if !errors.Is(err, phone.ErrFull) || !errors.As(err, &r) || !r.Next.IsZero() {
			t.Errorf("the third: %v", err)
		}
	}
	refused()
	if r, err := s.Phone.Desk(s.Keeper); err != nil || !r.Full {
		t.Errorf("the keeper is not told: %v", err)
	}
	if p := s.Take(0); p.Ticket.No != 1 {
		t.Errorf("a number was lost: %+v", p.Ticket)
	}
	if err := s.Phone.PauseTicket(s.Visit(1)); err != nil {
		t.Fatal(err)
	}
	s.Take(2)
	if p := s.Take(1); p.Ticket.No != 2 || p.Ticket.State != phone.Waiting {
		t.Errorf("back from a lesson: %+v", p.Ticket)
	}
	s.Call("1")
	if _, err := s.Phone.TakeTicket(s.Visit(3)); !errors.Is(err, phone.ErrFull) {
		t.Errorf("two wait again: %v", err)
	}
	s.Call("2")
	s.Take(3)
}
