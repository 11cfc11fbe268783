package sheet_test

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/sheet"
	"zhixinwu/store/sheet/sheettest"
)

var known = []sheet.Column{
	{Key: "name", Names: []string{"姓名", "学生姓名", "儿童姓名"}},
	{Key: "gender", Names: []string{"性别"}},
	{Key: "class", Names: []string{"班级", "所在班级"}},
	{Key: "birth", Names: []string{"出生日期", "出生年月"}},
	{Key: "identity", Names: []string{"身份证号", "身份证号码", "身份证件号"}},
	{Key: "number", Names: []string{"学籍号"}},
	{Key: "father.name", Names: []string{"父亲姓名"}},
	{Key: "father.place", Names: []string{"父亲务工地点", "父亲务工地"}},
	{Key: "father.phone", Names: []string{"父亲电话", "父亲手机"}},
	{Key: "mother.name", Names: []string{"母亲姓名"}},
	{Key: "mother.place", Names: []string{"母亲务工地点", "母亲务工地"}},
	{Key: "mother.phone", Names: []string{"母亲电话", "母亲手机", "母亲联系电话"}},
	{Key: "phone", Names: []string{"联系电话"}},
	{Key: "care", Names: []string{"监护类型"}},
	{Key: "bed", Names: []string{"宿舍床号"}},
}

func cellsOf(t sheet.Table) (all [][]string) {
	for _, r := range t.Rows {
		all = append(all, r.Cells)
	}
	return all
}

func titlesOf(t sheet.Table) (all []string) {
	for _, c := range t.Columns {
		all = append(all, c.Ref+" "+c.Title+" "+c.Key)
	}
	return all
}

// prove compares every row of a list with what is true about its child.
func prove(t *testing.T, data []byte, children []sheettest.Child) sheet.Table {
	t.Helper()
	got, err := sheet.Read(data, known, "name", "class")
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Rows) != len(children) {
		t.Fatalf("%d rows of %d; %+v", len(got.Rows), len(children), got.Skipped)
	}
	for i, r := range got.Rows {
		c := children[i]
		for at, cell := range r.Cells {
			var is, want any
			var err error
			switch got.Columns[at].Key {
			case "name":
				is, want = cell, c.Name
			case "gender":
				is, want = cell, c.Gender
			case "class":
				var class school.Class
				class, err = school.ParseClass(cell)
				is, want = class.String(), c.Class
			case "birth":
				is, err = school.ParseDate(cell)
				want = school.Day(c.Birth)
			case "identity":
				is, err = roster.ParseIDCard(cell)
				want = roster.IDCard{Birth: school.Day(c.Birth), Gender: c.Gender}
			case "number":
				is, err = roster.ParseStudentNumber(cell)
				want = c.StudentNumber
			case "father.name":
				is, want = cell, c.Father.Name
			case "father.place":
				is, want = cell, c.Father.Workplace
			case "father.phone":
				is, err = roster.ParsePhones(cell)
				want = c.Father.Phones
			case "mother.name":
				is, want = cell, c.Mother.Name
			case "mother.place":
				is, want = cell, c.Mother.Workplace
			case "mother.phone":
				is, err = roster.ParsePhones(cell)
				want = c.Mother.Phones
			case "care":
				is, want = cell, c.Care
			case "bed":
				is, want = cell, c.Bed
			}
			if err != nil || !reflect.DeepEqual(is, want) {
				t.Fatalf("%s is %q, read as %v, %v; want %v", got.Ref(i, at), cell, is, err, want)
			}
		}
	}
	return got
}

func TestRoster(t *testing.T) {
	children := sheettest.Children(1200)
	got := prove(t, sheettest.Roster(children), children)
	skipped := sheet.Skipped{Titles: 2 + 13, Headers: 2 * 39, Totals: 24 + 1, Notes: 2, Blank: 3 + 1}
	if got.Skipped != skipped || got.Sheet != "学生花名册" || got.Header != 4 {
		t.Errorf("%+v, %s, %d", got.Skipped, got.Sheet, got.Header)
	}
	titles := []string{
		"A 序号 ", "B *姓名 name", "C 性别 gender", "D 班级 class", "E 出生日期（年月日） birth", "F 是否寄宿 ",
		"G 父亲姓名 father.name", "H 父亲务工地点 father.place", "I 父亲电话 father.phone",
		"J 母亲情况姓名 mother.name", "K 母亲情况务工地点 mother.place", "L 母亲情况联系电话 mother.phone",
		"M 监护人姓名 ", "N 监护人与儿童关系 ", "O 备注 ",
	}
	if !slices.Equal(titlesOf(got), titles) {
		t.Errorf("%q", titlesOf(got))
	}
}

