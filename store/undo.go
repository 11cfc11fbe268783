package store

import (
	"strings"
	"time"

	"zhixinwu/store/kv"
)

// ImportUndo is what leads back to before the last import.
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
func (s *Store) LastImport(actor Actor) (undo ImportUndo, found bool, err error) {
	err = s.view(func(tx *tx) error {
		if err := actor.may(RoleOffice); err != nil {
			return err
		}
		undo, found, err = get[ImportUndo](tx, "undo", "import")
		return err
	})
	return undo, found, err
}

// UndoImport takes the last import back, and returns how many files it left as they are because something has happened on
// them since: an edit, a print of the card, a scan.
func (s *Store) UndoImport(actor Actor) (undone, left int, err error) {
	err = s.update(func(tx *tx) error {
		undone, left = 0, 0
		if err := actor.may(RoleOffice); err != nil {
			return err
		}
		undo, err := must[ImportUndo](tx, "undo", "import")
		if err != nil {
			return err
		}
		n, err := namesOf(tx)
		if err != nil {
			return err
		}
		var back []Child
		for _, r := range undo.Rows {
			c, err := must[Child](tx, "child", r.Child)
			if err != nil {
				return err
			}
			used, err := usedSince(tx, c, r, DayOf(undo.At.In(tx.now.Location())))
			switch {
			case err != nil:
				return err
			case used:
				left++
				continue
			case r.Old == nil:
				err = s.dropChild(tx, c)
			default:
				if c, err = writeFile(tx, actor, n, c, *r.Old, "undo"); err == nil {
					back = append(back, c)
				}
			}
			if err != nil {
				return err
			}
			undone++
		}
		for _, old := range back { // once all are back: the list may have swapped beds
			c := old
			if err := yieldBed(tx, &c); err != nil {
				return err
			}
			if _, err := writeFile(tx, actor, n, old, c, "undo"); err != nil {
				return err
			}
		}
		if err := audit(tx, actor, actImportUndo, ""); err != nil {
			return err
		}
		return tx.Delete("undo", "import")
	})
	return undone, left, err
}

// usedSince reports whether anything happened on a file after the import. Looking at it is nothing.
func usedSince(tx *tx, c Child, r undoRow, day Day) (used bool, err error) {
	if r.Old != nil {
		return c.Revision != r.Revision, nil
	}
	if c.Revision > 0 || c.Serial > 1 || c.Photo != "" {
		return true, nil
	}
	for ; day <= tx.day && !used; day = day.Add(1) {
		_, used, err = get[Signin](tx, "signin-day", string(day)+"/"+c.ID)
		if err != nil {
			return used, err
		}
	}
	if used {
		return true, nil
	}
	err = tx.Scan("audit-subject", kv.Prefix(c.ID+"/"), func(key string, _ []byte) error {
		row, err := must[Audit](tx, "audit", strings.TrimPrefix(key, c.ID+"/"))
		if err == nil && row.Action != actFileRead {
			used = true
			err = kv.ErrStop
		}
		return err
	})
	return used, err
}
