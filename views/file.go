package views

import (
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
)

// File is a child's file, as a form to those who may change it. It promises that what was typed and could not be
// stored is still in its field.
type File struct {
	roster.File
	Back      string // the list it was opened from
	Sections  []FormSection
	Say       string
	Done      string
	Identity  string // shown once
	Edit      bool   // at least one field may be changed
	Office    bool
	Buildings []school.Building
	Today     school.Day
}

func (f File) History() History { return History{f.Changes, fieldName} }

func (File) Template() string { return "staff/roster/file" }

// NewChild asks for the little that is known on the first day.
type NewChild struct {
	Fields []FormField
	Say    string
}

func (NewChild) Template() string { return "staff/roster/newchild" }

// changeNames say why a file changed, in its history. A test asks for one for each school.Whys.
var changeNames = map[string]string{
	"edit":        "修改",
	"import":      "导入名单",
	"undo":        "撤销",
	"rollover":    "升级",
	"depart":      "离校",
	"return":      "回校",
	"confirm":     "核对",
	"photo":       "照片",
	"dead-number": "号码不通",
	"mentor.left": "老师离开了",
}