func TestExport(t *testing.T) {
	children := sheettest.Children(1200)
	data := sheettest.Export(children)
	got := prove(t, data, children)
	if got.Skipped != (sheet.Skipped{}) || got.Header != 1 || got.Rows[1199].Number != 1201 {
		t.Errorf("%+v, %d", got.Skipped, got.Header)
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().String(string(data))
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(text, ",", "\t"))
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range []string{
		text, "\ufeff" + text, strings.ReplaceAll(text, ",", ";"), "\ufeff" + strings.ReplaceAll(text, ",", "\t"), wide,
	} {
		if again := prove(t, []byte(other), children); !reflect.DeepEqual(cellsOf(again), cellsOf(got)) {
			t.Errorf("%.60q is read otherwise", other)
		}
	}
}

func TestRegister(t *testing.T) {
	children := sheettest.Children(300)
	got := prove(t, sheettest.Register(children), children)
	if want := (sheet.Skipped{Titles: 1, Notes: 1}); got.Skipped != want || got.Sheet != "登记表" || got.Header != 3 || got.Others != nil {
		t.Errorf("%+v, %s, %d, %d others", got.Skipped, got.Sheet, got.Header, len(got.Others))
	}
}

// TestWorksheets: the one with more known columns is read, the first of equals, and the user is told of the others.
func TestWorksheets(t *testing.T) {
	book := sheettest.Workbook(map[string][][]string{
		"1空": {},
		"2班": {{"姓名", "班级"}, {"甲一", "三1"}},
		"3班": {{"姓名", "班级", "性别"}, {"甲二", "三1", "女"}},
		"4班": {{"姓名", "班级", "性别"}, {"甲三", "三1", "男"}},
	})
	got, err := sheet.Read(book, known, "name", "class")
	if err != nil || got.Sheet != "3班" || len(got.Rows) != 1 || got.Rows[0].Cells[0] != "甲二" ||
		len(got.Others) != 2 || got.Others[0].Sheet != "2班" || got.Others[1].Sheet != "4班" {
		t.Errorf("%v, %+v", err, got)
	}
}

func TestWritten(t *testing.T) {
	columns := []string{"姓名", "性别", "班级", "联系电话"}
	rows := [][]string{
		{"甲一", "女", "三(2)班", "13700000001"},
		{"=HYPERLINK(1)", "-", "'+86", "+8613700000002"},
		{"小计一", "男", "''=1", "@x\n-y"},
		{"'丙", "＝1", "'", ""},
	}
	var book, text bytes.Buffer
	if err := sheet.WriteXLSX(&book, columns, rows, []string{"甲老师 2026-11-23 导出"}); err != nil {
		t.Fatal(err)
	}
	if err := sheet.WriteCSV(&text, columns, rows); err != nil {
		t.Fatal(err)
	}
	for _, data := range [][]byte{book.Bytes(), text.Bytes()} {
		got, err := sheet.Read(data, known, "name", "class")
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(cellsOf(got), rows) || got.Header != 1 || got.Ref(1, 3) != "D3" {
			t.Errorf("%+v", got)
		}
	}
	f, err := excelize.OpenReader(&book)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	formula, err := f.GetCellFormula("名单", "A3")
	kind, also := f.GetCellType("名单", "D2")
	panes, too := f.GetPanes("名单")
	about, last := f.GetCellValue("说明", "A1")
	if err := errors.Join(err, also, too, last); err != nil || formula != "" || kind != excelize.CellTypeInlineString ||
		!panes.Freeze || panes.YSplit != 1 || about != "甲老师 2026-11-23 导出" {
		t.Errorf("%v: %q, %v, %+v, %q", err, formula, kind, panes, about)
	}
	if !strings.HasPrefix(text.String(), "\ufeff姓名,性别,班级,联系电话\r\n") ||
		!strings.Contains(text.String(), "\n'=HYPERLINK(1),'-,''+86,'+86137") {
		t.Errorf("%q", text.String())
	}
}

// TestTitles has what stands over columns, and what must not be taken for the child's own.
func TestTitles(t *testing.T) {
	for head, want := range map[string]string{
		"姓名,班级":                      "name class",
		" ＊姓 名 ,所在班级":                "name class",
		"姓名（必填）,班级":                  "name class",
		"姓名(监护人),姓名,班级":              " name class",
		"姓名,姓名(父亲),班级":               "name father.name class",
		"姓名,班级,联系电话1,联系电话（2）":        "name class phone phone",
		"姓名,班级,出生日期(年月日),\"出生\n日期\"": "name class birth birth",
		"姓名,班级,父亲-姓名,父亲 / 电话":        "name class father.name father.phone",
		"姓名,班级,父亲,,母亲\n,,姓名,电话,姓名":   "name class father.name father.phone mother.name",
		"学生信息,,监护人,\n姓名,班级,姓名,电话":    "name class  ",
		"姓名,班级,监护人,\n,,姓名,电话":        "name class  ",
		"花名册,,\n姓名,班级,序号":            "name class ",
	} {
		got, err := sheet.Read([]byte(head+"\n甲一,三1,,\n"), known, "name", "class")
		if err != nil || len(got.Rows) != 1 {
			t.Errorf("%q: %v, %+v", head, err, got)
			continue
		}
		var keys []string
		for _, c := range got.Columns {
			keys = append(keys, c.Key)
		}
		if strings.Join(keys, " ") != want {
			t.Errorf("%q: %q; want %q", head, keys, want)
		}
	}
}

