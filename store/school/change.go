package school

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"zhixinwu/store/kv"
)

const changeRows Bucket[Change] = "change"

// Whys of all changes, so that a test can ask for a name for each.
var Whys []string

// NewWhy registers what a change may be for at the start of the program; its name on a page is in views.
func NewWhy(why string) string {
	Whys = append(Whys, why)
	return why
}

// WhyEdit is an edit by a form.
var WhyEdit = NewWhy("edit")

// Change is one edit of a file or of the settings: nothing is overwritten without a trace of who, when, from and to.
type Change struct {
	At     time.Time
	Staff  string
	Why    string // one of Whys
	Fields []FieldChange
}

// FieldChange is one field as text, before and after.
type FieldChange struct{ Field, From, To string }

// PutChange files what led to a revision of a subject, "child/000001" or "school".
func PutChange(tx *Tx, subject string, revision int, ch Change) error {
	return changeRows.Put(tx, subject+"/"+Padded(revision, 6), ch)
}

// ChangesSince returns the edits after a revision, oldest first.
func ChangesSince(tx *Tx, subject string, revision int) (changes []Change, err error) {
	in := kv.Prefix(subject + "/")
	in.From = subject + "/" + Padded(revision+1, 6)
	err = changeRows.Each(tx, in, func(_ string, ch Change) error {
		changes = append(changes, ch)
		return nil
	})
	return changes, err
}

// Differences compares two sets of fields, in the order of their names.
func Differences(from, to map[string]string) (fields []FieldChange) {
	for name, was := range from {
		if to[name] != was {
			fields = append(fields, FieldChange{name, was, to[name]})
		}
	}
	slices.SortFunc(fields, func(a, b FieldChange) int { return cmp.Compare(a.Field, b.Field) })
	return fields
}

// NamedChange is an edit with the name of who made it.
type NamedChange struct {
	Change
	Who string
}

// NamedChanges returns all edits of a subject, the latest first.
func NamedChanges(tx *Tx, subject string) (changes []NamedChange, err error) {
	err = changeRows.KeysBack(tx, kv.Prefix(subject+"/"), func(key string) error {
		ch, err := changeRows.Must(tx, key)
		if err != nil {
			return err
		}
		who, err := StaffName(tx, ch.Staff)
		changes = append(changes, NamedChange{ch, who})
		return err
	})
	return changes, err
}

// RewriteChanges lets a migration change what stands in the history of the subjects that begin alike.
func RewriteChanges(tx *Tx, subjects string, change func(*Change)) error {
	changes := map[string]Change{} // a scan must not write under its own feet
	if err := changeRows.Each(tx, kv.Prefix(subjects), func(key string, ch Change) error {
		changes[key] = ch
		return nil
	}); err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(changes)) {
		ch := changes[key]
		change(&ch)
		if err := changeRows.Put(tx, key, ch); err != nil {
			return err
		}
	}
	return nil
}

// DropChanges forgets all edits of a subject.
func DropChanges(tx *Tx, subject string) error {
	return changeRows.Expire(tx, kv.Prefix(subject+"/"), func(Change) bool { return true })
}
