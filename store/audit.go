package store

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

// Action is what an audit row says was done.
type Action string

// Actions of all rows, so that a test can ask for a name for each.
var Actions []Action

func newAction(name Action) Action {
	Actions = append(Actions, name)
	return name
}

var (
	actSetup       = newAction("setup")
	actLogin       = newAction("login")
	actSchoolSet   = newAction("school.set")
	actStaffAdd    = newAction("staff.add")
	actStaffReset  = newAction("staff.reset")
	actStaffEnd    = newAction("staff.end")
	actDeviceAdd   = newAction("device.add")
	actDeviceDrop  = newAction("device.remove")
	actChildAdd    = newAction("child.add")
	actChildDepart = newAction("child.depart")
	actCardPrint   = newAction("card.print")
	actCardReplace = newAction("card.replace")
	actFamilyShown = newAction("family.shown")
	actMailboxKeep = newAction("mailbox.keep")
	actMailboxAdd  = newAction("mailbox.admit")
	actMailboxOpen = newAction("mailbox.unlock")

	actPlanSet    = newAction("plan.set")
	actAwayAdd    = newAction("exception.add")
	actAwayDrop   = newAction("exception.remove")
	actDutySet    = newAction("duty.set")
	actUrgentTake = newAction("urgent.accept")
	actReferral   = newAction("referral.add")
	actNoteOpen   = newAction("note.open")
	actNoteWrite  = newAction("note.write")
	actNoteReader = newAction("note.reader")
	actNotesKey   = newAction("note.unlock")
	actFeed       = newAction("feed.link")
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

// audit appends a row in the caller's transaction.
func audit(tx *tx, actor Actor, action Action, subject string) error {
	head, _, err := get[auditHead](tx, "meta", "audit")
	if err != nil {
		return err
	}
	row := Audit{N: head.N + 1, At: tx.now, Staff: actor.ID(), From: actor.From, Action: action, Subject: subject}
	if row.Chain, err = tx.chain(head.Chain, row); err != nil {
		return err
	}
	key := number(row.N, 10)
	return errors.Join(
		put(tx, "meta", "audit", auditHead{row.N, row.Chain}),
		tx.Put("audit-staff", row.Staff+"/"+key, nil),
		tx.Put("audit-subject", subject+"/"+key, nil),
		put(tx, "audit", key, row))
}

// chain binds a row to the one before. The key is the school's secret: whoever can write the data file alone cannot make a
// chain that holds.
func (tx *tx) chain(before string, row Audit) (string, error) {
	row.Chain = ""
	raw, err := json.Marshal(row)
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, tx.chainKey)
	mac.Write([]byte(before))
	mac.Write(raw)
	return hex.EncodeToString(mac.Sum(nil)), nil
}

// checkAudit follows the chain from its first row to its end; a row that was removed, changed, added or put elsewhere is
// kv.ErrCorrupt.
func (s *Store) checkAudit() error {
	return s.view(func(tx *tx) error {
		var last auditHead
		if err := each(tx, "audit", kv.Range{}, func(key string, row Audit) error {
			chain, err := tx.chain(last.Chain, row)
			if err != nil {
				return err
			}
			if row.N != last.N+1 || key != number(row.N, 10) || chain != row.Chain {
				return fmt.Errorf("%w: the audit was changed at row %d", kv.ErrCorrupt, last.N+1)
			}
			last = auditHead{row.N, chain}
			return nil
		}); err != nil {
			return err
		}
		head, _, err := get[auditHead](tx, "meta", "audit")
		if err == nil && head != last {
			err = fmt.Errorf("%w: the audit ends at row %d, not at %d", kv.ErrCorrupt, last.N, head.N)
		}
		return err
	})
}

// AuditQuery chooses rows; the zero query is all of them, the latest first.
type AuditQuery struct {
	Staff, Subject string // ids; both may be empty
	Before         int    // rows with lower numbers only; 0 begins at the end
}

// AuditRow is a row with the names of today for its ids.
type AuditRow struct {
	Audit
	Who   string
	About string
}

// auditPage is how many rows a page holds.
const auditPage = 100

// Audits returns a page of rows, the latest first.
func (s *Store) Audits(actor Actor, q AuditQuery) (rows []AuditRow, err error) {
	err = s.view(func(tx *tx) error {
		if err := actor.may(RoleAdmin, RoleHead); err != nil {
			return err
		}
		rows = nil
		bucket, prefix := "audit", ""
		switch {
		case q.Subject != "":
			bucket, prefix = "audit-subject", q.Subject+"/"
		case q.Staff != "":
			bucket, prefix = "audit-staff", q.Staff+"/"
		}
		in := kv.Prefix(prefix)
		if q.Before > 0 {
			in.To = prefix + number(q.Before, 10)
		}
		return tx.ScanReverse(bucket, in, func(key string, _ []byte) error {
			row, err := must[Audit](tx, "audit", key[len(prefix):])
			if err != nil || q.Staff != "" && row.Staff != q.Staff {
				return err
			}
			named, err := nameAudit(tx, row)
			if err != nil {
				return err
			}
			if rows = append(rows, named); len(rows) == auditPage {
				return kv.ErrStop
			}
			return nil
		})
	})
	return rows, err
}

// nameAudit finds the names behind a row's ids. What was deleted since has none.
func nameAudit(tx *tx, row Audit) (AuditRow, error) {
	named := AuditRow{Audit: row}
	who, err := staffName(tx, row.Staff)
	if err != nil {
		return named, err
	}
	named.Who = who
	child, _, err := get[Child](tx, "child", row.Subject)
	if err != nil {
		return named, err
	}
	named.About = child.Name
	if named.About == "" {
		named.About, err = staffName(tx, row.Subject)
	}
	return named, err
}
