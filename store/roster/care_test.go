package roster_test

import (
	"testing"

	"zhixinwu/store/roster"
	"zhixinwu/store/storetest"
)

// TestCare: whatever a list calls it, a child of whom a parent works away is left-behind, also where the list does not say
// which one; of whom nobody is away, or nothing is known, is not.
func TestCare(t *testing.T) {
	s := storetest.Open(t, 1)
	for _, c := range []struct {
		words string
		care  roster.Care
		left  bool
	}{
		{"父母双方外出务工", roster.CareBoth, true}, {"爸爸在外打工", roster.CareFather, true}, {"母亲外出", roster.CareMother, true},
		{"单亲家庭", roster.CareSingle, true}, {"是", roster.CareSome, true}, {"留守儿童", roster.CareSome, true},
		{"否", roster.CareHome, false}, {"没有外出", roster.CareHome, false}, {"", "", false},
	} {
		f, err := s.Roster.OpenFile(s.Office, s.Children[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		done := s.Edit(s.Office, f.Child.ID, f.Child.Revision, "care", c.words)
		if got := done.File.Child; len(done.Wrong) > 0 || got.Care != c.care || got.LeftBehind() != c.left {
			t.Errorf("%q is %q, left-behind %v: %+v", c.words, got.Care, got.LeftBehind(), done.Wrong)
		}
		r, err := s.Roster.Listing(s.Office, roster.Query{Care: "away"})
		if err != nil || (len(r.Rows) == 1) != c.left {
			t.Errorf("%q: %d on the list of those left behind, %v", c.words, len(r.Rows), err)
		}
	}
}
