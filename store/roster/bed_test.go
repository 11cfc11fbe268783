package roster_test

import (
	"errors"
	"testing"

	"zhixinwu/store/roster"
	"zhixinwu/store/storetest"
)

// TestOneBed: no way of changing a file puts two children into one bed.
func TestOneBed(t *testing.T) {
	s := storetest.Open(t, 4)
	taken, id := s.Children[0], s.Children[2].ID // both in building 01
	done := s.Edit(s.Office, id, 0, "room", taken.Bed.Room, "bed", taken.Bed.Bed)
	if len(done.Wrong) != 1 || done.Wrong[0].Field != "bed" || !errors.Is(done.Wrong[0].Err, roster.ErrBedTaken) {
		t.Errorf("edited into it: %+v", done.Wrong)
	}
	fresh := map[string]string{"name": "禾小新", "class": "一(1)班", "building": "1号楼", "room": taken.Bed.Room, "bed": taken.Bed.Bed}
	if _, wrong, err := s.Roster.NewChild(s.Office, fresh); err != nil || len(wrong) != 1 || !errors.Is(wrong[0].Err, roster.ErrBedTaken) {
		t.Errorf("a new child: %+v, %v", wrong, err)
	}
	added := []roster.Child{{Name: "禾小新", Class: taken.Class, Bed: taken.Bed}}
	if _, err := s.Roster.AddChildren(s.Office, added); !errors.Is(err, roster.ErrBedTaken) {
		t.Errorf("added: %v", err)
	}
	// A bed without a number, or a room alone, is nobody's yet.
	for _, name := range []string{"禾小甲", "禾小乙"} {
		room := map[string]string{"name": name, "class": "一(1)班", "building": "1号楼", "room": "109"}
		if _, wrong, err := s.Roster.NewChild(s.Office, room); err != nil || len(wrong) > 0 {
			t.Errorf("a room without a bed: %+v, %v", wrong, err)
		}
	}
	// Who has left keeps no bed, and on coming back finds it taken.
	if err := s.Roster.DepartChild(s.Office, taken.ID, s.Today()); err != nil {
		t.Fatal(err)
	}
	if done := s.Edit(s.Office, id, 0, "room", taken.Bed.Room, "bed", taken.Bed.Bed); len(done.Wrong) > 0 {
		t.Errorf("into the bed of one who left: %+v", done.Wrong)
	}
	if err := s.Roster.ReturnChild(s.Office, taken.ID); err != nil {
		t.Fatal(err)
	}
	f, err := s.Roster.OpenFile(s.Office, taken.ID)
	if err != nil || f.Child.Bed != (roster.Bed{}) || f.Child.Boards != roster.Boards {
		t.Errorf("back: %+v, boards %v, %v", f.Child.Bed, f.Child.Boards, err)
	}
}

