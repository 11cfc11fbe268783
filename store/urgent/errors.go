package urgent

import "zhixinwu/store/school"

// What this room refuses.
var (
	ErrMove  = school.NewError(school.Conflict, "urgent.move")
	ErrTaken = school.NewError(school.Conflict, "urgent.taken")
)

// What the audit says was done here.
var (
	actDutySet    = school.NewAction("duty.set")
	actUrgentTake = school.NewAction("urgent.accept")
)
