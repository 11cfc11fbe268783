package views

import "zhixinwu/store/urgent"

// KioskUrgent is the screen of a child that has asked for an adult; it looks after its own answer.
type KioskUrgent struct {
	Kiosk
	urgent.Call
	Online bool // somebody is there to hear it
	Rungs  int
}

func (KioskUrgent) Template() string { return "kiosk/urgent" }

// UrgentCall is the part of it that changes.
type UrgentCall struct{ KioskUrgent }

func (UrgentCall) Template() string { return "kiosk/urgentcall" }

// Alarm is what stands above every staff page while a call waits; Told says who was faster.
type Alarm struct {
	List []urgent.Alarm
	Told string
	Base string // of the addresses of its buttons
	Warned
}

func (Alarm) Template() string { return "staff/urgent/alarm" }

// DutyBoard is the duty device's screen.
type DutyBoard struct{ Alarm }

func (DutyBoard) Template() string { return "board/duty" }

var urgentStates = map[urgent.State]string{
	urgent.Asked:     "在等人",
	urgent.Accepted:  "有人去了",
	urgent.Met:       "见到了",
	urgent.Withdrawn: "孩子点了不用了",
}
