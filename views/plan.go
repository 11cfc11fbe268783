package views

import "zhixinwu/store/heart"

// Plan is a counselor's week to be edited. Days and Groups are as typed, so that a mistake is mended and not typed
// again.
type Plan struct {
	heart.PlanPage
	Days    []PlanDay
	Groups  []string // as typed
	Faces   []string
	Form    AwayForm
	Say     string
	Clashes Clashes
	Moves   Moves  // that the week, if it is stored as typed, would make
	Stored  bool   // an absence was entered or taken back
	Done    Moves  // that were made
	Link    string // a fresh calendar link, shown once
}

func (Plan) Template() string { return "staff/heart/plan" }

// PlanDay is one weekday's hours as text.
type PlanDay struct {
	Weekday int
	Name    string
	Hours   string
}

var faceNames = map[string]string{"sun": "太阳", "flower": "小花", "tree": "大树", "cloud": "云"}
