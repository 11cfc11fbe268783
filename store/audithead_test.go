package store_test

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhixinwu/store"
	"zhixinwu/store/access"
	"zhixinwu/store/kv"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// TestAuditCut: somebody who can write the data file, and does not have the key file, takes rows off the end and sets the head
// to the row before, whose place in the chain stands in the row itself; or empties the whole. Both are found.
func TestAuditCut(t *testing.T) {
	s := storetest.Open(t, 4)
	if _, err := s.Roster.PrintCards(s.Office, []string{s.Children[1].ID, s.Children[2].ID, s.Children[3].ID}); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(); err != nil || s.AuditCut() {
		t.Fatalf("%v, cut %v", err, s.AuditCut())
	}
	s.Close()
	path := filepath.Join(s.Dir, "zhixinwu.db")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	foundingHead := map[string]any{"N": 0, "Chain": "", "Seal": sealOf(t, s.Dir, 0, "")}
	for name, spoil := range map[string]func(tx kv.Tx, rows []school.Audit, head map[string]any) error{
		"the end cut off": func(tx kv.Tx, rows []school.Audit, head map[string]any) error {
			last := rows[len(rows)-2]
			head["N"], head["Chain"] = last.N, last.Chain
			raw, err := json.Marshal(head)
			return errors.Join(err, tx.Delete("audit", fmt.Sprintf("%010d", last.N+1)), tx.Put("meta", "audit", raw))
		},
		"emptied, and the head with it": func(tx kv.Tx, rows []school.Audit, _ map[string]any) (err error) {
			for _, r := range rows {
				err = errors.Join(err, tx.Delete("audit", fmt.Sprintf("%010d", r.N)))
			}
			return errors.Join(err, tx.Delete("meta", "audit"))
		},
		"emptied, and the head set to none": func(tx kv.Tx, rows []school.Audit, _ map[string]any) (err error) {
			for _, r := range rows {
				err = errors.Join(err, tx.Delete("audit", fmt.Sprintf("%010d", r.N)))
			}
			return errors.Join(err, tx.Put("meta", "audit", []byte(`{"N":0,"Chain":""}`)))
		},
		"emptied, with the head that the school was founded with": func(tx kv.Tx, rows []school.Audit, head map[string]any) (err error) {
			for _, r := range rows {
				err = errors.Join(err, tx.Delete("audit", fmt.Sprintf("%010d", r.N)))
			}
			raw, e := json.Marshal(foundingHead)
			return errors.Join(err, e, tx.Put("meta", "audit", raw))
		},
		"without its seal": func(tx kv.Tx, _ []school.Audit, head map[string]any) error {
			delete(head, "Seal")
			raw, err := json.Marshal(head)
			return errors.Join(err, tx.Put("meta", "audit", raw))
		},
	} {
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := kv.OpenBolt(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Update(func(tx kv.Tx) error {
			var rows []school.Audit
			if err := tx.Scan("audit", kv.Range{}, func(_ string, value []byte) error {
				var r school.Audit
				err := json.Unmarshal(value, &r)
				rows = append(rows, r)
				return err
			}); err != nil {
				return err
			}
			raw, err := tx.Get("meta", "audit")
			if err != nil {
				return err
			}
			head := map[string]any{}
			if err := json.Unmarshal(raw, &head); err != nil {
				return err
			}
			return spoil(tx, rows, head)
		}); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		s.Start()
		if err := s.Check(); !errors.Is(err, school.ErrAudit) {
			t.Errorf("%s: %v", name, err)
		}
		// The next row does not heal it.
		if _, err := s.Roster.PrintCards(s.Office, []string{s.Children[1].ID}); err != nil {
			t.Fatal(err)
		}
		if err := s.Check(); !errors.Is(err, school.ErrAudit) || !s.AuditCut() {
			t.Errorf("%s, with a row behind it: %v, told %v", name, err, s.AuditCut())
		}
		s.Close()
	}
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	s.Start()
}

// sealOf makes the seal of an end, as somebody with the key file could.
func sealOf(t *testing.T, dir string, n int, chain string) string {
	t.Helper()
	mac := hmac.New(sha256.New, keyOf(t, dir, "audit-head"))
	fmt.Fprintf(mac, "%d %s", n, chain)
	return hex.EncodeToString(mac.Sum(nil))
}

// keyOf derives a key from the school's key file.
func keyOf(t *testing.T, dir, purpose string) []byte {
	t.Helper()
	written, err := os.ReadFile(filepath.Join(dir, "zhixinwu.key"))
	if err != nil {
		t.Fatal(err)
	}
	secret, err := hex.DecodeString(strings.TrimSpace(string(written)))
	if err != nil {
		t.Fatal(err)
	}
	key, err := hkdf.Key(sha256.New, secret, nil, "zhixinwu/"+purpose, 32)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// TestAuditCode: the head writes down a few letters, and can ask at any later day whether the rows of that day still stand.
func TestAuditCode(t *testing.T) {
	s := storetest.Open(t, 4)
	code, err := s.AuditCode(s.Head)
	if err != nil || len(code) > 20 {
		t.Fatalf("%q, %v", code, err)
	}
	if _, err := s.Roster.PrintCards(s.Office, []string{s.Children[1].ID}); err != nil {
		t.Fatal(err)
	}
	later, err := s.AuditCode(s.Head)
	if err != nil || later == code {
		t.Errorf("after another row: %q, %v", later, err)
	}
	for text, want := range map[string]bool{code: true, later: true, " " + strings.ToUpper(later) + " ": true,
		code[:len(code)-1] + "?": false, "9999-" + strings.SplitN(code, "-", 2)[1]: false, "": false, "-": false, "12": false} {
		if holds, err := s.AuditHolds(s.Head, text); err != nil || holds != want {
			t.Errorf("%q: %v, %v", text, holds, err)
		}
	}
	for _, a := range []school.Actor{s.Admin, s.Office, s.Counselor, {}} {
		if _, err := s.AuditCode(a); !errors.Is(err, school.ErrForbidden) {
			t.Errorf("%q: %v", a.Staff.Login, err)
		}
		if _, err := s.AuditHolds(a, code); !errors.Is(err, school.ErrForbidden) {
			t.Errorf("%q asks: %v", a.Staff.Login, err)
		}
	}
}

// rowsOf counts the audit's rows by action.
func rowsOf(t *testing.T, s *storetest.School) map[school.Action]int {
	t.Helper()
	seen := map[school.Action]int{}
	for _, raw := range s.Rows("audit") {
		var r school.Audit
		if err := json.Unmarshal([]byte(raw), &r); err != nil {
			t.Fatal(err)
		}
		seen[r.Action]++
	}
	return seen
}

// TestRefusedLoginRows: who tries another's password leaves a row, but no more than one a minute for an account, so that the
// audit cannot be filled from outside; a name that is nobody's leaves none. The try itself writes nothing.
func TestRefusedLoginRows(t *testing.T) {
	s := storetest.Open(t, 2)
	try := func(login, browser string) {
		t.Helper()
		if _, _, err := s.Access.LogIn(login, "wrong password", access.Browser{Secret: browser}); err == nil {
			t.Fatal("a wrong password")
		}
	}
	wants := func(n int) {
		t.Helper()
		if got := rowsOf(t, s)["login.refused"]; got != n {
			t.Errorf("%d rows, want %d", got, n)
		}
	}
	tell := func() {
		t.Helper()
		if err := s.Access.TellRefused(); err != nil {
			t.Fatal(err)
		}
	}
	try("nobody", "b1")
	tell()
	wants(0)
	try("keeper", "b2")
	try("keeper", "b3")
	tell()
	tell()
	wants(1)
	try("dorm", "b3")
	tell()
	wants(2)
	s.Clock.Pass(time.Minute)
	try("keeper", "b2")
	tell()
	wants(3)
	rows, _, err := s.Audits(s.Head, store.AuditQuery{Name: "赵老师"})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.Action == "login.refused" && (r.Staff != "" || r.Subject != s.Keeper.ID() || r.From == "") {
			t.Errorf("the row says %+v", r)
		}
	}
	if len(rows) == 0 || rows[0].Action != "login.refused" {
		t.Error("the rows about an account are not found by its name")
	}
}

// TestCoverRows: a PIN that is set, a screen that is covered and one that is opened leave a row each.
func TestCoverRows(t *testing.T) {
	s := storetest.Open(t, 2)
	_, token, err := s.Access.LogIn("keeper", storetest.Password, access.Browser{Secret: "b"})
	if err == nil {
		err = s.Access.SetPIN(s.Keeper, token, storetest.Password, "48270631")
	}
	for range 2 { // covered twice is covered once
		err = errors.Join(err, s.Access.Lock(token))
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Access.Unlock(token, "1111"); !errors.Is(err, access.ErrPINWrong) {
		t.Error(err)
	}
	if err := s.Access.Unlock(token, "48270631"); err != nil {
		t.Fatal(err)
	}
	seen := rowsOf(t, s)
	for act, want := range map[school.Action]int{"staff.pin": 1, "session.cover": 1, "session.uncover": 1, "login.refused": 1} {
		if seen[act] != want {
			t.Errorf("%s has %d rows", act, seen[act])
		}
	}
}

// TestAuditLeastSight: the administrator looks after accounts and machines, and must not learn from the audit which child is
// in counseling: not by reading it, and not by asking for a child. The head, who answers for the children, sees their names.
func TestAuditLeastSight(t *testing.T) {
	s := storetest.Open(t, 4)
	child := s.Children[0]
	if _, err := s.Heart.FindChildren(s.Counselor, child.Name); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Roster.PrintCards(s.Office, []string{child.ID}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Roster.OpenFile(s.Office, child.ID); err != nil {
		t.Fatal(err)
	}
	rows, _, err := s.Audits(s.Admin, store.AuditQuery{})
	if err != nil || len(rows) == 0 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	hidden := 0
	for _, r := range rows {
		if strings.Contains(fmt.Sprintf("%+v", r), child.Name) || r.Subject == child.ID {
			t.Errorf("the administrator reads %+v", r)
		}
		if r.Child {
			hidden++
		}
	}
	if hidden < 2 {
		t.Errorf("%d rows are about a child", hidden)
	}
	if rows, found, err := s.Audits(s.Admin, store.AuditQuery{Name: child.Name}); err != nil || found || len(rows) > 0 {
		t.Errorf("asked for the child: %d rows, found %v, %v", len(rows), found, err)
	}
	if rows, found, err := s.Audits(s.Admin, store.AuditQuery{Name: "德育处"}); err != nil || !found || len(rows) == 0 {
		t.Errorf("asked for a colleague: %d rows, found %v, %v", len(rows), found, err)
	}
	rows, found, err := s.Audits(s.Head, store.AuditQuery{Name: child.Name})
	if err != nil || !found || len(rows) < 2 || rows[0].About != child.Name {
		t.Errorf("the head: %d rows, found %v, %v", len(rows), found, err)
	}
}

// TestNewCounselorIsTold: nobody becomes a counselor in silence, by whichever way; the others read it for two weeks.
func TestNewCounselorIsTold(t *testing.T) {
	s := storetest.Open(t, 2)
	s.Clock.Pass(20 * 24 * time.Hour) // of the founding, nothing is new any more
	told := func(want ...string) {
		t.Helper()
		list, err := s.Access.NewCounselors(s.Counselor)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, n := range list {
			if n.By != "管理员" || n.At.IsZero() {
				t.Errorf("%+v", n)
			}
			names = append(names, n.Name)
		}
		if fmt.Sprint(names) != fmt.Sprint(want) {
			t.Errorf("told of %v, want %v", names, want)
		}
	}
	told()
	counselor := []school.Role{school.RoleCounselor}
	if _, err := s.Access.AddStaff(s.Admin, school.Staff{Login: "new1", Name: "孙老师", Roles: counselor}, storetest.Password); err != nil {
		t.Fatal(err)
	}
	told("孙老师")
	if _, err := s.Access.AddStaffList(s.Admin, []school.Staff{{Login: "new2", Name: "周老师", Roles: counselor},
		{Login: "new3", Name: "吴老师", Roles: []school.Role{school.RoleGate}}}); err != nil {
		t.Fatal(err)
	}
	told("孙老师", "周老师")
	s.Clock.Pass(time.Hour)
	keeper := s.Keeper.Staff
	for range 2 { // who is one already, does not become one
		keeper.Roles = []school.Role{school.RoleKeeper, school.RoleCounselor}
		if err := s.Access.EditStaff(s.Admin, keeper); err != nil {
			t.Fatal(err)
		}
	}
	told("孙老师", "周老师", "赵老师")
	if n := rowsOf(t, s)["staff.counselor"]; n != 3+2 { // and the two of the founding
		t.Errorf("%d rows", n)
	}
	if _, err := s.Access.NewCounselors(s.Office); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("the office: %v", err)
	}
	s.Clock.Pass(15 * 24 * time.Hour)
	told()
}
