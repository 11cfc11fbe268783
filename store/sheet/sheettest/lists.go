package sheettest

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/width"
)

const pageRows = 30

// Roster is a 花名册 as a school office prints it: titles, a header of two rows that comes again on each page, class cells
// merged over their rows, sums, signatures, numbers printed beforehand, and every spelling of a date or a telephone number.
func Roster(children []Child) []byte {
	b := newBook("学生花名册")
	b.row("某县某乡寄宿制学校学生花名册")
	b.merge(0, 1, 14, 1)
	b.row("学校（盖章）：某乡学校          填表日期：2026年9月1日")
	b.merge(0, 2, 14, 2)
	b.rosterHeader()
	class, from := "", 0
	closeClass := func() {
		if from > 0 && from < b.at {
			b.merge(3, from, 3, b.at)
		}
		class, from = "", 0
	}
	for i, c := range children {
		if i > 0 && i%pageRows == 0 {
			closeClass()
			if i%(3*pageRows) == 0 {
				b.row("某县某乡寄宿制学校学生花名册")
				b.merge(0, b.at, 14, b.at)
			}
			b.rosterHeader()
		}
		if i > 0 && c.Class != children[i-1].Class {
			closeClass()
			b.row("小 计", "", fmt.Sprint(PerClass, "人"))
			b.merge(0, b.at, 1, b.at)
		}
		shown := any("")
		if class != c.Class {
			class, from = c.Class, b.at+1
			shown = width.Widen.String(c.Class)
		}
		b.row(i+1, "　"+c.Name+" ", c.Gender, shown, b.date(i, c.Birth), map[bool]string{true: "是", false: "否"}[c.Boards],
			c.Father.Name, c.Father.Workplace, telephone(i, c.Father.Phones),
			c.Mother.Name, c.Mother.Workplace, telephone(i+1, c.Mother.Phones),
			"奶"+c.Name, "奶奶", "")
	}
	closeClass()
	for i := range 3 {
		b.row(len(children) + i + 1)
	}
	b.row()
	b.row("合计", len(children), len(children)/2)
	b.row("填表人：", "甲老师", "", "审核人：", "乙老师", "", "", "制表日期：", "2026.9.1")
	b.row("说明：父母信息以家长填写为准。")
	return b.bytes()
}

func (b *book) rosterHeader() {
	b.row("序号", "*姓名", "性 别", "班级", "出生日期\n（年月日）", "是否寄宿", "父亲", "", "", "母亲情况", "", "", "监护人", "", "备注")
	top := b.at
	b.row("", "", "", "", "", "", "姓名", "务工地点", "电话", "姓名", "务工地点", "联系电话", "姓名", "与儿童关系")
	for _, at := range []int{0, 1, 2, 3, 4, 5, 14} {
		b.merge(at, top, at, top+1)
	}
	b.merge(6, top, 8, top)
	b.merge(9, top, 11, top)
	b.merge(12, top, 13, top)
}

// Export is the same children as another program writes them: GB18030 text with other names for the columns.
func Export(children []Child) []byte {
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	w.UseCRLF = true
	write := func(cells ...string) {
		if err := w.Write(cells); err != nil {
			panic(err)
		}
	}
	write("学籍号", "学生姓名", "性别(男/女)", "所在班级", "出生年月", "身份证件号", "父亲/姓名", "父亲/务工地", "父亲/手机", "母亲/姓名", "母亲/务工地", "母亲/手机")
	for _, c := range children {
		day, _ := time.Parse("2006-01-02", c.Birth)
		write(c.StudentNumber, c.Name, c.Gender, c.Class, day.Format("2006/1/2"), strings.ToLower(c.Identity),
			c.Father.Name, c.Father.Workplace, strings.Join(c.Father.Phones, "、"),
			c.Mother.Name, c.Mother.Workplace, strings.Join(c.Mother.Phones, "、"))
	}
	w.Flush()
	out, err := simplifiedchinese.GB18030.NewEncoder().Bytes(text.Bytes())
	if err != nil {
		panic(err)
	}
	return out
}

// Register is a 留守儿童登记表: its first worksheet explains how to fill it in, a hidden one has the choices.
func Register(children []Child) []byte {
	b := newBook("填表说明")
	b.row("填表说明")
	b.row("一、姓名、性别、班级为必填。")
	b.row("二、监护类型：父母双方外出、父亲外出、母亲外出、单亲、无人外出。")
	b.sheet("代码")
	b.row("姓名", "班级", "监护类型")
	check(b.f.SetSheetVisible("代码", false))
	b.sheet("登记表")
	b.row("农村留守儿童登记表")
	b.merge(0, 1, 9, 1)
	b.row("学生基本信息", "", "", "", "", "", "", "住宿情况", "", "备注")
	b.merge(0, 2, 6, 2)
	b.merge(7, 2, 8, 2)
	b.row("儿童姓名", "性别", "班级", "出生日期", "学籍号", "身份证号码", "监护类型", "是否寄宿", "宿舍/床号", "")
	for i, c := range children {
		class := strings.NewReplacer("(", "年级", ")", "").Replace(c.Class)
		b.row(c.Name, c.Gender, class, b.date(i+3, c.Birth), strings.ToLower(c.StudentNumber), c.Identity, c.Care,
			map[bool]string{true: "√", false: ""}[c.Boards], c.Bed, "")
	}
	b.row("复核：", "", "", "", "负责人签名：")
	return b.bytes()
}

// date is a birthday in one of the spellings of real lists.
func (b *book) date(i int, birth string) any {
	day, err := time.Parse("2006-01-02", birth)
	check(err)
	serial := int(day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24)
	switch i % 8 {
	case 0:
		return excelize.Cell{StyleID: b.short, Value: serial}
	case 1:
		return day.Format("2006.1.2")
	case 2:
		return day.Format("2006年1月2日")
	case 3:
		n, err := strconv.Atoi(day.Format("20060102"))
		check(err)
		return n
	case 4:
		return excelize.Cell{StyleID: b.chinese, Value: serial}
	case 5:
		return width.Widen.String(birth)
	case 6:
		return serial
	}
	return day.Format("2006/1/2")
}

// telephone is a list of numbers in one of the spellings of real lists.
func telephone(i int, phones []string) any {
	if len(phones) == 0 {
		return []string{"", "无", "-"}[i%3]
	}
	if len(phones) > 1 {
		return strings.Join(phones, []string{"\n", "；", " / "}[i%3])
	}
	n := phones[0]
	switch i % 6 {
	case 0:
		number, err := strconv.Atoi(n)
		check(err)
		return number
	case 1:
		return n[:3] + " " + n[3:7] + " " + n[7:]
	case 2:
		return "+86 " + n
	case 3:
		return width.Widen.String(n)
	case 4:
		return n[:3] + "-" + n[3:7] + "-" + n[7:]
	}
	return n + "（家）"
}
