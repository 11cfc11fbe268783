package sheet_test

import (
	"bytes"
	"reflect"
	"testing"

	"zhixinwu/store/sheet"
)

var known = []sheet.Column{
	{Key: "name", Names: []string{"姓名", "学生姓名"}}, {Key: "gender", Names: []string{"性别"}}, {Key: "class", Names: []string{"班级"}},
	{Key: "father.name", Names: []string{"父亲姓名"}}, {Key: "father.phone", Names: []string{"父亲电话"}}, {Key: "phone", Names: []string{"联系电话"}},
}

func TestWritten(t *testing.T) {
	columns := []string{"姓名", "性别", "班级", "联系电话"}
	rows := [][]string{{"甲一", "女", "三(2)班", "13700000001"}, {"=HYPERLINK(1)", "-", "'+86", "+8613700000002"}, {"小计一", "男", "", "@x\n-y"}}
	want := [][]string{}
	var book, text bytes.Buffer
	if err := sheet.WriteXLSX(&book, columns, rows, []string{"甲老师 2026-11-23 导出"}); err != nil {
		t.Fatal(err)
	}
	if err := sheet.WriteCSV(&text, columns, rows); err != nil {
		t.Fatal(err)
	}
	want = rows
	for _, data := range [][]byte{book.Bytes(), text.Bytes()} {
		got, err := sheet.Read(data, known, "name", "class")
		if err != nil {
			t.Fatal(err)
		}
		var cells [][]string
		for _, r := range got.Rows {
			cells = append(cells, r.Cells)
		}
		if !reflect.DeepEqual(cells, want) || got.Header != 1 || got.Ref(1, 3) != "D3" {
			t.Errorf("%+v", got)
		}
	}
}
