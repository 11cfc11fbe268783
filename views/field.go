package views

import (
	"slices"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
)

// FormSection is a group of fields of a file.
type FormSection struct {
	Name   string
	Fields []FormField
}

// FormField is a field with what stands in it, and what is wrong with that. Clash is what a colleague stored
// meanwhile: both values are shown, and the actor decides.
type FormField struct {
	Key, Label, Value string
	Options           []string
	Long, Edit        bool
	Wrong             string
	Clash             *school.Clash
	Missing           bool
	First             bool // of those that need another look: the page opens there
}

var sectionNames = map[string]string{
	"child":    "孩子",
	"dorm":     "住校",
	"care":     "家",
	"father":   "爸爸",
	"mother":   "妈妈",
	"guardian": "监护人",
	"elders":   "爷爷奶奶、外公外婆",
	"village":  "村里的联系人",
	"pairing":  "结对帮扶",
	"consent":  "监护人同意",
	"note":     "备注",
}

// Sections lays out a file as a form, in the order of roster.Fields. typed, wrong and clashes are of an edit that was
// not stored; all three may be empty. What was typed wins over what is stored, so that nothing has to be typed twice.
// A field that the actor may not change is shown only when something stands in it; edit is false when there is none
// to change.
func Sections(
	f roster.File, typed map[string]string, wrong []roster.FieldError, clashes []school.Clash,
) (sections []FormSection, edit bool) {
	marked := false
	for _, field := range roster.Fields {
		if field.Virtual {
			continue
		}
		value := f.Values[field.Key]
		if v, is := typed[field.Key]; is {
			value = v
		}
		ff := FieldOf(field, value, wrong)
		ff.Edit, ff.Missing = f.MayEdit(field), slices.Contains(f.Missing, field.Key)
		for _, cl := range clashes {
			if cl.Field == field.Key {
				ff.Value, ff.Clash = cl.Mine, &cl
			}
		}
		if !ff.Edit && ff.Value == "" {
			continue
		}
		edit = edit || ff.Edit
		ff.First = !marked && (ff.Wrong != "" || ff.Clash != nil)
		marked = marked || ff.First
		if n := len(sections); n == 0 || sections[n-1].Name != sectionNames[field.Section] {
			sections = append(sections, FormSection{Name: sectionNames[field.Section]})
		}
		last := &sections[len(sections)-1]
		last.Fields = append(last.Fields, ff)
	}
	return sections, edit
}

// FieldOf is a field to fill in, with what is wrong with it.
func FieldOf(f roster.Field, value string, wrong []roster.FieldError) FormField {
	ff := FormField{Key: f.Key, Label: f.Names[0], Value: value, Long: f.Long, Edit: true, Options: fieldOptions[f.Key]}
	for _, w := range wrong {
		if w.Field == f.Key {
			ff.Wrong = sentenceOf(w.Err)
		}
	}
	return ff
}

var fieldOptions = func() map[string][]string {
	options := map[string][]string{
		"gender":        {"", "女", "男"},
		"boards":        {"", "否", "是"},
		"consent.paper": {"否", "是"},
		"care":          {""},
	}
	for _, c := range roster.Cares {
		options["care"] = append(options["care"], c.String())
	}
	return options
}()

// fieldName is how a field, or a part of the status, is called on a page.
func fieldName(key string) string {
	if f, known := roster.FieldOf(key); known {
		return f.Names[0]
	}
	return statusNames[key]
}

var statusNames = map[string]string{
	"left":       "离校日",
	"left.why":   "离校原因",
	"confirmed":  "核对联系卡",
	"photo":      "照片",
	"phone":      "能打通的电话",
	"phone.dead": "打不通的号码",
}