// TestLines has lines under a header that are children, and lines that are not.
func TestLines(t *testing.T) {
	for text, want := range map[string]sheet.Skipped{
		"1,甲一,女,三1": {}, "1,小计一,女,三1": {}, "2,合计,女,三1": {}, ",注一,女,三1": {}, "说明,甲一,女,三1": {},
		"备注：转学,甲一,女,三1": {}, ",单位一,,": {}, ",甲一,,": {}, "1,,女,": {}, ",,,三1": {},
		"合计,,48,": {Totals: 1}, "合 计：48人,,,": {Totals: 1}, ",小计,,": {Totals: 1}, "本页小计,12人,,": {Totals: 1}, "三(2)班合计,48,20,28": {Totals: 1},
		"填表人：甲老师,,,": {Notes: 1}, "填表人,甲老师,,": {Notes: 1}, ",填表人：甲老师,,": {Notes: 1},
		"填表人:,甲老师,审核人:,乙老师": {Notes: 1}, "注：以上信息属实,,,": {Notes: 1}, "（审核）：,,,": {Notes: 1},
		",备注：无,,": {Notes: 1}, "1.本表一式两份,,,": {Notes: 1},
		"序号,姓名,性别,班级": {Headers: 1}, ",姓 名,性别,": {Headers: 1}, "某校花名册,,,": {Titles: 1},
		"17,,,": {Blank: 1}, ",,,": {Blank: 1}, " ,　,,\u200b": {Blank: 1}, "": {Blank: 1},
	} {
		got, err := sheet.Read([]byte("某校花名册\n序号,姓名,性别,班级\n"+text+"\n9,乙九,男,九1\n"), known, "name", "class")
		want.Titles++
		rows := 2
		if want != (sheet.Skipped{Titles: 1}) {
			rows = 1
		}
		if err != nil || got.Skipped != want || len(got.Rows) != rows || got.Rows[rows-1].Number != 4 {
			t.Errorf("%q: %v, %+v", text, err, got)
		}
	}
}

// TestMerged: a title merged over two columns stands over both, and a class merged over rows is in each of them.
func TestMerged(t *testing.T) {
	cell := func(ref, text string) string { return `<c r="` + ref + `" t="str"><v>` + text + `</v></c>` }
	data := sheettest.Worksheet(
		`<row r="1">`+cell("A1", "姓名")+cell("B1", "班级")+cell("C1", "联系电话")+`</row>`+
			`<row r="2">`+cell("A2", "甲一")+cell("B2", "三1")+cell("D2", "1")+`</row>`+
			`<row r="4">`+cell("A4", "甲二")+`</row><row r="5">`+cell("A5", "甲三")+`</row></sheetData>`+
			`<mergeCells><mergeCell ref="C1:D1"/><mergeCell ref="B2:B4"/></mergeCells>`, "")
	got, err := sheet.Read(data, known, "name", "class")
	want := [][]string{{"甲一", "三1", "", "1"}, {"甲二", "三1", "", ""}, {"甲三", "", "", ""}}
	if err != nil || !reflect.DeepEqual(cellsOf(got), want) || got.Columns[3].Key != "phone" {
		t.Errorf("%v, %+v", err, got)
	}
}

