package views

import "zhixinwu/store/roster"

// Tasks is what a class teacher has to see to. A dead number is mended in the child's file, and the task ends with
// it.
type Tasks struct{ Rows []roster.TaskRow }

func (Tasks) Template() string { return "staff/roster/tasks" }

var taskNames = map[roster.TaskKind]string{roster.TaskDeadNumber: "号码不通"}
