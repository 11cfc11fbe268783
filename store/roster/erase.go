package roster

import (
	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

// EraseFile deletes the file of a child who has left, as a guardian may ask (个人信息保护法 47, 未成年人网络保护条例 34). What
// stays: that there was a child with this id and until when, because sign-ins, talks and counts point to it and would
// otherwise seem to be of nobody; the audit, because 条例 36 asks for a record of every access; and the counselors' notes, which
// nobody but their readers can open and which may be evidence of harm (条例 38). None of them names the child. What others
// have written of it in free words, and the history of other files, may; the page says so.
// While a child is at school the file is the school's duty (未成年人保护法 29) and is ErrStillHere.
func (s *Room) EraseFile(actor school.Actor, id, by string) error {
	return s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleOffice); err != nil {
			return err
		}
		c, err := childRows.Must(tx, id)
		if err != nil {
			return err
		}
		if c.Erased.Day != "" {
			return nil
		}
		if c.Here(tx.Day) {
			return ErrStillHere
		}
		if !school.ValidName(by) {
			return school.ErrName
		}
		if err := school.DropChanges(tx, c.subject()); err != nil {
			return err
		}
		if err := identities.Delete(tx, id); err != nil {
			return err
		}
		if err := deletePhoto(tx, c.Photo); err != nil {
			return err
		}
		if err := importUndo.Delete(tx, undoKey); err != nil { // it holds whole files
			return err
		}
		tx.Wipe = true // erased is erased: the pages that held the file are written over
		if err := school.Record(tx, actor, actFileErase, id); err != nil {
			return err
		}
		if err := forgetHelper(tx, actor, c); err != nil {
			return err
		}
		if err := PutChild(tx, actor, Child{
			ID: id, Name: erasedName, Revision: c.Revision, Class: c.Class, Serial: c.Serial,
			Left: c.Left, LeftWhy: c.LeftWhy, Erased: Erasure{tx.Day, by},
		}); err != nil {
			return err
		}
		return tx.Tell(func(f school.Follower) error { return f.ChildErased(tx, actor, id) })
	})
}

// forgetHelper empties 学习帮手 in the files that name the child there. Where another child has the same name nobody can
// tell whom a file means, and it stays. The trace does not repeat the name.
func forgetHelper(tx *school.Tx, actor school.Actor, gone Child) error {
	var helped []Child // a scan must not write under its own feet
	namesake := false
	if err := childRows.Each(tx, kv.Range{}, func(_ string, c Child) error {
		namesake = namesake || c.Name == gone.Name && c.ID != gone.ID
		if c.Helper == gone.Name && c.ID != gone.ID {
			helped = append(helped, c)
		}
		return nil
	}); err != nil || namesake || len(helped) == 0 {
		return err
	}
	n, err := namesOf(tx)
	if err != nil {
		return err
	}
	for _, old := range helped {
		c := old
		old.Helper, c.Helper = erasedName, ""
		if _, err := writeFile(tx, actor, n, old, c, whyErase); err != nil {
			return err
		}
	}
	return nil
}

const erasedName = "（已删除）"
