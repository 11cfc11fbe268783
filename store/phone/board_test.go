package phone_test

import (
	"slices"
	"testing"

	"zhixinwu/store/phone"
	"zhixinwu/store/storetest"
)

// TestBoardCalled: the board shows the last five numbers that were called, the latest first, however many there were and
// however often one of them.
func TestBoardCalled(t *testing.T) {
	s := storetest.Open(t, 7)
	for i := range 7 {
		s.Take(i)
	}
	miss := func() {
		t.Helper()
		if err := s.Phone.MoveTicket(s.Keeper, s.Call("1").Key(), phone.Missed); err != nil {
			t.Fatal(err)
		}
	}
	shows := func(want ...int) {
		t.Helper()
		if b, err := s.Phone.Board(); err != nil || !slices.Equal(b.Called, want) {
			t.Errorf("the board shows %v, want %v: %v", b.Called, want, err)
		}
	}
	for range 7 {
		miss()
	}
	shows(7, 6, 5, 4, 3)
	s.Take(4) // number 5 comes back and is called once more
	miss()
	shows(5, 7, 6, 4, 3)
}
