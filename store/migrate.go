package store

import (
	"encoding/json"
	"maps"
	"time"

	"zhixinwu/store/access"
	"zhixinwu/store/heart"
	"zhixinwu/store/kv"
	"zhixinwu/store/mail"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

// migrate1 leads from schema 1 to 2: settings got rules and opening hours, a relative several phones, boarders a mark
// of their own, and the rows of the audit numbers and a chain.
//
// Settings are read by their old shape and put into the defaults; each child is read twice, by the new shape and by
// the one field that changed, and stored by PutChild, which makes the mark and the indexes; the audit comes last.
func migrate1(tx *school.Tx) error {
	old, err := school.Bucket[struct {
		Name, TimeZone string
		KioskIdle      int
		LetterHours    []school.Clock
		Demo           bool
	}]("setting").Must(tx, "school")
	if err != nil {
		return err
	}
	settings := school.Defaults
	settings.Name, settings.TimeZone, settings.LetterHours, settings.Demo = old.Name, old.TimeZone, old.LetterHours, old.Demo
	if l, _ := school.LimitsOf(school.RuleKioskIdle); old.KioskIdle != l.Default && old.KioskIdle >= l.Min {
		settings.Rules = map[school.Rule]int{school.RuleKioskIdle: old.KioskIdle}
	}
	if err := school.PutSettings(tx, settings); err != nil {
		return err
	}
	var children []roster.Child
	if err := tx.Scan("child", kv.Range{}, func(_ string, raw []byte) error {
		var c roster.Child
		var phones struct{ Family []struct{ Phone string } }
		if err := json.Unmarshal(raw, &c); err != nil {
			return err
		}
		if err := json.Unmarshal(raw, &phones); err != nil {
			return err
		}
		for i, p := range phones.Family {
			if p.Phone != "" {
				c.Family[i].Phones = []roster.Phone{{Number: p.Phone}}
			}
		}
		children = append(children, c)
		return nil
	}); err != nil {
		return err
	}
	for _, c := range children {
		if err := roster.PutChild(tx, school.Actor{}, c); err != nil {
			return err
		}
	}
	return migrateAudit(tx)
}

// migrateAudit gives the rows of schema 1, whose keys were times, their numbers and their chain.
func migrateAudit(tx *school.Tx) error {
	type row struct {
		At             time.Time
		Staff, Subject string
		Action         school.Action
	}
	var keys []string
	var rows []row
	if err := school.Bucket[row]("audit").Each(tx, kv.Range{}, func(key string, r row) error {
		keys, rows = append(keys, key), append(rows, r)
		return nil
	}); err != nil {
		return err
	}
	for i, r := range rows {
		if err := school.Index("audit").Delete(tx, keys[i]); err != nil {
			return err
		}
		then := *tx
		then.Now = r.At
		if err := school.Record(&then, school.Actor{Staff: school.Staff{ID: r.Staff}}, r.Action, r.Subject); err != nil {
			return err
		}
	}
	return nil
}

// migrate3 leads from schema 3 to 4: a counselor's own key has a bucket of its own, beside the shares that it opens;
// the way back from a rollover stands apart from that of an import; and a child whose departure lies ahead is in the
// indexes. What has another shape now is read by the old one, written out here.
func migrate3(tx *school.Tx) error {
	old, found, err := school.Bucket[struct {
		Public  []byte
		Keepers map[string]struct {
			access.StaffKey
			Box []byte
		}
	}]("mailbox").Get(tx, "box")
	if err != nil {
		return err
	}
	if found {
		box := mail.Mailbox{Public: old.Public, Boxes: map[string][]byte{}}
		for id, k := range old.Keepers {
			if err := access.PutKey(tx, id, k.StaffKey); err != nil {
				return err
			}
			if k.Box != nil {
				box.Boxes[id] = k.Box
			}
		}
		if err := school.Bucket[mail.Mailbox]("mailbox").Put(tx, "box", box); err != nil {
			return err
		}
	}
	undo, found, err := school.Bucket[roster.RolloverUndo]("undo").Get(tx, "rollover")
	if err != nil {
		return err
	}
	if found {
		if err := school.Cell[roster.RolloverUndo]("rollover-undo").Put(tx, undo); err != nil {
			return err
		}
		if err := school.Index("undo").Delete(tx, "rollover"); err != nil {
			return err
		}
	}
	return rewriteChildren(tx, func(c *roster.Child) bool { return c.Left != "" && c.Here(tx.Day) })
}

// rewriteChildren stores the files that rewrite returns true for.
func rewriteChildren(tx *school.Tx, rewrite func(*roster.Child) bool) error {
	var children []roster.Child // a scan must not write under its own feet
	if err := roster.EveryChild(tx, func(c roster.Child) error {
		if rewrite(&c) {
			children = append(children, c)
		}
		return nil
	}); err != nil {
		return err
	}
	for _, c := range children {
		if err := roster.PutChild(tx, school.Actor{}, c); err != nil {
			return err
		}
	}
	return nil
}

// migrate4 leads from schema 4 to 5: numbers that nothing reads leave the settings, and a file says in words whether the
// child boards. Whoever did not board was shown as 否; that stays, because nobody can tell it from what was left blank.
func migrate4(tx *school.Tx) error {
	settings := tx.Settings
	settings.Rules = maps.Clone(settings.Rules)
	maps.DeleteFunc(settings.Rules, func(r school.Rule, _ int) bool {
		_, known := school.LimitsOf(r)
		return !known
	})
	if err := school.PutSettings(tx, settings); err != nil {
		return err
	}
	return rewriteChildren(tx, func(c *roster.Child) bool {
		if c.Boards == "" && c.Erased.Day == "" {
			c.Boards = roster.GoesHome
		}
		return true
	})
}

// migrate5 leads from schema 5 to 6: a scan's row does not repeat its key any more, and what strangers try is not on the disk.
// The count of return codes goes too: it said to the nanosecond when somebody stood at the letter box.
func migrate5(tx *school.Tx) error {
	if err := visit.ShortenSignins(tx); err != nil {
		return err
	}
	for _, gone := range []struct{ bucket, prefix string }{{"pairing", ""}, {"attempt", "login"}, {"attempt", "reply"}} {
		var keys []string // a scan must not delete under its own feet
		rows := school.Index(gone.bucket)
		if err := rows.Keys(tx, kv.Prefix(gone.prefix), func(key string) error { keys = append(keys, key); return nil }); err != nil {
			return err
		}
		for _, key := range keys {
			if err := rows.Delete(tx, key); err != nil {
				return err
			}
		}
	}
	return nil
}

// migrate7 leads from schema 7 to 8: a proposal knew the slot of its invitation, but not the other way round.
func migrate7(tx *school.Tx) error {
	type knew struct {
		N    int
		Slot string
	}
	invited := map[string]int{}
	if err := school.Bucket[knew]("referral").Each(tx, kv.Range{}, func(_ string, r knew) error {
		invited[r.Slot] = r.N
		return nil
	}); err != nil {
		return err
	}
	return heart.LinkReferrals(tx, invited)
}

// migrate8 leads from schema 8 to 9: a letter does not know the hour at which it was handed over any more, and those that wait
// for it stand apart.
func migrate8(tx *school.Tx) error {
	type letter struct{ Handover time.Time }
	hours := map[string]time.Time{}
	if err := school.Bucket[letter]("letter").Each(tx, kv.Range{}, func(id string, l letter) error {
		hours[id] = l.Handover
		return nil
	}); err != nil {
		return err
	}
	return mail.HideWaiting(tx, hours)
}
