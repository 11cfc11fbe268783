package roster

import (
	"slices"
	"strings"
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

const openTasks school.Index = "task-open"
const taskSeq school.Sequence = "task-seq"

const tasks school.Bucket[Task] = "task"

// TaskKind is what somebody has to see to.
type TaskKind string

// TaskDeadNumber: a number of the family leads nowhere; the class teacher asks for the new one.
const TaskDeadNumber TaskKind = "dead-number"

// Task waits for the teacher of a child's class. It ends by itself when its reason does, or by a tap:
//
//	open → closed  the file has the number no more, or not as dead (settleTasks)
//	open → closed  the teacher says so (CloseTask)
type Task struct {
	N        int
	Child    string
	Kind     TaskKind
	Relation string    `json:",omitempty"`
	Number   string    `json:",omitempty"`
	Opened   time.Time `json:",omitzero"`
	By       string    `json:",omitempty"` // who found it; empty: the child at the line
	Closed   time.Time `json:",omitzero"`
	ClosedBy string    `json:",omitempty"` // empty: its reason ended
}

// putTask is the only writer of a task and its index. A closed one keeps no number: what is not in the file is nowhere.
func putTask(tx *school.Tx, t Task) error {
	open := t.Child + "/" + school.Padded(t.N, 8)
	err := openTasks.Delete(tx, open)
	if t.Closed.IsZero() {
		err = openTasks.Mark(tx, open)
	} else {
		t.Number = ""
	}
	if err != nil {
		return err
	}
	return tasks.Put(tx, school.Padded(t.N, 8), t)
}

// openTask opens a task unless the same one is open.
func openTask(tx *school.Tx, t Task) error {
	open, err := tasksOf(tx, t.Child)
	same := func(o Task) bool { return o.Kind == t.Kind && o.Relation == t.Relation && o.Number == t.Number }
	if err != nil || slices.ContainsFunc(open, same) {
		return err
	}
	if t.N, err = taskSeq.Next(tx); err != nil {
		return err
	}
	t.Opened = tx.Now
	return putTask(tx, t)
}

// tasksOf returns a child's open tasks, the oldest first.
func tasksOf(tx *school.Tx, child string) (open []Task, err error) {
	err = openTasks.Keys(tx, kv.Prefix(child+"/"), func(key string) error {
		t, err := tasks.Must(tx, key[strings.IndexByte(key, '/')+1:])
		open = append(open, t)
		return err
	})
	return open, err
}

// TaskRow is a task with its child.
type TaskRow struct {
	Task
	Of  Child
	Who string // found it
}

// Tasks are the open ones of the actor's own classes, the oldest first. A task follows its child: in another class it
// is another teacher's.
func (s *Room) Tasks(actor school.Actor) (rows []TaskRow, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleTeacher); err != nil {
			return err
		}
		rows = nil
		for _, class := range actor.Staff.Classes {
			if err := EachChild(tx, kv.Prefix(class.Key()+"/"), func(c Child) error {
				open, err := tasksOf(tx, c.ID)
				if err != nil {
					return err
				}
				for _, t := range open {
					row := TaskRow{Task: t, Of: c}
					if row.Who, err = school.StaffName(tx, t.By); err != nil {
						return err
					}
					rows = append(rows, row)
				}
				return nil
			}); err != nil {
				return err
			}
		}
		slices.SortFunc(rows, func(a, b TaskRow) int { return a.N - b.N })
		return nil
	})
	return rows, err
}

// CloseTask ends a task of one of the actor's classes, with an audit row; one that is closed stays as it is.
func (s *Room) CloseTask(actor school.Actor, n int) error {
	return s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleTeacher); err != nil {
			return err
		}
		t, err := tasks.Must(tx, school.Padded(n, 8))
		if err != nil {
			return err
		}
		c, err := childRows.Must(tx, t.Child)
		if err != nil {
			return err
		}
		if !actor.Staff.HasClass(c.Class) {
			return school.ErrForbidden
		}
		if !t.Closed.IsZero() {
			return nil
		}
		t.Closed, t.ClosedBy = tx.Now, actor.ID()
		if err := school.Record(tx, actor, actTaskClose, t.Child); err != nil {
			return err
		}
		return putTask(tx, t)
	})
}