// TestImportBeds: a list may swap beds, and may not give one to two.
func TestImportBeds(t *testing.T) {
	s := storetest.Open(t, 4)
	a, b := s.Children[0], s.Children[2]
	list := func(rows ...[]string) roster.List {
		t.Helper()
		return bedList(t, rows...)
	}
	swap := list([]string{a.Name, "一(1)班", "1号楼", b.Bed.Room, b.Bed.Bed}, []string{b.Name, "一(1)班", "1号楼", a.Bed.Room, a.Bed.Bed})
	p, err := s.Roster.PlanImport(s.Office, swap)
	for key, row := range p.Rows {
		swap.Answers[p.Rows[key].Key] = row.Candidates[0].ID
	}
	if err != nil {
		t.Fatal(err)
	}
	if p, err = s.Roster.PlanImport(s.Office, swap); err != nil || p.Count(roster.RowChanged) != 2 {
		t.Fatalf("a swap: %+v, %v", p.Counts, err)
	}
	if _, err := s.Roster.Import(s.Office, swap, p.Print); err != nil {
		t.Fatal(err)
	}
	if f, err := s.Roster.OpenFile(s.Office, a.ID); err != nil || f.Child.Bed != b.Bed {
		t.Errorf("after the swap: %+v, %v", f.Child.Bed, err)
	}
	if undone, left, err := s.UndoImport(s.Office); err != nil || undone != 2 || left != 0 {
		t.Fatalf("undone %d, left %d, %v", undone, left, err)
	}
	if f, err := s.Roster.OpenFile(s.Office, a.ID); err != nil || f.Child.Bed != a.Bed {
		t.Errorf("after the way back: %+v, %v", f.Child.Bed, err)
	}
	for what, l := range map[string]roster.List{
		"of a child not on the list": list([]string{"禾小新", "一(1)班", "1号楼", a.Bed.Room, a.Bed.Bed}),
		"twice on the list":          list([]string{"禾小新", "一(1)班", "1号楼", "301", "1"}, []string{"禾小旧", "一(1)班", "1号楼", "301", "1"}),
	} {
		p, err := s.Roster.PlanImport(s.Office, l)
		if err != nil || p.Count(roster.RowProblem) == 0 {
			t.Fatalf("a bed %s: %+v, %v", what, p.Counts, err)
		}
		for _, r := range p.Rows {
			for _, problem := range r.Problems {
				if !errors.Is(problem.Err, roster.ErrBedTaken) || problem.Cell[0] != 'E' {
					t.Errorf("a bed %s: %+v", what, problem)
				}
			}
		}
	}
}

// TestImportReturns: who comes back by a list yields a bed that another has by now, unless the list names it: then it is a
// problem of that row.
func TestImportReturns(t *testing.T) {
	s := storetest.Open(t, 4)
	back, other := s.Children[0], s.Children[2]
	if err := s.Roster.DepartChild(s.Office, back.ID, s.Today()); err != nil {
		t.Fatal(err)
	}
	s.Edit(s.Office, other.ID, 0, "room", back.Bed.Room, "bed", back.Bed.Bed)
	l := bedList(t, []string{back.Name, "一(1)班", "1号楼", back.Bed.Room, back.Bed.Bed})
	l.Answers["0-2"] = back.ID
	if p, err := s.Roster.PlanImport(s.Office, l); err != nil || p.Count(roster.RowProblem) != 1 {
		t.Errorf("the bed of another: %+v, %v", p.Counts, err)
	}
	l = bedList(t, []string{back.Name, "一(1)班", "", "", ""})
	l.Answers["0-2"] = back.ID
	p, err := s.Roster.PlanImport(s.Office, l)
	if err != nil || p.Count(roster.RowChanged) != 1 {
		t.Fatalf("back by the list: %+v, %v", p.Counts, err)
	}
	if _, err := s.Roster.Import(s.Office, l, p.Print); err != nil {
		t.Fatal(err)
	}
	f, err := s.Roster.OpenFile(s.Office, back.ID)
	if err != nil || f.Child.Bed != (roster.Bed{}) || f.Child.Boards != roster.Boards || f.Child.Left != "" {
		t.Errorf("back: %+v, boards %v, %v", f.Child.Bed, f.Child.Boards, err)
	}
	// Nobody has it: it is the child's again.
	if err := s.Roster.DepartChild(s.Office, other.ID, s.Today()); err != nil {
		t.Fatal(err)
	}
	l = bedList(t, []string{other.Name, "一(1)班", "", "", ""})
	l.Answers["0-2"] = other.ID
	if p, err = s.Roster.PlanImport(s.Office, l); err == nil {
		_, err = s.Roster.Import(s.Office, l, p.Print)
	}
	if f, err2 := s.Roster.OpenFile(s.Office, other.ID); err != nil || err2 != nil || f.Child.Bed != back.Bed {
		t.Errorf("back to its own: %+v, %v, %v", f.Child.Bed, err, err2)
	}
}

func bedList(t *testing.T, rows ...[]string) roster.List {
	t.Helper()
	text := "姓名,班级,宿舍楼,房间,床位\n"
	for _, r := range rows {
		for i, cell := range r {
			if i > 0 {
				text += ","
			}
			text += cell
		}
		text += "\n"
	}
	l, err := roster.ReadList([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return l
}
