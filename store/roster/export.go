package roster

import (
	"bytes"
	"fmt"
	"slices"

	"zhixinwu/store/school"
	"zhixinwu/store/sheet"
)

// Workbook is a file to download.
type Workbook struct {
	Name string
	Data []byte
}

// columnsFor are the fields that a role may take out of the house: the office all of them, a class teacher what is
// checked with the family, the head what is needed to count (未成年人网络保护条例 36: no more than the duty needs). Identity
// numbers are nobody's: their field is Virtual.
func columnsFor(actor school.Actor) (fields []Field) {
	counted := []string{"name", "gender", "class", "boards", "building", "room", "bed", "care", "custody"}
	for _, f := range Fields {
		switch {
		case f.Virtual:
		case actor.May(school.RoleOffice) == nil,
			slices.Contains(counted, f.Key),
			actor.May(school.RoleTeacher) == nil && (f.Contact || f.Key == "birth" || f.Key == "mentors" || f.Key == "helper"):
			fields = append(fields, f)
		}
	}
	return fields
}

// Export writes what a query finds among the children that the actor may see into a workbook, which leaves an audit row.
// The office's has the columns of an import, and importing it changes nothing. A second worksheet says who took it out
// and when.
//
// Whom and which columns the actor may have is decided first; the row is committed before the workbook is made, so
// that nothing leaves the house unrecorded.
func (s *Room) Export(actor school.Actor, q Query) (x Workbook, err error) {
	r, err := s.Listing(actor, q)
	if err != nil {
		return x, err
	}
	settings, err := s.school.Settings()
	if err != nil {
		return x, err
	}
	fields := columnsFor(actor)
	var titles []string
	for _, f := range fields {
		titles = append(titles, f.Names[0])
	}
	var rows [][]string
	if err := s.school.Update(func(tx *school.Tx) error {
		rows = nil
		n, err := namesOf(tx)
		if err != nil {
			return err
		}
		for _, row := range r.Rows {
			values := n.values(row.Child)
			var cells []string
			for _, f := range fields {
				cells = append(cells, values[f.Key])
			}
			rows = append(rows, cells)
		}
		return school.Record(tx, actor, actRosterTaken, "")
	}); err != nil {
		return x, err
	}
	now := s.school.Now()
	about := []string{
		settings.Name + " 学生名单",
		fmt.Sprintf("%d 个孩子", len(rows)),
		"导出人：" + actor.Staff.Name,
		"导出时间：" + now.Format("2006-01-02 15:04"),
		"里面有孩子和家人的个人信息，用完请删除，不要转发。",
	}
	var out bytes.Buffer
	err = sheet.WriteXLSX(&out, titles, rows, about)
	return Workbook{"学生名单-" + now.Format("20060102") + ".xlsx", out.Bytes()}, err
}

// Template is an empty list with the columns of an import; it holds nobody, so it leaves no audit row.
func (s *Room) Template(actor school.Actor) (x Workbook, err error) {
	if err := actor.May(school.RoleOffice); err != nil {
		return x, err
	}
	var titles []string
	for _, f := range columnsFor(actor) {
		titles = append(titles, f.Names[0])
	}
	var out bytes.Buffer
	err = sheet.WriteXLSX(&out, titles, nil, []string{"一行一个孩子，姓名和班级必填，别的可以先空着。", "班级写成 三(2)班，日期写成 2015-03-08，几个电话用顿号隔开。"})
	return Workbook{"学生名单-空表.xlsx", out.Bytes()}, err
}
