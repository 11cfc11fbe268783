package school

import (
	"slices"
	"time"
)

// Part is a part of a record that a form shows as one field: what two people may change at once without meeting.
type Part[T any] struct {
	Key  string
	Text func(T) string        // for the history, and to tell whether somebody changed it
	Take func(into *T, from T) // copies it; what it copies is shared and not changed
}

// Clash is a field that two people changed at once: Mine was not stored, Theirs is what holds.
type Clash struct {
	Field, Mine, Theirs string
	Who                 string
	At                  time.Time
}

// Stale is an edit of which nothing was stored, because somebody else had changed the same parts since its form was read.
// Mine is what was typed over the record as it is now: to save that is to overrule the other knowingly.
type Stale[T any] struct {
	Mine    T
	Clashes []Clash
}

func (e *Stale[T]) Error() string { return ErrStale.Error() }

func (e *Stale[T]) Unwrap() error { return ErrStale }

func texts[T any](parts []Part[T], v T) map[string]string {
	m := make(map[string]string, len(parts))
	for _, p := range parts {
		m[p.Key] = p.Text(v)
	}
	return m
}

// Merge brings a form that was read at a revision up to the record as it is now, at revision current: the parts that its
// editor changed are the editor's, all others stay. Where somebody else has changed one of those parts too, it is a *Stale.
func Merge[T any](tx *Tx, subject string, parts []Part[T], now T, current int, mine T, read int) (T, error) {
	is, typed := texts(parts, now), texts(parts, mine)
	seen, last, err := Since(tx, subject, is, current, read)
	if err != nil {
		return now, err
	}
	merged := now
	var clashes []Clash
	for _, p := range parts {
		switch typed[p.Key] {
		case seen[p.Key], is[p.Key]:
			continue
		}
		if is[p.Key] != seen[p.Key] {
			ch := last[p.Key]
			clashes = append(clashes, Clash{p.Key, typed[p.Key], is[p.Key], ch.Who, ch.At})
		}
		p.Take(&merged, mine)
	}
	if len(clashes) > 0 {
		return now, &Stale[T]{merged, clashes}
	}
	return merged, nil
}

// PutEdit files the difference between two versions of a record as the change that led to a revision. Where there is none,
// nothing is written, and the record keeps the revision it has.
func PutEdit[T any](tx *Tx, actor Actor, subject string, parts []Part[T], old, fresh T, revision int) (changed bool, err error) {
	fields := Differences(texts(parts, old), texts(parts, fresh))
	if len(fields) == 0 {
		return false, nil
	}
	return true, PutChange(tx, subject, revision, Change{At: tx.Now, Staff: actor.ID(), Why: "edit", Fields: fields})
}

// Since undoes the changes after a revision: seen is what a form showed when it was read, last is who has changed each field
// since. A form from ahead of the record was read before a backup was restored; nobody can say what it showed.
func Since(tx *Tx, subject string, now map[string]string, current, read int) (
	seen map[string]string, last map[string]NamedChange, err error,
) {
	if read > current {
		return nil, nil, ErrStale
	}
	changes, err := ChangesSince(tx, subject, read)
	if err != nil {
		return nil, nil, err
	}
	seen, last = map[string]string{}, map[string]NamedChange{}
	for key, v := range now {
		seen[key] = v
	}
	for _, ch := range slices.Backward(changes) {
		who, err := StaffName(tx, ch.Staff)
		if err != nil {
			return nil, nil, err
		}
		for _, f := range ch.Fields {
			seen[f.Field] = f.From
			if _, later := last[f.Field]; !later {
				last[f.Field] = NamedChange{ch, who}
			}
		}
	}
	return seen, last, nil
}
