package urgent_test

import (
	"testing"

	"zhixinwu/store/access"
	"zhixinwu/store/storetest"
	"zhixinwu/store/urgent"
)

// TestDutyShowsNoHashes: the list names colleagues, and brings along nothing by which a password or PIN could be tried.
func TestDutyShowsNoHashes(t *testing.T) {
	s := storetest.Open(t, 0)
	_, token, err := s.Access.LogIn("teacher", storetest.Password, access.Browser{Secret: "teacher"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Access.SetPIN(s.Teacher, token, storetest.Password, "27940631"); err != nil {
		t.Fatal(err)
	}
	if err := s.Urgent.SetDuty(s.Head, urgent.DutyList{Staff: []string{s.Teacher.ID()}, Place: "德育处"}); err != nil {
		t.Fatal(err)
	}
	d, err := s.Urgent.Duty(s.Head)
	if err != nil || len(d.List) != 1 || len(d.Others) < 8 {
		t.Fatalf("%d on the list, %d could be, %v", len(d.List), len(d.Others), err)
	}
	for _, st := range append(d.List, d.Others...) {
		if st.Password != "" || st.PIN != "" {
			t.Errorf("%s comes with a hash", st.Name)
		}
	}
}
