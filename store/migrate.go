package store

import (
	"encoding/json"
	"time"

	"zhixinwu/store/kv"
)

// migrate1 leads from schema 1 to 2: settings got rules and opening hours, a relative several phones, boarders a mark of
// their own, and the rows of the audit numbers and a chain.
func migrate1(tx *Tx) error {
	old, err := Bucket[struct {
		Name, TimeZone string
		KioskIdle      int
		LetterHours    []Clock
		Demo           bool
	}]("setting").Must(tx, "school")
	if err != nil {
		return err
	}
	school := defaultSchool
	school.Name, school.TimeZone, school.LetterHours, school.Demo = old.Name, old.TimeZone, old.LetterHours, old.Demo
	if l, _ := limitsOf(RuleKioskIdle); old.KioskIdle != l.Default && old.KioskIdle >= l.Min {
		school.Rules = map[Rule]int{RuleKioskIdle: old.KioskIdle}
	}
	if err := putSchool(tx, school); err != nil {
		return err
	}
	var children []Child
	if err := tx.Scan("child", kv.Range{}, func(_ string, raw []byte) error {
		var c Child
		var phones struct{ Family []struct{ Phone string } }
		if err := json.Unmarshal(raw, &c); err != nil {
			return err
		}
		if err := json.Unmarshal(raw, &phones); err != nil {
			return err
		}
		for i, p := range phones.Family {
			if p.Phone != "" {
				c.Family[i].Phones = []Phone{{Number: p.Phone}}
			}
		}
		children = append(children, c)
		return nil
	}); err != nil {
		return err
	}
	for _, c := range children {
		if err := putChild(tx, Actor{}, c); err != nil {
			return err
		}
	}
	return migrateAudit(tx)
}

// migrateAudit gives the rows of schema 1, whose keys were times, their numbers and their chain.
func migrateAudit(tx *Tx) error {
	type row struct {
		At             time.Time
		Staff, Subject string
		Action         Action
	}
	var keys []string
	var rows []row
	if err := Bucket[row]("audit").Each(tx, kv.Range{}, func(key string, r row) error {
		keys, rows = append(keys, key), append(rows, r)
		return nil
	}); err != nil {
		return err
	}
	for i, r := range rows {
		if err := Index("audit").Delete(tx, keys[i]); err != nil {
			return err
		}
		then := *tx
		then.Now = r.At
		if err := audit(&then, Actor{Staff: Staff{ID: r.Staff}}, r.Action, r.Subject); err != nil {
			return err
		}
	}
	return nil
}

// migrate3 leads from schema 3 to 4: a counselor's own key has a bucket of its own, beside the shares that it opens; the way
// back from a rollover stands apart from that of an import; and a child whose departure lies ahead is in the indexes.
func migrate3(tx *Tx) error {
	old, found, err := Bucket[struct {
		Public  []byte
		Keepers map[string]struct {
			StaffKey
			Box []byte
		}
	}]("mailbox").Get(tx, "box")
	if err != nil {
		return err
	}
	if found {
		box := Mailbox{Public: old.Public, Boxes: map[string][]byte{}}
		for id, k := range old.Keepers {
			if err := putKey(tx, id, k.StaffKey); err != nil {
				return err
			}
			if k.Box != nil {
				box.Boxes[id] = k.Box
			}
		}
		if err := Bucket[Mailbox]("mailbox").Put(tx, "box", box); err != nil {
			return err
		}
	}
	undo, found, err := Bucket[RolloverUndo]("undo").Get(tx, "rollover")
	if err != nil {
		return err
	}
	if found {
		if err := Cell[RolloverUndo]("rollover-undo").Put(tx, undo); err != nil {
			return err
		}
		if err := Index("undo").Delete(tx, "rollover"); err != nil {
			return err
		}
	}
	var leaving []Child // a scan must not write under its own feet
	if err := everyChild(tx, func(c Child) error {
		if c.Left != "" && c.Here(tx.Day) {
			leaving = append(leaving, c)
		}
		return nil
	}); err != nil {
		return err
	}
	for _, c := range leaving {
		if err := putChild(tx, Actor{}, c); err != nil {
			return err
		}
	}
	return nil
}
