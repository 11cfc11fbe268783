package views

import (
	"time"
	"zhixinwu/store/heart"
	"zhixinwu/store/school"
)

// Plan is a counselor's week to be edited. Days and Groups are as typed, so that a mistake is mended and not typed
// again.
type Plan struct {
	heart.PlanPage
	Days    []PlanDay
	Groups  []string // as typed
	Faces   []string
	Reasons []string
	Today   school.Day
	Say     string
	Clashes Clashes
	Moved   *int   // bookings that an exception has moved
	Link    string // a fresh calendar link, shown once
}

func (Plan) Template() string { return "staff/heart/plan" }

// PlanDay is one weekday's hours as text.
type PlanDay struct {
	Weekday int
	Name    string
	Hours   string
}

// DoorBoard is the display at the door of 知心屋.
type DoorBoard struct {
	Rooms []heart.DoorRoom
	Now   time.Time
}

func (DoorBoard) Template() string { return "board/door" }

// awayNames are for colleagues; children are told the new time and no reason.
var awayNames = map[string]string{"meeting": "开会", "exam": "考试", "sick": "生病", "event": "活动", "other": "别的事"}

var faceNames = map[string]string{"sun": "太阳", "flower": "小花", "tree": "大树", "cloud": "云"}
