package school

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"zhixinwu/store/kv"
)

const auditEnd Cell[auditHead] = "audit"

const auditsAbout Index = "audit-subject"

const auditsBy Index = "audit-staff"

const auditRows Bucket[Audit] = "audit"

// Action is what an audit row says was done.
type Action string

// Actions of all rows, so that a test can ask for a name for each.
var Actions []Action

// NewAction registers an action at the start of the program; its name on a page is in views.
func NewAction(name Action) Action {
	Actions = append(Actions, name)
	return name
}

var (
	actSchoolSet = NewAction("school.set")
)

// Audit is one row of who looked or changed what: 未成年人网络保护条例 36 asks for a record of every access of staff to a
// child's information. Rows are numbered without gaps and each is chained to the one before it.
type Audit struct {
	N       int
	At      time.Time
	Staff   string // "" for what was done at the server's own keyboard
	From    string // the browser, see Browser
	Action  Action
	Subject string // id of the child or thing, never a name, text or number
	Chain   string `json:",omitempty"` // HMAC of the row before and of this one
}

// auditHead is the end of the chain, kept apart from the rows: a row cut off the end is missed too.
type auditHead struct {
	N     int
	Chain string
}

// Record appends a row in the caller's transaction.
func Record(tx *Tx, actor Actor, action Action, subject string) error {
	head, _, err := auditEnd.Get(tx)
	if err != nil {
		return err
	}
	row := Audit{N: head.N + 1, At: tx.Now, Staff: actor.ID(), From: actor.From, Action: action, Subject: subject}
	if row.Chain, err = tx.chain(head.Chain, row); err != nil {
		return err
	}
	key := Padded(row.N, 10)
	return errors.Join(
		auditEnd.Put(tx, auditHead{row.N, row.Chain}),
		auditsBy.Mark(tx, row.Staff+"/"+key),
		auditsAbout.Mark(tx, subject+"/"+key),
		auditRows.Put(tx, key, row))
}

// chain binds a row to the one before. The key is the school's secret: whoever can write the data file alone cannot make a
// chain that holds.
func (tx *Tx) chain(before string, row Audit) (string, error) {
	row.Chain = ""
	raw, err := json.Marshal(row)
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, tx.ChainKey)
	mac.Write([]byte(before))
	mac.Write(raw)
	return hex.EncodeToString(mac.Sum(nil)), nil
}

// checkAudit follows the chain from its first row to its end; a row that was removed, changed, added or put elsewhere is
// kv.ErrCorrupt.
func (s *School) checkAudit() error {
	return s.View(func(tx *Tx) error {
		var last auditHead
		if err := auditRows.Each(tx, kv.Range{}, func(key string, row Audit) error {
			chain, err := tx.chain(last.Chain, row)
			if err != nil {
				return err
			}
			if row.N != last.N+1 || key != Padded(row.N, 10) || chain != row.Chain {
				return fmt.Errorf("%w: the audit was changed at row %d", kv.ErrCorrupt, last.N+1)
			}
			last = auditHead{row.N, chain}
			return nil
		}); err != nil {
			return err
		}
		head, _, err := auditEnd.Get(tx)
		if err == nil && head != last {
			err = fmt.Errorf("%w: the audit ends at row %d, not at %d", kv.ErrCorrupt, last.N, head.N)
		}
		return err
	})
}

// EachAudit calls fn for the rows about a subject, the oldest first; kv.ErrStop ends it.
func EachAudit(tx *Tx, subject string, fn func(Audit) error) error {
	return auditsAbout.Keys(tx, kv.Prefix(subject+"/"), func(key string) error {
		row, err := auditRows.Must(tx, key[len(subject)+1:])
		if err != nil {
			return err
		}
		return fn(row)
	})
}

// Rows chooses rows by who did something or about whom; the zero value is all of them.
type Rows struct{ Staff, Subject string }

// AuditsBack calls fn for rows with numbers below before, or all with 0, the latest first; kv.ErrStop ends it.
func AuditsBack(tx *Tx, of Rows, before int, fn func(Audit) error) error {
	walk, prefix := Index(auditRows).KeysBack, ""
	switch {
	case of.Staff != "":
		walk, prefix = auditsBy.KeysBack, of.Staff+"/"
	case of.Subject != "":
		walk, prefix = auditsAbout.KeysBack, of.Subject+"/"
	}
	in := kv.Prefix(prefix)
	if before > 0 {
		in.To = prefix + Padded(before, 10)
	}
	return walk(tx, in, func(key string) error {
		row, err := auditRows.Must(tx, key[len(prefix):])
		if err != nil {
			return err
		}
		return fn(row)
	})
}
