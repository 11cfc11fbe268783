package sheettest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// book is a workbook that is filled row by row.
type book struct {
	f              *excelize.File
	name           string
	at             int // the last row
	short, chinese int // styles of dates
}

func newBook(sheet string) *book {
	b := &book{f: excelize.NewFile(), name: sheet}
	check(b.f.SetSheetName("Sheet1", sheet))
	var err error
	b.short, err = b.f.NewStyle(&excelize.Style{NumFmt: 14})
	check(err)
	format := `yyyy"年"m"月"d"日";@`
	b.chinese, err = b.f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	check(err)
	return b
}

func (b *book) sheet(name string) {
	_, err := b.f.NewSheet(name)
	check(err)
	b.name, b.at = name, 0
}

func (b *book) row(cells ...any) {
	b.at++
	for i, c := range cells {
		ref := ref(i, b.at)
		switch c := c.(type) {
		case string:
			if c != "" {
				check(b.f.SetCellStr(b.name, ref, c))
			}
		case excelize.Cell:
			check(b.f.SetCellValue(b.name, ref, c.Value))
			check(b.f.SetCellStyle(b.name, ref, ref, c.StyleID))
		default:
			check(b.f.SetCellValue(b.name, ref, c))
		}
	}
}

func (b *book) merge(left, top, right, bottom int) {
	check(b.f.MergeCell(b.name, ref(left, top), ref(right, bottom)))
}

func (b *book) bytes(options ...excelize.Options) []byte {
	var out bytes.Buffer
	check(b.f.Write(&out, options...))
	check(b.f.Close())
	return out.Bytes()
}

func ref(column, row int) string {
	s, err := excelize.CoordinatesToCellName(column+1, row)
	check(err)
	return s
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// Rows is a plain list of n rows and as many columns: 姓名, 班级 and more.
func Rows(n, columns int) []byte {
	f := excelize.NewFile()
	s, err := f.NewStreamWriter("Sheet1")
	check(err)
	cells := make([]any, columns)
	for i := range cells {
		cells[i] = fmt.Sprint("列", i)
	}
	cells[0], cells[1] = "姓名", "班级"
	check(s.SetRow("A1", cells))
	for row := range n {
		for i := range cells {
			cells[i] = fmt.Sprint("内容", row, "-", i)
		}
		check(s.SetRow(ref(0, row+2), cells))
	}
	check(s.Flush())
	var out bytes.Buffer
	check(f.Write(&out))
	check(f.Close())
	return out.Bytes()
}

// Workbook has worksheets of plain text, in the order of their names.
func Workbook(sheets map[string][][]string) []byte {
	var b *book
	for _, name := range slices.Sorted(maps.Keys(sheets)) {
		if b == nil {
			b = newBook(name)
		} else {
			b.sheet(name)
		}
		for _, r := range sheets[name] {
			cells := make([]any, len(r))
			for i, c := range r {
				cells[i] = c
			}
			b.row(cells...)
		}
	}
	return b.bytes()
}

// NoHeader is a workbook without a list.
func NoHeader() []byte {
	b := newBook("通知")
	b.row("关于收集学生姓名的通知")
	b.row("请各班于周五前上交。")
	return b.bytes()
}

// Locked is a list behind a password.
func Locked() []byte {
	b := newBook("花名册")
	b.row("姓名", "班级")
	return b.bytes(excelize.Options{Password: "一二三四"})
}

// Old is how a file of Excel 97 begins.
func Old() []byte {
	workbook := []byte("W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00\x00\x00")
	return append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), bytes.Repeat(workbook, 300)...)
}

// Document is a .docx.
func Document() []byte {
	return archive(map[string]string{
		"_rels/.rels":                  relationships(`Id="rId1" Type="http://x/officeDocument" Target="word/document.xml"`),
		"word/_rels/document.xml.rels": relationships(),
		"word/document.xml":            `<w:document xmlns:w="x"><w:body/></w:document>`,
	})
}

// Bomb is a small file whose worksheet is size bytes of text that repeats.
func Bomb(text string, size int) []byte {
	const head = `<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="inlineStr"><is><t>班级</t></is></c></row>`
	return Worksheet(head+strings.Repeat(text, size/len(text)), "")
}

// Worksheet is a workbook with these rows, in the file's own words, and settings such as date1904="1".
func Worksheet(rows, settings string) []byte {
	return archive(map[string]string{
		"_rels/.rels":     relationships(`Id="rId1" Type="http://x/officeDocument" Target="xl/workbook.xml"`),
		"xl/workbook.xml": `<workbook><workbookPr ` + settings + `/><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": relationships(
			`Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"`,
			`Id="rId2" Type="http://x/styles" Target="/xl/styles.xml"`),
		"xl/styles.xml":            `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`,
	})
}

func relationships(all ...string) string {
	text := ""
	for _, r := range all {
		text += `<Relationship ` + r + `/>`
	}
	return `<Relationships>` + text + `</Relationships>`
}

func archive(parts map[string]string) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range parts {
		w, err := z.Create(name)
		check(err)
		_, err = w.Write([]byte(text))
		check(err)
	}
	check(z.Close())
	return out.Bytes()
}
