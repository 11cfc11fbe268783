package store_test

import (
	"errors"
	"testing"

	"zhixinwu/store"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// TestAudit: whoever is shown a family's numbers or a card's code leaves a row that says who and whose.
func TestAudit(t *testing.T) {
	s := storetest.Open(t, 4)
	if _, err := s.Phone.TakeTicket(s.Visit(0)); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second call of a busy line shows nothing new
		if _, err := s.Phone.CallNext(s.Keeper, "1"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Roster.PrintCards(s.Office, []string{s.Children[1].ID, s.Children[2].ID}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Roster.PrintCards(s.Office, []string{s.Children[3].ID, "nobody"}); !errors.Is(err, school.ErrNotFound) {
		t.Errorf("an unknown child's card: %v", err)
	}
	for _, a := range []school.Actor{s.Admin, s.Teacher, s.Keeper, {}} {
		if _, err := s.Roster.PrintCards(a, []string{s.Children[0].ID}); !errors.Is(err, school.ErrForbidden) {
			t.Errorf("%q prints a card: %v", a.Staff.Login, err)
		}
	}
	rows, _, err := s.Audits(s.Head, store.AuditQuery{})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[[3]string]int{}
	for _, r := range rows {
		seen[[3]string{r.Staff, string(r.Action), r.Subject}]++
	}
	for _, want := range [][3]string{
		{s.Keeper.ID(), "family.shown", s.Children[0].ID},
		{s.Office.ID(), "card.print", s.Children[1].ID},
		{s.Office.ID(), "card.print", s.Children[2].ID},
	} {
		if seen[want] != 1 {
			t.Errorf("%v has %d rows", want, seen[want])
		}
	}
	if n := seen[[3]string{s.Office.ID(), "card.print", s.Children[3].ID}]; n != 0 {
		t.Errorf("a print that failed left %d rows", n)
	}
	if _, _, err := s.Audits(s.Counselor, store.AuditQuery{}); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("the counselor reads the audit: %v", err)
	}
}
