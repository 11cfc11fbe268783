package views

import (
	"testing"

	"zhixinwu/store/roster"
	"zhixinwu/store/school"
)

func fileFixtures() []Page {
	file := roster.File{Child: aChild, Missing: []string{"phone"}, ID: true, Changes: []school.NamedChange{
		{Change: school.Change{Why: "edit", Fields: []school.FieldChange{{Field: "name", From: "a"}}}},
	}}
	sections := []FormSection{{"孩子", []FormField{
		{Key: "name", Edit: true, Wrong: "x", Missing: true},
		{Key: "gender", Edit: true, Options: []string{"", "女"}},
		{Key: "class", Value: "x", Clash: &school.Clash{}},
	}}}
	return []Page{
		File{
			File: file, Sections: sections, Say: "x", Done: "x", Identity: "1", Edit: true, Office: true,
			Buildings: []school.Building{{ID: "01"}},
		},
		NewChild{Fields: sections[0].Fields},
	}
}

// TestEveryChangeHasAName in the history of a file.
func TestEveryChangeHasAName(t *testing.T) {
	for _, why := range school.Whys {
		if changeNames[why] == "" {
			t.Errorf("no name for a change by %s", why)
		}
	}
	if len(school.Whys) < 10 {
		t.Errorf("only %v are known", school.Whys)
	}
}
