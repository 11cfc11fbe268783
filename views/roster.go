package views

import (
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
)

// Office is the overview: what the roster still lacks, in the order of Lacks, and the ways to mend it.
type Office struct {
	Roster       roster.Listing
	Lacking      []Lack
	Verification roster.Verification
	Edit         bool // the office; the head only looks
}

func (Office) Template() string { return "staff/roster/office" }

// Lack is how many files lack one thing.
type Lack struct {
	Key   string
	Count int
}

// Lacks are what a file may lack, in the order in which a school can mend it.
var Lacks = []string{
	"phone", "guardian.name", "guardian.phones", "care", "father.name", "mother.name", "father.workplace",
	"mother.workplace", "address", "boards", "bed", "consent.day", "confirmed", "mentors", "birth", "gender", "number",
}

// Roster is a searchable list of children; RosterRows its living part.
type Roster struct {
	Path, Title string
	Query       roster.Query
	RosterRows
	Cares   []roster.Care
	Lacks   []string
	Classes []school.Class
}

// RosterRows are the rows that htmx puts in place of #rows while somebody types.
type RosterRows struct {
	roster.Listing
	Rows   []roster.Row // the first of them
	More   int          // found and not shown
	Edit   bool         // the actor may print cards and enter children
	Export string       // address of the same search as a workbook
}

func (Roster) Template() string     { return "staff/roster/roster" }
func (RosterRows) Template() string { return "staff/roster/rosterrows" }
