package roster

import (
	"slices"

	"zhixinwu/store/school"
)

// settleTasks closes the tasks whose reason a new version of the file took away: the dead number is not in it any more, or
// is not dead.
func settleTasks(tx *school.Tx, c Child) error {
	open, err := tasksOf(tx, c.ID)
	if err != nil {
		return err
	}
	for _, t := range open {
		if t.Kind != TaskDeadNumber || t.Number == "" || c.hasDead(t.Number) {
			continue
		}
		t.Closed = tx.Now
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

// DeadNumber marks the number that was called as dead in the files of all who were to talk, and opens a task for
// each. Where nobody said which it was, it is the only one that is left, or none is marked and the task says so. A
// number that is marked already changes no file; the same task is not opened twice.
func DeadNumber(tx *school.Tx, children []string, relation string, phone int, by string) error {
	for _, id := range children {
		c, err := childRows.Must(tx, id)
		if err != nil {
			return err
		}
		i, j := c.called(relation, phone)
		task := Task{Child: id, Kind: TaskDeadNumber, By: by}
		if i >= 0 {
			task.Relation, task.Number = c.Family[i].Relation, c.Family[i].Phones[j].Number
			if c.Family[i].Phones[j].Dead == "" {
				c.Family = slices.Clone(c.Family)
				c.Family[i].Phones = slices.Clone(c.Family[i].Phones)
				c.Family[i].Phones[j].Dead = tx.Day
				c.Revision++
				dead := school.FieldChange{Field: "phone.dead", To: task.Relation}
				change := school.Change{At: tx.Now, Staff: by, Why: whyDead, Fields: []school.FieldChange{dead}}
				if err := school.PutChange(tx, c.subject(), c.Revision, change); err != nil {
					return err
				}
				if err := PutChild(tx, school.Actor{Staff: school.Staff{ID: by}}, c); err != nil {
					return err
				}
				if err := school.Record(tx, school.Actor{Staff: school.Staff{ID: by}}, actFamilyDead, id); err != nil {
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

// called finds the number that a talk was to, by what its ticket says; -1 where it is not known.
func (c Child) called(relation string, nth int) (relative, phone int) {
	relative, all, living := -1, 0, 0
	for i, r := range c.Family {
		for j, p := range r.Phones {
			if relation == r.Relation && nth == j {
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
	if relation != "" || living != 1 && all != 1 {
		return -1, 0
	}
	return relative, phone
}
