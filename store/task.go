package store

import (
	"slices"
	"strings"
	"time"

	"zhixinwu/store/kv"
)

// TaskKind is what somebody has to see to.
type TaskKind string

// TaskDeadNumber: a number of the family leads nowhere; the class teacher asks for the new one.
const TaskDeadNumber TaskKind = "dead-number"

// Task waits for the teacher of a child's class. It ends by itself when its reason does, or by a tap.
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
func putTask(tx *tx, t Task) error {
	open := t.Child + "/" + number(t.N, 8)
	err := tx.Delete("task-open", open)
	if t.Closed.IsZero() {
		err = tx.Put("task-open", open, nil)
	} else {
		t.Number = ""
	}
	if err != nil {
		return err
	}
	return put(tx, "task", number(t.N, 8), t)
}

// openTask opens a task unless the same one is open.
func openTask(tx *tx, t Task) error {
	open, err := tasksOf(tx, t.Child)
	if err != nil || slices.ContainsFunc(open, func(o Task) bool { return o.Kind == t.Kind && o.Relation == t.Relation && o.Number == t.Number }) {
		return err
	}
	if t.N, err = next(tx, "task-seq"); err != nil {
		return err
	}
	t.Opened = tx.now
	return putTask(tx, t)
}

// tasksOf returns a child's open tasks, the oldest first.
func tasksOf(tx *tx, child string) (open []Task, err error) {
	err = tx.Scan("task-open", kv.Prefix(child+"/"), func(key string, _ []byte) error {
		t, err := must[Task](tx, "task", key[strings.IndexByte(key, '/')+1:])
		open = append(open, t)
		return err
	})
	return open, err
}

// settleTasks closes the tasks whose reason a new version of the file took away: the dead number is not in it any more, or
// is not dead.
func settleTasks(tx *tx, c Child) error {
	open, err := tasksOf(tx, c.ID)
	if err != nil {
		return err
	}
	for _, t := range open {
		if t.Kind != TaskDeadNumber || t.Number == "" || c.hasDead(t.Number) {
			continue
		}
		t.Closed = tx.now
		if err := putTask(tx, t); err != nil {
			return err
		}
	}
	return nil
}

func (c Child) hasDead(number string) bool {
	return slices.ContainsFunc(c.Family, func(r Relative) bool {
		return slices.ContainsFunc(r.Phones, func(p Phone) bool { return p.Number == number && p.Dead != "" })
	})
}

// shareNumber reports whether two files have a number of the family in common, as those of siblings do.
func shareNumber(a, b Child) bool {
	return slices.ContainsFunc(a.Family, func(r Relative) bool {
		return slices.ContainsFunc(r.Phones, func(p Phone) bool {
			return slices.ContainsFunc(b.Family, func(o Relative) bool {
				return slices.ContainsFunc(o.Phones, func(q Phone) bool { return q.Number == p.Number })
			})
		})
	})
}

// deadNumber marks the number that was called as dead in the files of all who were to talk, and opens a task for each. Where
// nobody said which it was, it is the only one that is left, or none is marked and the task says so.
func deadNumber(tx *tx, t Ticket, by string) error {
	for _, id := range t.children() {
		c, err := must[Child](tx, "child", id)
		if err != nil {
			return err
		}
		i, j := c.called(t)
		task := Task{Child: id, Kind: TaskDeadNumber, By: by}
		if i >= 0 {
			task.Relation, task.Number = c.Family[i].Relation, c.Family[i].Phones[j].Number
			if c.Family[i].Phones[j].Dead == "" {
				c.Family = slices.Clone(c.Family)
				c.Family[i].Phones = slices.Clone(c.Family[i].Phones)
				c.Family[i].Phones[j].Dead = tx.day
				c.Revision++
				change := Change{At: tx.now, Staff: by, Why: "dead-number", Fields: []FieldChange{{Field: "phone.dead", To: task.Relation}}}
				if err := putChange(tx, c.subject(), c.Revision, change); err != nil {
					return err
				}
				if err := putChild(tx, c); err != nil {
					return err
				}
				if err := audit(tx, Actor{Staff: Staff{ID: by}}, actFamilyDead, id); err != nil {
					return err
				}
			}
		}
		if err := openTask(tx, task); err != nil {
			return err
		}
	}
	return nil
}

// called finds the number that a ticket's talk was to; -1 where it is not known.
func (c Child) called(t Ticket) (relative, phone int) {
	relative, all, living := -1, 0, 0
	for i, r := range c.Family {
		for j, p := range r.Phones {
			if t.Whom == r.Relation && t.Phone == j {
				return i, j
			}
			all++
			if p.Dead == "" {
				living++
			}
			if p.Dead == "" || all == 1 {
				relative, phone = i, j
			}
		}
	}
	if t.Whom != "" || living != 1 && all != 1 {
		return -1, 0
	}
	return relative, phone
}

// TaskRow is a task with its child.
type TaskRow struct {
	Task
	Of  Child
	Who string // found it
}

// Tasks are the open ones of the actor's own classes, the oldest first.
func (s *Store) Tasks(actor Actor) (rows []TaskRow, err error) {
	err = s.view(func(tx *tx) error {
		if err := actor.may(RoleTeacher); err != nil {
			return err
		}
		rows = nil
		for _, class := range actor.Staff.Classes {
			if err := tx.Scan("class", kv.Prefix(class.key()+"/"), func(key string, _ []byte) error {
				open, err := tasksOf(tx, key[strings.IndexByte(key, '/')+1:])
				if err != nil {
					return err
				}
				for _, t := range open {
					row := TaskRow{Task: t}
					if row.Of, err = must[Child](tx, "child", t.Child); err != nil {
						return err
					}
					if row.Who, err = staffName(tx, t.By); err != nil {
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

// CloseTask ends a task of one of the actor's classes; one that is closed stays as it is.
func (s *Store) CloseTask(actor Actor, n int) error {
	return s.update(func(tx *tx) error {
		if err := actor.may(RoleTeacher); err != nil {
			return err
		}
		t, err := must[Task](tx, "task", number(n, 8))
		if err != nil {
			return err
		}
		c, err := must[Child](tx, "child", t.Child)
		if err != nil {
			return err
		}
		if !actor.Staff.hasClass(c.Class) {
			return ErrForbidden
		}
		if !t.Closed.IsZero() {
			return nil
		}
		t.Closed, t.ClosedBy = tx.now, actor.ID()
		if err := audit(tx, actor, actTaskClose, t.Child); err != nil {
			return err
		}
		return putTask(tx, t)
	})
}
