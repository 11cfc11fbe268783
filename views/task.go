package views

import "zhixinwu/store"

// Tasks is what a class teacher has to see to.
type Tasks struct{ Rows []store.TaskRow }

func (Tasks) Template() string { return "staff/roster/tasks" }

var taskNames = map[store.TaskKind]string{store.TaskDeadNumber: "号码不通"}
