package school

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"zhixinwu/store/kv"
)

const auditEnd Cell[auditHead] = "audit"

const auditsAbout Index = "audit-subject"

const auditsBy Index = "audit-staff"

const auditRows Bucket[Audit] = "audit"

// ErrAudit: rows of the audit were changed, or are missing. It is a kv.ErrCorrupt.
var ErrAudit = fmt.Errorf("%w: the audit", kv.ErrCorrupt)

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
	actDataOlder = NewAction("data.older")
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

// auditHead is the end of the chain, kept apart from the rows: a row cut off the end is missed too. The seal is a MAC under the
// school's secret, without which nobody can set the end to an earlier row. Every school has a head from its founding on.
type auditHead struct {
	N     int
	Chain string
	Seal  string
}

// seal returns the MAC of an end.
func (h auditHead) seal(tx *Tx) string {
	mac := hmac.New(sha256.New, tx.Derive("audit-head"))
	fmt.Fprintf(mac, "%d %s", h.N, h.Chain)
	return hex.EncodeToString(mac.Sum(nil))
}

func (h auditHead) sealed(tx *Tx) bool { return hmac.Equal([]byte(h.Seal), []byte(h.seal(tx))) }

// mayBegin reports whether an end without rows can be right: before the first account, which the set-up has just made when it
// leaves the first row. The founding's head is sealed too, and a school that has worked could be set back to it.
func mayBegin(tx *Tx) (bool, error) {
	accounts := 0
	err := EachStaff(tx, func(Staff) error { accounts++; return nil })
	return accounts <= 1, err
}

// SealAudit seals the end as it is found, or none as the founding's.
func SealAudit(tx *Tx) error {
	head, _, err := auditEnd.Get(tx)
	if err != nil {
		return err
	}
	head.Seal = head.seal(tx)
	return auditEnd.Put(tx, head)
}

// Record appends a row in the caller's transaction. Behind an end that is not sealed it goes on without a seal: a cut must not
// heal by itself.
func Record(tx *Tx, actor Actor, action Action, subject string) error {
	head, _, err := auditEnd.Get(tx)
	if err != nil {
		return err
	}
	row := Audit{N: head.N + 1, At: tx.Now, Staff: actor.ID(), From: actor.From, Action: action, Subject: subject}
	if row.Chain, err = tx.chain(head.Chain, row); err != nil {
		return err
	}
	end := auditHead{N: row.N, Chain: row.Chain}
	whole := head.sealed(tx)
	if whole && head.N == 0 {
		if whole, err = mayBegin(tx); err != nil {
			return err
		}
	}
	if whole {
		end.Seal = end.seal(tx)
	}
	key := Padded(row.N, 10)
	return errors.Join(
		auditEnd.Put(tx, end),
		auditsBy.Mark(tx, row.Staff+"/"+key),
		auditsAbout.Mark(tx, subject+"/"+key),
		auditRows.Put(tx, key, row))
}

// RecordDoubt leaves a row that the data were older at a start than they had been: the file of another day, or a last commit
// that the disk lost.
func (s *School) RecordDoubt() error {
	return s.Update(func(tx *Tx) error { return Record(tx, Actor{From: "server"}, actDataOlder, "") })
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

// checkEnd holds the end against its seal and against the last row. A school that has accounts has rows, its set-up's first.
func checkEnd(tx *Tx) error {
	head, _, err := auditEnd.Get(tx)
	if err != nil {
		return err
	}
	if !head.sealed(tx) {
		return fmt.Errorf("%w was cut, or its end was set: the school's seal is not on it", ErrAudit)
	}
	last := auditHead{Seal: head.Seal}
	if err := auditRows.EachBack(tx, kv.Range{}, func(_ string, row Audit) error {
		last.N, last.Chain = row.N, row.Chain
		return kv.ErrStop
	}); err != nil {
		return err
	}
	if head != last {
		return fmt.Errorf("%w ends at row %d, not at %d", ErrAudit, last.N, head.N)
	}
	if head.N > 0 {
		return nil
	}
	return EachStaff(tx, func(Staff) error { return fmt.Errorf("%w is empty, though there are accounts", ErrAudit) })
}

// checkAudit follows the chain from its first row to its end; a row that was removed, changed, added or put elsewhere is
// ErrAudit.
func (s *School) checkAudit() error {
	return s.View(func(tx *Tx) error {
		var last auditHead
		if err := auditRows.Each(tx, kv.Range{}, func(key string, row Audit) error {
			chain, err := tx.chain(last.Chain, row)
			if err != nil {
				return err
			}
			if row.N != last.N+1 || key != Padded(row.N, 10) || chain != row.Chain {
				return fmt.Errorf("%w was changed at row %d", ErrAudit, last.N+1)
			}
			last = auditHead{N: row.N, Chain: chain}
			return nil
		}); err != nil {
			return err
		}
		return checkEnd(tx)
	})
}

// AuditCut reports whether the end of the audit is not what it was left at. It reads two rows, so a page can ask each time.
func (s *School) AuditCut() bool {
	return errors.Is(s.View(checkEnd), ErrAudit)
}

// codeLetters are those that nobody takes for another in handwriting.
var codeLetters = base32.NewEncoding("23456789abcdefghijkmnpqrstuvwxyz").WithPadding(base32.NoPadding)

// code names a row and its place in the chain, short enough to be written down: what a book holds, nobody cuts from a file.
func (row Audit) code() string {
	raw, _ := hex.DecodeString(row.Chain)
	if len(raw) < 5 {
		return "" // a row that is none
	}
	text := codeLetters.EncodeToString(raw[:5])
	return fmt.Sprintf("%d-%s-%s", row.N, text[:4], text[4:])
}

// AuditCode is the code of the last row, for whoever answers for the school.
func (s *School) AuditCode(actor Actor) (code string, err error) {
	err = s.View(func(tx *Tx) error {
		if err := actor.May(RoleHead); err != nil {
			return err
		}
		return AuditsBack(tx, Rows{}, 0, func(row Audit) error { code = row.code(); return kv.ErrStop })
	})
	return code, err
}

// AuditHolds reports whether the row of a code that was written down still stands where it stood.
func (s *School) AuditHolds(actor Actor, code string) (holds bool, err error) {
	code = strings.ToLower(strings.TrimSpace(code))
	number, _, _ := strings.Cut(code, "-")
	n, _ := strconv.Atoi(number)
	err = s.View(func(tx *Tx) error {
		if err := actor.May(RoleHead); err != nil {
			return err
		}
		row, found, err := auditRows.Get(tx, Padded(n, 10))
		holds = found && row.N == n && row.code() == code
		return err
	})
	return holds, err
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
