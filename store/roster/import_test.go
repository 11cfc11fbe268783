package roster_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/sheet"
	"zhixinwu/store/storetest"
	"zhixinwu/store/visit"
)

// list reads a made-up .csv.
func list(t *testing.T, lines ...string) roster.List {
	t.Helper()
	l, err := roster.ReadList([]byte(strings.Join(lines, "\r\n")))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func plan(t *testing.T, s *storetest.School, l roster.List) roster.ImportPlan {
	t.Helper()
	p, err := s.Roster.PlanImport(s.Office, l)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func bring(t *testing.T, s *storetest.School, l roster.List) roster.ImportPlan {
	t.Helper()
	p, err := s.Roster.Import(s.Office, l, plan(t, s, l).Print)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func byName(t *testing.T, s *storetest.School, name string) roster.Child {
	t.Helper()
	r, err := s.Roster.Listing(s.Office, roster.Query{Text: name})
	if err != nil || len(r.Rows) != 1 {
		t.Fatalf("%d are called %s, %v", len(r.Rows), name, err)
	}
	return r.Rows[0].Child
}

func counts(p roster.ImportPlan) string {
	return fmt.Sprintf("%d new, %d changed, %d same, %d asking, %d skipped, %d problems",
		p.Count(roster.RowNew), p.Count(roster.RowChanged), p.Count(roster.RowSame),
		p.Count(roster.RowAsk), p.Count(roster.RowSkipped), p.Count(roster.RowProblem))
}

const head = "姓名,性别,出生日期,班级,宿舍,父亲姓名,父亲务工地点,父亲电话,监护人,关系,联系电话"

// TestImport: a list goes in once; the same again changes nothing; a corrected one changes what differs; the undo takes the
// last one back.
func TestImport(t *testing.T) {
	s := storetest.Open(t, 2)
	first := list(t, head,
		"麦小一,女,2018.3.8,二年级1班,女生楼301-4床,麦大江,东边的鞋厂,138 0000 0001,麦奶奶,祖母,13800000002、0731-1234567",
		"麦小二,男,20180909,二1,,麦大河,,+8613800000003,,,",
		"麦 三,男,43000,二(1)班,,,,,,,")
	p := plan(t, s, first)
	if counts(p) != "3 new, 0 changed, 0 same, 0 asking, 0 skipped, 0 problems" || len(p.Buildings) != 1 || p.Buildings[0] != "女生楼" {
		t.Fatalf("%s, buildings %v: %+v", counts(p), p.Buildings, p.Rows)
	}
	if children, _ := s.Store.Roster.Children(s.Office); len(children) != 2 {
		t.Fatal("a dry run stored something")
	}
	bring(t, s, first)
	c := byName(t, s, "麦小一")
	if c.Birth != "2018-03-08" || c.Class != (school.Class{Grade: 2, Number: 1}) ||
		c.Bed != (roster.Bed{Building: "03", Room: "301", Bed: "4"}) || c.Boards != roster.Boards ||
		c.Guardian != "奶奶" || len(c.Family) != 2 || c.Family[1].Name != "麦奶奶" ||
		c.Family[0].Numbers() != "13800000001" || c.Family[1].Numbers() != "13800000002、0731-1234567" {
		t.Errorf("%+v", c)
	}
	if c := byName(t, s, "麦三"); c.Birth != "2017-09-22" {
		t.Errorf("%+v", c)
	}
	if _, err := s.Scan(s.Kiosk, s.Code(c)); err != nil {
		t.Errorf("the card of an imported child: %v", err)
	}
	if p := plan(t, s, first); counts(p) != "0 new, 0 changed, 3 same, 0 asking, 0 skipped, 0 problems" || len(p.Buildings) != 0 {
		t.Errorf("again: %s", counts(p))
	}
	second := list(t, head,
		"麦小一,,2018-03-08,二(1)班,,,海边的码头,,,,",
		"麦小四,女,2018-05-05,二(1)班,,,,,,,")
	p = plan(t, s, second)
	if counts(p) != "1 new, 1 changed, 0 same, 0 asking, 0 skipped, 0 problems" || len(p.Rows[0].Changes) != 1 ||
		p.Rows[0].Changes[0] != (school.FieldChange{Field: "father.workplace", From: "东边的鞋厂", To: "海边的码头"}) || len(p.Absent) != 2 {
		t.Errorf("%s, %+v, %d absent", counts(p), p.Rows[0].Changes, len(p.Absent))
	}
	bring(t, s, second)
	if undone, left, err := s.UndoImport(s.Office); undone != 2 || left != 0 || err != nil {
		t.Errorf("%d undone, %d left, %v", undone, left, err)
	}
	if c := byName(t, s, "麦小一"); c.Family[0].Workplace != "东边的鞋厂" || c.Gender != "女" {
		t.Errorf("after the undo: %+v", c)
	}
	if children, _ := s.Store.Roster.Children(s.Office); len(children) != 5 {
		t.Errorf("%d children after the undo", len(children))
	}
	if _, _, err := s.UndoImport(s.Office); !errors.Is(err, school.ErrNotFound) {
		t.Errorf("undone twice: %v", err)
	}
}

// TestImportUndoKeeps what has been used since: a child that scanned, a card that was printed, a file that was edited.
func TestImportUndoKeeps(t *testing.T) {
	s := storetest.Open(t, 2)
	bring(t, s, list(t, head,
		"麦小一,女,2018-03-08,二1,,,,,,,",
		"麦小二,女,2018-03-08,二1,,,,,,,",
		"麦小三,女,2018-03-08,二1,,,,,,,",
		"麦小四,女,2018-03-08,二1,,,,,,,"))
	if _, err := s.Scan(s.Kiosk, s.Code(byName(t, s, "麦小一"))); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Roster.PrintCards(s.Office, []string{byName(t, s, "麦小二").ID}); err != nil {
		t.Fatal(err)
	}
	s.Edit(s.Office, byName(t, s, "麦小三").ID, 0, "address", "云岭村")
	card := s.Code(byName(t, s, "麦小四"))
	if undone, left, err := s.UndoImport(s.Office); undone != 1 || left != 3 || err != nil {
		t.Errorf("%d undone, %d left, %v", undone, left, err)
	}
	if _, err := s.Scan(s.Kiosk, card); !errors.Is(err, visit.ErrCardUnknown) {
		t.Errorf("the card of an undone child: %v", err)
	}
}

// TestImportProblems: what cannot be read is left out with its cell, and the rest goes in.
func TestImportProblems(t *testing.T) {
	s := storetest.Open(t, 2)
	p := plan(t, s, list(t, head,
		"麦小一,女,2018.3.8,二1,,,,1.38E+10,,,",
		"麦小二,女,2018.2.30,高一,,,,,,,",
		"麦小三,女,2018.3.8,,,,,,,,",
		",男,2018.3.8,二1,,麦大江,,,,,",
		"麦小五,女,2018.3.8,二1,新楼/301,,,,,,",
		"麦小六,女,2018.3.8,二1,,,,,,,",
		"麦小六,女,2018.3.8,二1,,,,,,,"))
	if counts(p) != "1 new, 0 changed, 0 same, 0 asking, 0 skipped, 6 problems" || len(p.Buildings) != 0 {
		t.Fatalf("%s, %v", counts(p), p.Buildings)
	}
	for i, want := range []string{"H2 number.exponent", "C3 day.form D3 class.form", "4 class.form", "5 name.form", "E6 bed.form"} {
		var got []string
		for _, problem := range p.Rows[i].Problems {
			got = append(got, problem.Cell, problem.Err.Error())
		}
		if strings.Join(got, " ") != want {
			t.Errorf("row %d: %v, want %s", i, got, want)
		}
	}
	if last := p.Rows[6].Problems[0]; !errors.Is(last.Err, roster.ErrRowTwice) || last.Cell != "7" {
		t.Errorf("a child twice on the list: %+v", last)
	}
	if _, err := s.Roster.Import(s.Office, list(t, head, "麦小一,女,2018.3.8,二1,,,,,,,"), "another plan"); !errors.Is(err, roster.ErrPlan) {
		t.Errorf("a plan that was not shown: %v", err)
	}
	for _, a := range []school.Actor{s.Admin, s.Head, s.Teacher, s.Counselor, {}} {
		if _, err := s.Roster.PlanImport(a, roster.List{}); !errors.Is(err, school.ErrForbidden) {
			t.Errorf("%q plans an import: %v", a.Staff.Login, err)
		}
	}
}

// TestImportAsks when only the name fits, and does what it is told.
func TestImportAsks(t *testing.T) {
	s := storetest.Open(t, 2)
	bring(t, s, list(t, head, "麦小一,女,2018-03-08,二1,,,,,,,", "麦小二,女,,二1,,,,,,,", "麦小二,男,,二2,,,,,,,"))
	l := list(t, "姓名,班级,家庭住址", "麦小一,二1,云岭村", "麦小二,二2,云岭村", "麦小三,二2,云岭村")
	p := plan(t, s, l)
	if counts(p) != "1 new, 0 changed, 0 same, 2 asking, 0 skipped, 0 problems" ||
		len(p.Rows[0].Candidates) != 1 || len(p.Rows[1].Candidates) != 2 {
		t.Fatalf("%s: %+v", counts(p), p.Rows)
	}
	l.Answers["0-2"], l.Answers["0-3"] = p.Rows[0].Candidates[0].ID, "made up"
	if p := plan(t, s, l); counts(p) != "1 new, 1 changed, 0 same, 1 asking, 0 skipped, 0 problems" {
		t.Errorf("%s", counts(p))
	}
	for answer, want := range map[string]string{
		roster.AnswerNew:  "2 new, 1 changed, 0 same, 0 asking, 0 skipped, 0 problems",
		roster.AnswerSkip: "1 new, 1 changed, 0 same, 0 asking, 1 skipped, 0 problems",
	} {
		l.Answers["0-3"] = answer
		if p := plan(t, s, l); counts(p) != want {
			t.Errorf("%s: %s", answer, counts(p))
		}
	}
	// Another birthday is another child, and the same name is no reason to ask.
	p = plan(t, s, list(t, head, "麦小一,女,2018-04-08,二1,,,,,,,"))
	if counts(p) != "1 new, 0 changed, 0 same, 0 asking, 0 skipped, 0 problems" {
		t.Errorf("another birthday: %s", counts(p))
	}
}

// TestImportIdentity: an identity number gives birthday and sex, and is kept only where the school wants it, sealed.
func TestImportIdentity(t *testing.T) {
	s := storetest.Open(t, 2)
	l := list(t, "姓名,班级,身份证号", "麦小一,二1,11010120180308004X", "麦小二,二1,110101201803080021", "麦小三,二1,1.10101E+17")
	p := plan(t, s, l)
	if counts(p) != "1 new, 0 changed, 0 same, 0 asking, 0 skipped, 2 problems" {
		t.Fatalf("%s: %+v", counts(p), p.Rows)
	}
	bring(t, s, l)
	c := byName(t, s, "麦小一")
	if c.Birth != "2018-03-08" || c.Gender != "女" {
		t.Errorf("%+v", c)
	}
	if _, err := s.Roster.Identity(s.Office, c.ID); !errors.Is(err, school.ErrNotFound) {
		t.Errorf("it was kept: %v", err)
	}
	settings, err := s.Settings()
	if err != nil {
		t.Fatal(err)
	}
	settings.KeepIDs = true
	if err := s.SetSettings(s.Admin, settings); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.UndoImport(s.Office); err != nil {
		t.Fatal(err)
	}
	bring(t, s, l)
	c = byName(t, s, "麦小一")
	if id, err := s.Roster.Identity(s.Office, c.ID); id != "11010120180308004X" || err != nil {
		t.Errorf("%q, %v", id, err)
	}
	if _, err := s.Roster.Identity(s.Teacher, c.ID); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("a teacher: %v", err)
	}
}

// TestImportIdentityLater: where the school decides later to keep the numbers, a list that says nothing else new still brings
// them, and says so before; once they are kept it changes nothing.
func TestImportIdentityLater(t *testing.T) {
	s := storetest.Open(t, 2)
	l := list(t, "姓名,班级,身份证号", "麦小一,二1,11010120180308004X")
	bring(t, s, l)
	p := plan(t, s, l)
	if counts(p) != "0 new, 0 changed, 1 same, 0 asking, 0 skipped, 0 problems" {
		t.Errorf("nothing is kept: %s", counts(p))
	}
	s.Set(func(sc *school.Settings) { sc.KeepIDs = true })
	p = plan(t, s, l)
	if counts(p) != "0 new, 1 changed, 0 same, 0 asking, 0 skipped, 0 problems" || len(p.Rows[0].Changes) != 1 ||
		p.Rows[0].Changes[0].Field != "id" || strings.Contains(fmt.Sprint(p.Rows[0].Changes), "11010120180308004X") {
		t.Errorf("%s: %+v", counts(p), p.Rows)
	}
	bring(t, s, l)
	if id, err := s.Roster.Identity(s.Office, byName(t, s, "麦小一").ID); id != "11010120180308004X" || err != nil {
		t.Errorf("%q, %v", id, err)
	}
	if p := plan(t, s, l); counts(p) != "0 new, 0 changed, 1 same, 0 asking, 0 skipped, 0 problems" {
		t.Errorf("again: %s", counts(p))
	}
}

// TestExportComesBack: importing what was exported changes nothing, whatever stands in the files.
func TestExportComesBack(t *testing.T) {
	s := storetest.Open(t, 4)
	s.Edit(s.Office, s.Children[0].ID, 0, "address", "=1+1", "note", "@x", "pinyin", "hé xiǎo yī",
		"birth", "2018-03-08", "number", "J000000000000000001", "care", "父母都外出", "mentors", "班主任、校长",
		"guardian.relation", "姑姑", "guardian.name", "禾某人", "guardian.phones", "13800000001、0731-1234567",
		"father.name", "禾大江", "father.best", "12:00-13:00、19:00-21:30",
		"consent.day", "2026-09-01", "consent.by", "姑姑", "consent.paper", "是",
		"village.name", "村主任", "village.phones", "13800000009")
	x, err := s.Roster.Export(s.Office, roster.Query{})
	if err != nil {
		t.Fatal(err)
	}
	l, err := roster.ReadList(x.Data)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range l.Tables[0].Columns {
		if c.Key == "" {
			t.Errorf("the column %s is not recognised", c.Title)
		}
	}
	p := plan(t, s, l)
	for _, r := range p.Rows { // only the first has a birthday; the others are asked for, and are who they are
		if r.State == roster.RowAsk {
			l.Answers[r.Key] = r.Candidates[0].ID
		}
	}
	if p = plan(t, s, l); counts(p) != "0 new, 0 changed, 4 same, 0 asking, 0 skipped, 0 problems" {
		t.Errorf("%s: %+v", counts(p), p.Rows)
	}
	for _, who := range []struct {
		actor   school.Actor
		has     string
		without string
		rows    int
	}{{s.Teacher, "父亲电话", "同意日期", 2}, {s.Head, "留守情况", "父亲电话", 4}} {
		x, err := s.Roster.Export(who.actor, roster.Query{})
		if err != nil {
			t.Fatal(err)
		}
		table, err := sheet.Read(x.Data, roster.Columns(), "name")
		if err != nil {
			t.Fatal(err)
		}
		var titles string
		for _, c := range table.Columns {
			titles += c.Title + " "
		}
		if !strings.Contains(titles, who.has) || strings.Contains(titles, who.without) || len(table.Rows) != who.rows {
			t.Errorf("%s takes %d rows with %s", who.actor.Staff.Name, len(table.Rows), titles)
		}
	}
	if _, err := s.Roster.Export(s.Gate, roster.Query{}); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("the gate exports: %v", err)
	}
}

// TestExportShows: the workbook holds what the list above it shows, and of a child nobody has said whether it boards, nothing.
func TestExportShows(t *testing.T) {
	s := storetest.Open(t, 4)
	blank, _, err := s.Roster.NewChild(s.Office, map[string]string{"name": "麦穗", "class": "五(1)班", "boards": ""})
	if err != nil {
		t.Fatal(err)
	}
	s.Edit(s.Office, s.Children[1].ID, 0, "boards", "否")
	for q, want := range map[roster.Query]string{
		{Text: "麦穗"}:     "麦穗 ",
		{Boarding: "no"}: s.Children[1].Name + " 否",
		{Gone: true}:     "",
	} {
		x, err := s.Roster.Export(s.Office, q)
		if err != nil {
			t.Fatal(err)
		}
		table, err := sheet.Read(x.Data, roster.Columns(), "name")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, row := range table.Rows {
			line := map[string]string{}
			for i, c := range table.Columns {
				line[c.Key] = row.Cells[i]
			}
			got = append(got, line["name"]+" "+line["boards"])
		}
		if strings.Join(got, "\n") != want {
			t.Errorf("%+v takes %q, want %q", q, got, want)
		}
	}
	s.Edit(s.Office, blank.ID, 0, "boards", "否")
	s.Edit(s.Office, blank.ID, 1, "boards", "")
	f, err := s.Roster.OpenFile(s.Office, blank.ID)
	if err != nil || f.Values["boards"] != "" || !slices.Contains(f.Missing, "boards") {
		t.Errorf("the file says %q and lacks %v, %v", f.Values["boards"], f.Missing, err)
	}
}

// TestCoverage: the 建档率 counts the children left behind whose 联系卡 is filled in, whatever other duty is open, and is 100 only
// when all are.
func TestCoverage(t *testing.T) {
	s := storetest.Open(t, 4)
	counted := func(what string, want roster.Listing) {
		t.Helper()
		r, err := s.Roster.Listing(s.Office, roster.Query{})
		if err != nil || r.Away != want.Away || r.Carded != want.Carded || r.Coverage() != want.Coverage() {
			t.Errorf("%s: %d of %d left behind, %d%%, want %d of %d, %v", what, r.Carded, r.Away, r.Coverage(), want.Carded, want.Away, err)
		}
	}
	counted("nobody is away", roster.Listing{})
	for i := range 2 {
		s.Edit(s.Office, s.Children[i].ID, 0, "care", "父亲外出", "father.name", "禾大江", "mother.name", "麦大海", "guardian.relation", "妈妈",
			"guardian.phones", "13800000001", "birth", "2018-03-08", "address", "山下村")
	}
	counted("nobody knows where the fathers work", roster.Listing{Carded: 0, Away: 2})
	s.Edit(s.Office, s.Children[0].ID, 1, "father.workplace", "海边")
	counted("one card is full", roster.Listing{Carded: 1, Away: 2})
	for l, want := range map[[2]int]int{{199, 200}: 99, {200, 200}: 100, {0, 0}: 0} {
		if got := (roster.Listing{Carded: l[0], Away: l[1]}).Coverage(); got != want {
			t.Errorf("%d of %d is %d%%, want %d%%", l[0], l[1], got, want)
		}
	}
}
