package roster_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/sheet/sheettest"
	"zhixinwu/store/storetest"
)

// TestMessyLists: 1,200 children go in from a 花名册 as a school prints it, with every row read right; the same children as
// another program's GB18030 text and as the register of 留守儿童 find themselves again.
func TestMessyLists(t *testing.T) {
	truth := sheettest.Children(1200)
	s := storetest.Open(t, 2)
	read := func(name string, data []byte) roster.List {
		t.Helper()
		l, err := roster.ReadList(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return l
	}
	found := read("roster", sheettest.Roster(truth))
	p := plan(t, s, found)
	if counts(p) != "1200 new, 0 changed, 0 same, 0 asking, 0 skipped, 0 problems" {
		for _, r := range p.Rows {
			if r.State != roster.RowNew {
				t.Errorf("row %d, %s: %s %+v", r.Number, r.Name, r.State, r.Problems)
			}
		}
		t.Fatal(counts(p))
	}
	bring(t, s, found)
	check := func(name string) {
		t.Helper()
		all, err := s.Roster.Listing(s.Office, roster.Query{})
		if err != nil || len(all.Rows) != 1202 {
			t.Fatalf("%s: %d children, %v", name, len(all.Rows), err)
		}
		known := map[string]roster.Child{}
		for _, row := range all.Rows {
			known[row.Child.Name] = row.Child
		}
		wrong := 0
		for _, want := range truth {
			c := known[want.Name]
			father, mother := roster.Relative{}, roster.Relative{}
			for _, r := range c.Family {
				switch r.Relation {
				case "爸爸":
					father = r
				case "妈妈":
					mother = r
				}
			}
			same := func(r roster.Relative, want sheettest.Parent) bool {
				return r.Name == want.Name && r.Workplace == want.Workplace && r.Numbers() == strings.Join(want.Phones, "、")
			}
			if string(c.Birth) != want.Birth || c.Gender != want.Gender || c.Class.String() != want.Class ||
				(c.Boards == roster.Boards) != want.Boards || !same(father, want.Father) || !same(mother, want.Mother) {
				if wrong++; wrong < 4 {
					t.Errorf("%s: %+v\nbut %+v", name, want, c)
				}
			}
		}
		if wrong > 0 {
			t.Errorf("%s: %d of %d children are wrong", name, wrong, len(truth))
		}
	}
	check("roster")
	if p := plan(t, s, found); counts(p) != "0 new, 0 changed, 1200 same, 0 asking, 0 skipped, 0 problems" {
		t.Errorf("the roster again: %s", counts(p))
	}
	for name, data := range map[string][]byte{"export": sheettest.Export(truth), "register": sheettest.Register(truth)} {
		l := read(name, data)
		p := plan(t, s, l)
		if p.Count(roster.RowNew)+p.Count(roster.RowProblem)+p.Count(roster.RowAsk) > 0 ||
			p.Count(roster.RowChanged)+p.Count(roster.RowSame) != 1200 {
			for _, r := range p.Rows[:3] {
				t.Logf("row %d, %s: %s %+v", r.Number, r.Name, r.State, r.Problems)
			}
			t.Fatalf("%s: %s", name, counts(p))
		}
		bring(t, s, l)
		check(name)
	}
	r, err := s.Roster.Listing(s.Office, roster.Query{Text: truth[700].Name})
	if err != nil || len(r.Rows) != 1 {
		t.Fatal(err)
	}
	f, err := s.Roster.OpenFile(s.Office, r.Rows[0].Child.ID)
	if err != nil {
		t.Fatal(err)
	}
	if c := f.Child; f.Values["number"] != truth[700].StudentNumber || (c.Bed.Building != "") != truth[700].Boards || c.Care == "" {
		t.Errorf("after the register: %+v", c)
	}
}

// TestWorksheetForEachClass: a workbook with one worksheet a class is one list, and the name of the worksheet is the class.
func TestWorksheetForEachClass(t *testing.T) {
	s := storetest.Open(t, 2)
	l, err := roster.ReadList(sheettest.Workbook(map[string][][]string{
		"三(1)班": {{"姓名", "性别"}, {"麦小一", "女"}, {"麦小二", "男"}}, "三(2)班": {{"姓名", "性别"}, {"麦小三", "女"}, {"麦小四", "不知道"}},
		"去年的": {{"姓名", "性别"}, {"麦小五", "女"}}, "说明": {{"一班一张表"}}}))
	if err != nil {
		t.Fatal(err)
	}
	p := plan(t, s, l)
	if counts(p) != "3 new, 0 changed, 0 same, 0 asking, 0 skipped, 1 problems" || len(l.Unread) != 1 || l.Unread[0] != "去年的" {
		t.Fatalf("%s, unread %q", counts(p), l.Unread)
	}
	for _, r := range p.Rows {
		if r.State == roster.RowProblem && r.Problems[0].Cell != "三(2)班 B3" {
			t.Errorf("the wrong cell is called %s", r.Problems[0].Cell)
		}
	}
	bring(t, s, l)
	for name, class := range map[string]int{"麦小一": 1, "麦小三": 2} {
		if c := byName(t, s, name); c.Class != (school.Class{Grade: 3, Number: class}) {
			t.Errorf("%s is in %s", name, c.Class)
		}
	}
}

// TestNoLists: what is no list is answered within seconds, and with its own sentence.
func TestNoLists(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"no header":    {sheettest.NoHeader(), roster.ErrListHeader},
		"locked":       {sheettest.Locked(), roster.ErrListLocked},
		"old":          {sheettest.Old(), roster.ErrListOld},
		"document":     {sheettest.Document(), roster.ErrListUnknown},
		"bomb":         {sheettest.Bomb("<c><v>1</v></c>", 1<<27), roster.ErrListBig},
		"20,000 rows":  {sheettest.Rows(20_000, 12), roster.ErrListLong},
		"random bytes": {[]byte("\x00\x01\x02\xff\xfe"), roster.ErrListUnknown},
	} {
		begin := time.Now()
		if _, err := roster.ReadList(c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		t.Logf("%s: %v for %d kB", name, time.Since(begin).Round(time.Millisecond), len(c.data)>>10)
	}
}

// BenchmarkImport is a list of 1,200 children, from the bytes of the upload to the disk.
func BenchmarkImport(b *testing.B) {
	data := sheettest.Roster(sheettest.Children(1200))
	for b.Loop() {
		b.StopTimer()
		s := storetest.Open(b, 2)
		b.StartTimer()
		l, err := roster.ReadList(data)
		if err != nil {
			b.Fatal(err)
		}
		p, err := s.Roster.PlanImport(s.Office, l)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Roster.Import(s.Office, l, p.Print); err != nil {
			b.Fatal(err)
		}
	}
}
