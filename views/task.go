package views

import "zhixinwu/store/roster"

// Tasks is what a class teacher has to see to.
type Tasks struct{ Rows []roster.TaskRow }

func (Tasks) Template() string { return "staff/roster/tasks" }

var taskNames = map[roster.TaskKind]string{roster.TaskDeadNumber: "号码不通"}
