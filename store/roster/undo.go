package roster

import (
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

const importUndo school.Bucket[ImportUndo] = "undo"

const undoKey = "import"

// ImportUndo is what leads back to before the last import: for each file the revision that the import left, and what
// it was before. It holds whole files, so a file that is deleted takes it along (EraseFile).
type ImportUndo struct {
	At    time.Time
	Staff string
	Rows  []undoRow
}

type undoRow struct {
	Child    string
	Revision int    // after the import
	Old      *Child `json:",omitempty"` // nil for a new file
}

// LastImport returns the import that can still be undone.
func (s *Room) LastImport(actor school.Actor) (undo ImportUndo, found bool, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleOffice); err != nil {
			return err
		}
		undo, found, err = importUndo.Get(tx, undoKey)
		return err
	})
	return undo, found, err
}

// UndoImport takes the last import back, and returns how many files it left as they are because something has
// happened on them since: an edit, a print of the card, a scan, or what only another room knows (known). A new file goes
// with its card, a changed one gets its old fields back with a trace in its history. It can be done once;
// school.ErrNotFound afterwards.
//
// First every file by itself (usedSince), without asking for beds; then, once all are back, whoever finds the old bed
// taken by a child that was left yields it.
func UndoImport(tx *school.Tx, actor school.Actor, known func(child string) (bool, error)) (undone, left int, err error) {
	if err := actor.May(school.RoleOffice); err != nil {
		return 0, 0, err
	}
	undo, err := importUndo.Must(tx, undoKey)
	if err != nil {
		return 0, 0, err
	}
	n, err := namesOf(tx)
	if err != nil {
		return 0, 0, err
	}
	var back []Child
	for _, r := range undo.Rows {
		c, err := childRows.Must(tx, r.Child)
		if err != nil {
			return 0, 0, err
		}
		used, err := usedSince(tx, c, r, school.DayOf(undo.At.In(tx.Now.Location())))
		if err == nil && !used && r.Old == nil {
			used, err = known(c.ID)
		}
		switch {
		case err != nil:
			return 0, 0, err
		case used:
			left++
			continue
		case r.Old == nil:
			err = dropChild(tx, c)
		default:
			if c, err = writeFile(tx, actor, n, c, *r.Old, whyUndo); err == nil {
				back = append(back, c)
			}
		}
		if err != nil {
			return 0, 0, err
		}
		undone++
	}
	for _, old := range back { // once all are back: the list may have swapped beds
		c := old
		if err := yieldBed(tx, &c); err != nil {
			return 0, 0, err
		}
		if _, err := writeFile(tx, actor, n, old, c, whyUndo); err != nil {
			return 0, 0, err
		}
	}
	if err := school.Record(tx, actor, actImportUndo, ""); err != nil {
		return 0, 0, err
	}
	return undone, left, importUndo.Delete(tx, undoKey)
}

// usedSince reports whether anything happened on a file after the import. Looking at it is nothing.
func usedSince(tx *school.Tx, c Child, r undoRow, day school.Day) (used bool, err error) {
	if r.Old != nil {
		return c.Revision != r.Revision, nil
	}
	if c.Revision > 0 || c.Serial > 1 || c.Photo != "" {
		return true, nil
	}
	for ; day <= tx.Day && !used; day = day.Add(1) {
		_, used, err = visit.LastSignin(tx, day, c.ID)
		if err != nil {
			return used, err
		}
	}
	if used {
		return true, nil
	}
	err = school.EachAudit(tx, c.ID, func(row school.Audit) error {
		if row.Action != actFileRead {
			used = true
			return kv.ErrStop
		}
		return nil
	})
	return used, err
}
