package store_test

import (
	"testing"

	"zhixinwu/store/roster"
	"zhixinwu/store/storetest"
)

// TestImportUndoAcrossRooms: a new child that a counselor has invited, talks with or writes about stays when its import is
// taken back, and the counselor's pages stay whole.
func TestImportUndoAcrossRooms(t *testing.T) {
	s := storetest.Open(t, 2)
	l, err := roster.ReadList([]byte("姓名,班级\n麦小一,一(1)班\n麦小二,一(1)班\n麦小三,一(1)班\n麦小四,一(1)班\n"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.Roster.PlanImport(s.Office, l)
	if err == nil {
		_, err = s.Roster.Import(s.Office, l, p.Print)
	}
	if err != nil {
		t.Fatal(err)
	}
	id := func(name string) string {
		t.Helper()
		r, err := s.Roster.Listing(s.Office, roster.Query{Text: name})
		if err != nil || len(r.Rows) != 1 {
			t.Fatalf("%d are called %s, %v", len(r.Rows), name, err)
		}
		return r.Rows[0].Child.ID
	}
	if _, err := s.Heart.Invite(s.Counselor, id("麦小一"), noon(s, "2026-11-23"), 0); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Heart.WalkIn(s.Counselor, id("麦小二")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Heart.BeginNote(s.Counselor, id("麦小三"), ""); err != nil {
		t.Fatal(err)
	}
	if undone, left, err := s.UndoImport(s.Office); undone != 1 || left != 3 || err != nil {
		t.Errorf("%d undone, %d left, %v", undone, left, err)
	}
	if days, err := s.Heart.Agenda(s.Counselor, "2026-11-23", 1); err != nil || days[0].Booked() != 2 {
		t.Errorf("the agenda after the undo: %+v, %v", days, err)
	}
	if children, err := s.Heart.Notebooks(s.Counselor); err != nil || len(children) != 1 {
		t.Errorf("the notebooks after the undo: %+v, %v", children, err)
	}
}
