package sheet_test

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"zhixinwu/store/sheet"
	"zhixinwu/store/sheet/sheettest"
)

// FuzzRead: every row under the header is in the table or counted, and what was written from a table is read as it was.
func FuzzRead(f *testing.F) {
	for _, data := range []string{
		"序号;姓名;班级;父亲;\n;;;姓名;电话\n1;小计一;三1;'=1;\n合计;1;;;\n序号;姓名;班级\n;;;姓名;电话\n2;;;\n说明：无\n", "\ufeff姓名\t班级\r\n\r\n\"甲\n一\"\t三1\r\n",
		"\xd0\xd5\xc3\xfb,\xb0\xe0\xbc\xb6\n\xbc\xd7\xd2\xbb,\xc8\xfd1\n", "\xff\xfe\xd3Y\rT\t\x00\xed\x73\xa7~",
		`<row><c t="str"><v>姓名</v></c><c t="str"><v>班级</v></c></row><row r="5"><c s="1"><v>42071</v></c><c><f>A1</f></c></row>`,
		`<row r="2"><c r="B2" t="str"><v>姓名</v></c><c t="inlineStr"><is><t>班级</t></is></c><c t="str"><v>父亲</v></c></row>` +
			`<row><c r="D3" t="str"><v>姓名</v></c><c t="str"><v>电话</v></c></row>` +
			`<row><c r="B4" t="str"><v>注一</v></c><c t="str"><v>三1</v></c></row>` +
			`<row><c r="B5" t="str"><v>甲二</v></c></row></sheetData>` +
			`<mergeCells><mergeCell ref="D2:E2"/><mergeCell ref="C4:C5"/></mergeCells>`,
		`<row><c><row><v>话</c>`, `<row><c t="str"><v>姓名</c><c t="str"><v>班级</c></row><v>话</c></row>`,
		string(sheettest.NoHeader()), string(sheettest.Document()),
	} {
		f.Add([]byte(data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		// In an archive hardly a change would reach the reader, so the rows of a worksheet are packed here.
		if bytes.HasPrefix(data, []byte("<row")) {
			data = sheettest.Worksheet(string(data), "")
		}
		first, err := sheet.Read(data, known, "name", "class")
		if err != nil {
			return
		}
		last := first.Header
		for _, r := range first.Rows {
			if r.Number <= last || len(r.Cells) != len(first.Columns) {
				t.Fatalf("row %d after %d has %d cells for %d columns", r.Number, last, len(r.Cells), len(first.Columns))
			}
			last = r.Number
		}
		s := first.Skipped
		if counted := len(first.Rows) + s.Titles + s.Headers + s.Totals + s.Notes + s.Blank; counted < last-first.Header {
			t.Fatalf("%d of %d rows are accounted for", counted, last-first.Header)
		}
		second := rewrite(t, first)
		if third := rewrite(t, second); !reflect.DeepEqual(third, second) {
			t.Fatalf("%q was read as %q", cellsOf(second), cellsOf(third))
		}
	})
}

// rewrite writes a table and reads it. The titles are the ones of an export, so a row may now be taken for a note that stood
// beside other columns before; after that nothing may change any more.
func rewrite(t *testing.T, table sheet.Table) sheet.Table {
	var titles []string
	for i, c := range table.Columns {
		title := fmt.Sprint("其他", i)
		for _, k := range known {
			if k.Key == c.Key {
				title = k.Names[0]
			}
		}
		titles = append(titles, title)
	}
	var text bytes.Buffer
	if err := sheet.WriteCSV(&text, titles, cellsOf(table)); err != nil {
		t.Fatal(err)
	}
	again, err := sheet.Read(text.Bytes(), known, "name", "class")
	if err != nil {
		t.Fatalf("%q: %v", text.String(), err)
	}
	again.Skipped = sheet.Skipped{}
	for i := range again.Rows {
		again.Rows[i].Number = i + 2
	}
	return again
}

func BenchmarkRead(b *testing.B) {
	children := sheettest.Children(1200)
	for _, list := range []struct {
		name string
		data []byte
	}{
		{"2000x25", sheettest.Rows(2000, 25)},
		{"roster", sheettest.Roster(children)},
		{"gb18030", sheettest.Export(children)},
		{"20000x25-refused", sheettest.Rows(20000, 25)},
	} {
		b.Run(list.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := sheet.Read(list.data, known, "name", "class"); err != nil && !errors.Is(err, sheet.ErrTooMany) {
					b.Fatal(err)
				}
			}
		})
	}
}
