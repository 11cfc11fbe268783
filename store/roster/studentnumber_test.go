package roster_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// TestStudentNumberIsSealed: a 学籍号 that holds an identity number works in forms, lists, searches and imports, and no page of
// the data file has it, not in a row, not in the history, not in the way back from an import. Only the office reads it.
func TestStudentNumberIsSealed(t *testing.T) {
	s := storetest.Open(t, 2)
	const first, second, other = "G11010120180308004X", "G110101201803080066", "J000000000000000009"
	ids := []string{first[1:], second[1:]}
	bring(t, s, list(t, "姓名,班级,学籍号", "麦小一,一1,"+strings.ToLower(first), "麦小二,一1,"+other))
	id := byName(t, s, "麦小一").ID
	bring(t, s, list(t, "姓名,班级,学籍号,家庭住址", "麦小一,一1,"+first+",云岭村"))
	bring(t, s, list(t, "姓名,班级,学籍号", "麦晓一,一1,"+first)) // matched by its number
	if c := byName(t, s, "麦晓一"); c.ID != id || c.Address != "云岭村" || c.Number != "" {
		t.Errorf("%+v", c)
	}
	done := s.Edit(s.Office, id, 2, "number", second)
	if len(done.Wrong)+len(done.Clashes) > 0 || done.File.Values["number"] != second {
		t.Errorf("%+v", done)
	}
	done = s.Edit(s.Office, id, 2, "number", first, "address", "云岭村一组")
	if len(done.Clashes) != 0 || done.File.Values["number"] != second {
		t.Errorf("what the form had shown and somebody else has changed since: %+v", done.Clashes)
	}
	if done := s.Edit(s.Office, id, 2, "number", other); len(done.Clashes) != 1 || done.Clashes[0].Theirs != second {
		t.Errorf("another number over a newer one: %+v", done.Clashes)
	}
	shown := func(a school.Actor) string {
		t.Helper()
		f, err := s.Roster.OpenFile(a, id)
		if err != nil {
			t.Fatal(err)
		}
		all := f.Values["number"] + f.Child.Number
		for _, ch := range f.Changes {
			for _, field := range ch.Fields {
				all += " " + field.From + " " + field.To
			}
		}
		return all
	}
	if all := shown(s.Office); !strings.HasPrefix(all, second) || !strings.Contains(all, first) || strings.Contains(all, "sealed:") {
		t.Errorf("the office reads %s", all)
	}
	for _, a := range []school.Actor{s.Teacher, s.Head} {
		all := shown(a)
		if !strings.HasPrefix(all, "G**************0066") || strings.Contains(all, "20180308") || strings.Contains(all, "sealed:") {
			t.Errorf("%s reads %s", a.Staff.Name, all)
		}
	}
	for text, want := range map[string]int{second: 1, second[1:]: 1, strings.ToLower(second): 1, "麦 " + second: 1,
		"禾 " + second: 0, first: 0, "20180308": 0, other: 1, "000009": 1, second + " " + first: 0} {
		if r, err := s.Roster.Listing(s.Office, roster.Query{Text: text}); err != nil || len(r.Rows) != want {
			t.Errorf("%q finds %d, want %d: %v", text, len(r.Rows), want, err)
		}
	}
	if f, err := s.Roster.OpenFile(s.Office, id); err != nil || strings.Contains(strings.Join(f.Missing, " "), "number") {
		t.Errorf("the number is missing: %v, %v", f.Missing, err)
	}
	x, err := s.Roster.Export(s.Office, roster.Query{})
	if err != nil {
		t.Fatal(err)
	}
	l, err := roster.ReadList(x.Data)
	if err != nil {
		t.Fatal(err)
	}
	if p := plan(t, s, l); counts(p) != "0 new, 0 changed, 2 same, 2 asking, 0 skipped, 0 problems" {
		t.Errorf("the export, brought back: %s", counts(p)) // two children have neither number nor birthday
	}
	found := false
	for _, row := range l.Tables[0].Rows {
		found = found || strings.Contains(strings.Join(row.Cells, " "), second)
	}
	if !found {
		t.Error("the export lacks the number")
	}
	raw, err := os.ReadFile(filepath.Join(s.Dir, "zhixinwu.db"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(raw, []byte(other)) {
		t.Error("the file was not read")
	}
	for _, id := range ids {
		if bytes.Contains(raw, []byte(id)) {
			t.Errorf("%s is in the data file", id)
		}
	}
}
