package roster

import (
	"slices"
	"time"

	"zhixinwu/store/school"
)

// ClockBack keeps those away who were sent away in a time that was none: from today on, whatever day stands in their file.
// A departure that was entered before, for a day that lies ahead again, keeps its day. The way back from an import is
// closed: the scans that forbid it may lie on days to come.
func (*Room) ClockBack(tx *school.Tx, by school.Actor, from time.Time) error {
	day := school.DayOf(from)
	var gone []Child // a scan must not write under its own feet
	if err := EveryChild(tx, func(c Child) error {
		if c.Left > tx.Day && c.Left <= day {
			gone = append(gone, c)
		}
		return nil
	}); err != nil {
		return err
	}
	n, err := namesOf(tx)
	if err != nil {
		return err
	}
	for _, old := range gone {
		c := old
		if ahead, err := leftAhead(tx, c); err != nil {
			return err
		} else if ahead {
			c.Left = tx.Day
		}
		if c, err = writeFile(tx, by, n, old, c, "clock"); err != nil {
			return err
		}
		if err := PutChild(tx, by, c); err != nil { // in the indexes again that a write of that time took it out of
			return err
		}
	}
	last, found, err := rolledOver.Get(tx)
	if err != nil {
		return err
	}
	if found && last > tx.Day {
		undo, kept, err := rolloverUndo.Get(tx)
		if err != nil {
			return err
		}
		if kept && undo.Day == last {
			undo.Day = tx.Day
			if err := rolloverUndo.Put(tx, undo); err != nil {
				return err
			}
		}
		if err := rolledOver.Put(tx, tx.Day); err != nil {
			return err
		}
	}
	return importUndo.Delete(tx, undoKey)
}

// leftAhead reports whether the departure that holds was entered at a moment that lies ahead.
func leftAhead(tx *school.Tx, c Child) (bool, error) {
	changes, err := school.ChangesSince(tx, c.subject(), 0)
	if err != nil {
		return false, err
	}
	for _, ch := range slices.Backward(changes) {
		if slices.ContainsFunc(ch.Fields, func(f school.FieldChange) bool { return f.Field == "left" }) {
			return ch.At.After(tx.Now), nil
		}
	}
	return false, nil
}
