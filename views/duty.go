package views

import "zhixinwu/store/urgent"

// Duty is the duty list with the calls of the last days.
type Duty struct {
	urgent.Duty
	Form    urgent.DutyList // what stands in the fields
	Clashes Clashes
	Sees    bool // the reader is one of those who may see the calls
	Calls   []urgent.Alarm
	Places  []int // of the list, counted from 0
	Next    int   // minutes
	Say     string
}

func (Duty) Template() string { return "staff/urgent/duty" }

// At is who stands at a place of the list.
func (d Duty) At(i int) string {
	if i < len(d.Form.Staff) {
		return d.Form.Staff[i]
	}
	return ""
}
