package views

import (
	"testing"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
)

var aRoster = RosterRows{
	Listing: roster.Listing{Of: 2, Complete: 1},
	Rows:    []roster.Row{{Child: aChild, Missing: []string{"phone", "bed"}}, {Child: aChild}},
	More:    2,
	Edit:    true,
}

func rosterFixtures() []Page {
	return []Page{
		Roster{
			Path: "/p", Query: roster.Query{Care: "both"}, RosterRows: aRoster, Cares: roster.Cares,
			Lacks: Lacks, Classes: []school.Class{aChild.Class},
		},
		aRoster,
		Office{Roster: aRoster.Listing, Lacking: []Lack{{"phone", 3}}, Edit: true},
		Office{},
	}
}

// TestEveryLackHasAName: a file may lack nothing that a page cannot call by name.
func TestEveryLackHasAName(t *testing.T) {
	for _, key := range Lacks {
		if fieldName(key) == "" {
			t.Errorf("no name for the field %s", key)
		}
	}
}
