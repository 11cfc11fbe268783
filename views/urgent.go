package views

import "zhixinwu/store/urgent"

// KioskUrgent is the screen of a child that has asked for an adult; it looks after its own answer. It never says that
// somebody comes before somebody has said so, and names a place for a child that cannot wait.
type KioskUrgent struct {
	Kiosk
	urgent.Call
	Online bool // somebody is there to hear it
	Rungs  int
	Beside bool // stands above a letter's return code
}

// Comes is who is on the way, by name; empty when it was said at a bell, which is not a person.
func (k KioskUrgent) Comes() string {
	if k.By == "" {
		return ""
	}
	return k.Answer
}

// Safeties are the answers to 你现在安全吗？.
func (k KioskUrgent) Safeties() []urgent.Safety { return urgent.Safeties }

var safetyNames = map[urgent.Safety]string{
	urgent.Safe:   "安全",
	urgent.Unsafe: "不安全",
	urgent.Unsaid: "不想说",
}

// safetyWords is what the child is told then (DOMAIN C, crisis wording).
var safetyWords = map[urgent.Safety]string{
	urgent.Safe:   "好。就在这里等。",
	urgent.Unsafe: "请马上去找身边的大人，或者打110。",
	urgent.Unsaid: "不想说也可以。就在这里等。",
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
