package phone_test

import (
	"testing"
	"time"

	"zhixinwu/store/phone"
	"zhixinwu/store/storetest"
)

// TestMoreTime: a double tap, or a second page that shows the old end, adds the minutes once; the next tap adds them again;
// after the end they count from now.
func TestMoreTime(t *testing.T) {
	s := storetest.Open(t, 2)
	s.Take(0)
	key := s.Call("1").Key()
	if err := s.Phone.MoveTicket(s.Keeper, key, phone.Talking); err != nil {
		t.Fatal(err)
	}
	until := func() time.Time {
		t.Helper()
		p, on, err := s.Phone.TicketOf(s.Children[0].ID)
		if err != nil || !on {
			t.Fatal(on, err)
		}
		return p.Ticket.Until
	}
	more := func(shown, want time.Time) {
		t.Helper()
		if err := s.Phone.MoreTime(s.Keeper, key, shown); err != nil {
			t.Fatal(err)
		}
		if got := until(); !got.Equal(want) {
			t.Errorf("the talk ends at %v, want %v", got, want)
		}
	}
	end := until()
	more(end, end.Add(2*time.Minute))
	more(end, end.Add(2*time.Minute))
	more(end.Add(2*time.Minute), end.Add(4*time.Minute))
	s.Clock.Pass(20 * time.Minute)
	more(end.Add(4*time.Minute), s.Now().Add(2*time.Minute))
}