func TestCells(t *testing.T) {
	head := `<row r="3"><c r="A3" t="inlineStr"><is><t>姓名</t></is></c><c r="B3" t="inlineStr"><is><t>班级</t></is></c>` +
		`<c r="C3" t="inlineStr"><is><t>联系电话</t></is></c></row>`
	read := func(c, settings string) (string, bool) {
		t.Helper()
		data := sheettest.Worksheet(head+`<row r="17"><c r="A17" t="str"><v>甲一</v></c>`+c+`</row>`, settings)
		got, err := sheet.Read(data, known, "name", "class")
		if err != nil || len(got.Rows) != 1 || got.Ref(0, 2) != "C17" || got.Skipped.Blank != 13 {
			t.Fatalf("%s: %v, %+v", c, err, got)
		}
		return got.Rows[0].Cells[2], len(got.Rows[0].Unread) > 0
	}
	number := func(v string) string { return `<c r="C17"><v>` + v + `</v></c>` }
	date := func(v string) string { return `<c r="C17" s="1"><v>` + v + `</v></c>` }
	for c, want := range map[string]string{
		number("13712345678"):         "13712345678",
		number("1.3712345678E10"):     "13712345678",
		number("5.0999999999999996"):  "5.1",
		number("990000201503080015"):  "9.900002015030801E+17",
		number("9.9000020150308E+17"): "9.9000020150308E+17",
		date("42071"):                 "2015-03-08",
		date("42071.5"):               "2015-03-08",
		date("59"):                    "1900-02-28",
		date("60"):                    "60",
		date("61"):                    "1900-03-01",
		date("20150308"):              "20150308",
		`<c r="C17" t="d"><v>2015-03-08T00:00:00</v></c>`:        "2015-03-08",
		`<c r="C17"><f>1+1</f><v>2</v></c>`:                      "2",
		`<c r="C17" t="str"><f>A1</f><v>甲</v></c>`:               "甲",
		"<c r=\"C17\" t=\"str\"><v>\u3000\ufeff甲\u200b </v></c>": "甲",
		`<c r="C17" t="b"><v>1</v></c>`:                          "TRUE",
		`<c r="C17" t="inlineStr"><is><t>1.37E+10</t></is></c>`:  "1.37E+10",
		`<c r="C17" t="inlineStr"><is><r><t>甲</t></r><r><t xml:space="preserve"> 一_x000D_</t></r>` +
			`<rPh><t>jia</t></rPh></is></c>`: "甲 一",
	} {
		if got, unread := read(c, ""); got != want || unread {
			t.Errorf("%s: %q, %v; want %q", c, got, unread, want)
		}
	}
	for _, c := range []string{
		`<c r="C17"><f>VLOOKUP(A17,X,2)</f></c>`, `<c r="C17" t="str"><f>A1</f><v></v></c>`,
		`<c r="C17" t="e"><f>A1</f><v>#N/A</v></c>`, `<c r="C17" t="s"><v>99</v></c>`,
	} {
		if got, unread := read(c, ""); got != "" || !unread {
			t.Errorf("%s: %q, %v", c, got, unread)
		}
	}
	if got, _ := read(`<c r="C17" s="1"><v>40609</v></c>`, `date1904="1"`); got != "2015-03-08" {
		t.Error(got)
	}
}

func TestRefused(t *testing.T) {
	whole := sheettest.Roster(sheettest.Children(20))
	for name, test := range map[string]struct {
		data []byte
		want error
	}{
		"nothing":        {nil, sheet.ErrUnknown},
		"pdf":            {[]byte("%PDF-1.7\n姓名,班级\n"), sheet.ErrUnknown},
		"docx":           {sheettest.Document(), sheet.ErrUnknown},
		"noise":          {[]byte("\x00\x01姓名,班级\n"), sheet.ErrUnknown},
		"png":            {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), sheet.ErrUnknown},
		"xls":            {sheettest.Old(), sheet.ErrOld},
		"web page":       {[]byte("<html><table><tr><td>姓名</td></tr></table>"), sheet.ErrOld},
		"locked":         {sheettest.Locked(), sheet.ErrLocked},
		"no header":      {sheettest.NoHeader(), sheet.ErrNoHeader},
		"prose":          {[]byte("各班：\n请上交学生姓名。\n"), sheet.ErrNoHeader},
		"half":           {whole[:len(whole)/2], sheet.ErrDamaged},
		"open quote":     {[]byte("姓名,班级\n\"甲一,三1\n乙二,三1\n"), sheet.ErrDamaged},
		"rows":           {sheettest.Rows(5001, 2), sheet.ErrTooMany},
		"more rows":      {sheettest.Rows(20000, 3), sheet.ErrTooMany},
		"csv rows":       {[]byte("姓名,班级\n" + strings.Repeat("甲一,三1\n", 5001)), sheet.ErrTooMany},
		"long file":      {make([]byte, 17<<20), sheet.ErrTooBig},
		"rows bomb":      {sheettest.Bomb("<row/>", 7<<20), sheet.ErrTooBig},
		"cells bomb":     {sheettest.Bomb("<c "+strings.Repeat("x", 1000)+"=''/>", 33<<20), sheet.ErrTooBig},
		"space bomb":     {sheettest.Bomb(" ", 33<<20), sheet.ErrTooBig},
		"attribute bomb": {sheettest.Bomb("<row "+strings.Repeat(`a="" `, 1<<20)+"/>", 33<<20), sheet.ErrTooBig},
	} {
		got, err := sheet.Read(test.data, known, "name", "class")
		if !errors.Is(err, test.want) || got.Rows != nil {
			t.Errorf("%s: %v; want %v", name, err, test.want)
		}
	}
	if got, err := sheet.Read(sheettest.Rows(5000, 2), known, "name", "class"); err != nil || len(got.Rows) != 5000 {
		t.Error(err)
	}
}
