package views

import "zhixinwu/store"

// KioskUrgent is the screen of a child that has asked for an adult; it looks after its own answer.
type KioskUrgent struct {
	Kiosk
	store.Urgent
	Online bool // somebody is there to hear it
	Rungs  int
}

// UrgentCall is the part of it that changes.
type UrgentCall struct{ KioskUrgent }

// Alarm is what stands above every staff page while a call waits; Told says who was faster.
type Alarm struct {
	List []store.Alarm
	Told string
	Base string // of the addresses of its buttons
}

// DutyBoard is the duty device's screen.
type DutyBoard struct{ Alarm }

// Duty is the duty list with the calls of the last days.
type Duty struct {
	store.Duty
	Calls  []store.Alarm
	Places []int // of the list, counted from 0
	Next   int   // minutes
	Say    string
}

func (KioskUrgent) Template() string { return "kiosk/urgent" }
func (UrgentCall) Template() string  { return "kiosk/urgentcall" }
func (Alarm) Template() string       { return "staff/urgent/alarm" }
func (DutyBoard) Template() string   { return "board/duty" }
func (Duty) Template() string        { return "staff/urgent/duty" }

// At is who stands at a place of the list.
func (d Duty) At(i int) string {
	if i < len(d.List) {
		return d.List[i].ID
	}
	return ""
}
