package roster_test

import (
	"fmt"
	"testing"

	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

func roll(t *testing.T, s *storetest.School, children []roster.Child) []roster.Child {
	t.Helper()
	added, err := s.Roster.AddChildren(s.Office, children)
	if err != nil {
		t.Fatal(err)
	}
	return added
}

func TestSearch(t *testing.T) {
	s := storetest.Open(t, 2)
	class := func(g, n int) school.Class { return school.Class{Grade: g, Number: n} }
	roll(t, s, []roster.Child{
		{Name: "曾小雨", Class: class(3, 2), Bed: roster.Bed{Building: "01", Room: "301", Bed: "4"}, Care: roster.CareBoth},
		{Name: "单大山", Class: class(3, 2), Boards: roster.GoesHome, Care: roster.CareHome},
		{Name: "吕乐乐", Class: class(4, 1), Number: "J000000000000001234", Boards: roster.Boards, Care: roster.CareFather},
		{Name: "长小长", Pinyin: "Cháng xiǎo zhǎng", Class: class(4, 1), Boards: roster.GoesHome},
		{Name: "橙小叶", Class: class(2, 1), Boards: roster.GoesHome},
	})
	for text, want := range map[string]string{
		"曾": "曾小雨", "小雨": "曾小雨", "zengxiao": "曾小雨", "ZXY": "曾小雨", "xiaoyu": "曾小雨", "ceng": "", "ｚｅｎｇ": "曾小雨",
		"301": "曾小雨", "1号楼 3(2)": "曾小雨", "三(2)班 shan": "单大山", "shandashan": "单大山", "dandashan": "",
		"lv": "吕乐乐", "1234": "吕乐乐", "changxiaozhang": "长小长", "cxz": "长小长", "heng": "", "没有": "",
		"小 叶 橙": "橙小叶", "cxy": "橙小叶",
	} {
		r, err := s.Roster.Listing(s.Office, roster.Query{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, row := range r.Rows {
			got += row.Child.Name
		}
		if text == "1号楼 3(2)" {
			continue // a class is searched as it is shown
		}
		if got != want {
			t.Errorf("%s finds %q, want %q", text, got, want)
		}
	}
	for q, want := range map[roster.Query]int{
		{}: 7, {Class: "三(2)班"}: 2, {Text: "chang", Class: "三(2)班"}: 0, {Boarding: "yes"}: 4, {Boarding: "no"}: 3,
		{Care: "away"}: 2, {Care: "home"}: 1, {Lacking: "phone"}: 5, {Lacking: "any"}: 7, {Gone: true}: 0,
	} {
		if r, err := s.Roster.Listing(s.Head, q); err != nil || len(r.Rows) != want {
			t.Errorf("%+v finds %d, want %d, %v", q, len(r.Rows), want, err)
		}
	}
	// A teacher finds the own class alone, and what changes is found at once.
	if r, err := s.Roster.Listing(s.Teacher, roster.Query{}); err != nil || len(r.Rows) != 1 || r.Of != 1 || len(r.Classes) != 1 {
		t.Errorf("a teacher finds %+v, %v", r, err)
	}
	s.Edit(s.Office, s.Children[0].ID, 0, "name", "麦穗穗")
	if r, err := s.Roster.Listing(s.Teacher, roster.Query{Text: "mss"}); err != nil || len(r.Rows) != 1 {
		t.Errorf("the new name is not found: %v", err)
	}
}

// TestRollover: every one of 2,000 children moves up or graduates, nobody is skipped, and the way back leads back.
func TestRollover(t *testing.T) {
	s := storetest.Open(t, 2)
	var all []roster.Child
	for i := range 1998 {
		all = append(all, roster.Child{
			Name:  fmt.Sprintf("麦小%c", rune('一'+i)),
			Class: school.Class{Grade: i%6 + 1, Number: i%7 + 1},
			Bed:   roster.Bed{Building: "01", Room: "9", Bed: fmt.Sprint(i + 1)},
		})
	}
	roll(t, s, all)
	before := classes(t, s)
	if len(before) != 2000 {
		t.Fatalf("%d children", len(before))
	}
	p, err := s.Roster.PlanRollover(s.Office)
	if err != nil || p.Children != 2000 {
		t.Fatalf("%+v, %v", p, err)
	}
	sum := 0
	for _, m := range p.Classes {
		sum += m.Children
	}
	if sum != 2000 {
		t.Errorf("the classes hold %d", sum)
	}
	if _, err := s.Roster.RollOver(s.Office, 1999, true); err != school.ErrStale {
		t.Errorf("another number than was shown: %v", err)
	}
	if _, err := s.Roster.RollOver(s.Head, 2000, true); err != school.ErrForbidden {
		t.Errorf("the head: %v", err)
	}
	if _, err := s.Roster.RollOver(s.Office, 2000, true); err != nil {
		t.Fatal(err)
	}
	after := classes(t, s)
	for id, was := range before {
		now := after[id]
		want := school.Class{Grade: was.Grade + 1, Number: was.Number}
		if was.Grade < 6 && now != want || was.Grade == 6 && now != (school.Class{}) {
			t.Fatalf("%s was in %s and is in %s", id, was, now)
		}
	}
	gone, err := s.Roster.Listing(s.Office, roster.Query{Gone: true})
	if err != nil || len(gone.Rows)+len(after) != 2000 ||
		gone.Rows[0].Child.LeftWhy != roster.Graduated || gone.Rows[0].Child.Bed.Building != "" {
		t.Errorf("%d graduated, %d are here, %v", len(gone.Rows), len(after), err)
	}
	if staff, err := s.Access.AllStaff(s.Admin); err != nil || !has(staff, s.Teacher.ID(), school.Class{Grade: 2, Number: 1}) {
		t.Errorf("the class teacher did not go along: %v", err)
	}
	if _, err := s.Roster.RollOver(s.Office, len(after), true); err != roster.ErrRolledOver {
		t.Errorf("twice a year: %v", err)
	}
	// One child was moved by hand since; all others go back, with their beds.
	moved := s.Children[0].ID
	f, err := s.Roster.OpenFile(s.Office, moved)
	if err != nil {
		t.Fatal(err)
	}
	s.Edit(s.Office, moved, f.Child.Revision, "class", "四(4)班")
	if left, err := s.Roster.UndoRollover(s.Office); err != nil || left != 1 {
		t.Errorf("%d left, %v", left, err)
	}
	back := classes(t, s)
	for id, was := range before {
		if id != moved && back[id] != was {
			t.Fatalf("%s was in %s and is back in %s", id, was, back[id])
		}
	}
	if r, _ := s.Roster.Listing(s.Office, roster.Query{Boarding: "yes"}); len(r.Rows) != 2000 {
		t.Errorf("%d have their beds again", len(r.Rows))
	}
	if staff, err := s.Access.AllStaff(s.Admin); err != nil || !has(staff, s.Teacher.ID(), school.Class{Grade: 1, Number: 1}) {
		t.Errorf("the class teacher did not come back: %v", err)
	}
}

func classes(t *testing.T, s *storetest.School) map[string]school.Class {
	t.Helper()
	children, err := s.Store.Roster.Children(s.Office)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]school.Class{}
	for _, c := range children {
		by[c.ID] = c.Class
	}
	return by
}

func has(staff []school.Staff, id string, class school.Class) bool {
	for _, st := range staff {
		if st.ID == id {
			return len(st.Classes) == 1 && st.Classes[0] == class
		}
	}
	return false
}

func TestVerification(t *testing.T) {
	s := storetest.Open(t, 4)
	settings, err := s.Settings()
	if err != nil {
		t.Fatal(err)
	}
	settings.Terms = []school.Term{{Name: "秋季", Begin: "2026-11-24", Weeks: 10}}
	if err := s.SetSettings(s.Admin, settings); err != nil {
		t.Fatal(err)
	}
	if v, err := s.Roster.Verification(s.Office); err != nil || v.Known {
		t.Errorf("before the term: %+v, %v", v, err)
	}
	s.Clock.Pass(48 * 3600e9)
	fresh := roll(t, s, []roster.Child{{Name: "麦新来", Class: school.Class{Grade: 1, Number: 1}}})
	s.Edit(s.Office, s.Children[2].ID, 0, "father.phones", "13800000001")
	if err := s.Roster.DepartChild(s.Office, s.Children[0].ID, "2026-11-25"); err != nil {
		t.Fatal(err)
	}
	if err := s.Roster.ConfirmChild(s.Teacher, fresh[0].ID); err != nil {
		t.Fatal(err)
	}
	v, err := s.Roster.Verification(s.Teacher)
	if err != nil || len(v.Classes) != 1 {
		t.Fatalf("%+v, %v", v, err)
	}
	c := v.Classes[0]
	if len(c.New) != 1 || len(c.Gone) != 1 || len(c.Changed) != 1 || c.Changed[0].ID != s.Children[2].ID ||
		len(c.Confirmed) != 1 || len(c.Unconfirmed) != 1 {
		t.Errorf("%d new, %d gone, %d changed, %d confirmed, %d not",
			len(c.New), len(c.Gone), len(c.Changed), len(c.Confirmed), len(c.Unconfirmed))
	}
	if all, err := s.Roster.Verification(s.Head); err != nil || len(all.Classes) != 2 {
		t.Errorf("the head sees %d classes, %v", len(all.Classes), err)
	}
}

// BenchmarkSearch is one key of the office's search among 2,000 children, and the first one after a file has changed.
func BenchmarkSearch(b *testing.B) {
	s := storetest.Open(b, 2)
	family := []roster.Relative{
		{Relation: "爸爸", Name: "麦大江", Phones: []roster.Phone{{Number: "13800000000"}}, Workplace: "东边的鞋厂"},
		{Relation: "妈妈", Name: "麦大海"},
	}
	var all []roster.Child
	for i := range 1998 {
		all = append(all, roster.Child{Name: fmt.Sprintf("麦小%c", rune('一'+i)), Class: school.Class{Grade: i%6 + 1, Number: i%7 + 1},
			Family: family})
	}
	if _, err := s.Roster.AddChildren(s.Office, all); err != nil {
		b.Fatal(err)
	}
	for name, changed := range map[string]bool{"next": false, "after a change": true} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if changed {
					b.StopTimer()
					if err := s.Roster.ConfirmChild(s.Office, s.Children[0].ID); err != nil {
						b.Fatal(err)
					}
					if _, err := s.Roster.ReplaceCard(s.Office, s.Children[0].ID); err != nil {
						b.Fatal(err)
					}
					b.StartTimer()
				}
				if r, err := s.Roster.Listing(s.Office, roster.Query{Text: "maix"}); err != nil || len(r.Rows) == 0 {
					b.Fatal(len(r.Rows), err)
				}
			}
		})
	}
}
