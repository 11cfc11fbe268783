package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"zhixinwu/store"
	"zhixinwu/store/storetest"
)

// TestOwnPassword: a first password is changed by its owner, which ends all other sessions.
func TestOwnPassword(t *testing.T) {
	s := storetest.Open(t, 2)
	if err := s.ResetPassword(s.Admin, s.Keeper.ID(), "first password"); err != nil {
		t.Fatal(err)
	}
	in := func(password, browser string) string {
		t.Helper()
		_, token, err := s.LogIn("keeper", password, store.Browser{Secret: browser, Kind: "Windows Edge"})
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	token, elsewhere := in("first password", "a"), in("first password", "b")
	a, err := s.ActorOf(token)
	if err != nil || !a.Staff.First || !strings.HasPrefix(a.From, "Windows Edge ") {
		t.Fatalf("%+v, %v", a, err)
	}
	for _, wrong := range []struct {
		old, fresh string
		want       error
	}{{"wrong password", "my own password", store.ErrOldPassword}, {"first password", "first password", store.ErrSamePassword}, {"first password", "short", store.ErrPassword}} {
		if err := s.ChangePassword(a, token, wrong.old, wrong.fresh); !errors.Is(err, wrong.want) {
			t.Errorf("%s → %s: %v", wrong.old, wrong.fresh, err)
		}
	}
	if err := s.ChangePassword(a, token, "first password", "my own password"); err != nil {
		t.Fatal(err)
	}
	if a, err := s.ActorOf(token); err != nil || a.Staff.First {
		t.Errorf("the browser that changed it: %v", err)
	}
	if _, err := s.ActorOf(elsewhere); !errors.Is(err, store.ErrLoginFirst) {
		t.Errorf("another browser: %v", err)
	}
}

// TestCover: a covered screen opens with the digits or the password, and five wrong tries end the session.
func TestCover(t *testing.T) {
	s := storetest.Open(t, 2)
	in := func() string {
		_, token, err := s.LogIn("keeper", storetest.Password, store.Browser{Secret: "a"})
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	token := in()
	a, err := s.ActorOf(token)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", "123", "123456789", "12a4", "１２３４"} {
		if err := s.SetPIN(a, bad); !errors.Is(err, store.ErrPIN) {
			t.Errorf("%q as digits: %v", bad, err)
		}
	}
	if err := s.SetPIN(a, "2580"); err != nil {
		t.Fatal(err)
	}
	for name, open := range map[string]string{"digits": "2580", "password": storetest.Password} {
		if err := s.Lock(token); err != nil {
			t.Fatal(err)
		}
		if a, err := s.ActorOf(token); err != nil || !a.Locked {
			t.Errorf("not covered: %v", err)
		}
		if err := s.Unlock(token, open); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if a, err := s.ActorOf(token); err != nil || a.Locked {
			t.Errorf("%s: still covered, %v", name, err)
		}
	}
	s.Clock.Pass(14 * time.Minute)
	if a, _ := s.ActorOf(token); a.Locked {
		t.Error("covered before its time")
	}
	s.Clock.Pass(16 * time.Minute)
	if a, _ := s.ActorOf(token); !a.Locked {
		t.Error("not covered after a quarter of an hour")
	}
	for range 5 {
		if err := s.Unlock(token, "0000"); !errors.Is(err, store.ErrPINWrong) {
			t.Errorf("wrong digits: %v", err)
		}
	}
	if err := s.Unlock(token, "2580"); !errors.Is(err, store.ErrLoginFirst) {
		t.Errorf("the sixth try: %v", err)
	}
	if _, err := s.ActorOf(token); !errors.Is(err, store.ErrLoginFirst) {
		t.Errorf("the session lives: %v", err)
	}
	// A new password takes the digits away: they were chosen under the old one.
	if err := s.ResetPassword(s.Admin, s.Keeper.ID(), "another password"); err != nil {
		t.Fatal(err)
	}
	_, token, err = s.LogIn("keeper", "another password", store.Browser{Secret: "b"})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Lock(token), s.Unlock(token, "2580")); !errors.Is(err, store.ErrPINWrong) {
		t.Errorf("the digits of before: %v", err)
	}
}

// TestRecover: the command at the server helps administrators alone, and is in the audit.
func TestRecover(t *testing.T) {
	s := storetest.Open(t, 2)
	for login, want := range map[string]error{"nobody": store.ErrNotFound, "keeper": store.ErrForbidden} {
		if _, err := s.Recover(login); !errors.Is(err, want) {
			t.Errorf("%s: %v", login, err)
		}
	}
	password, err := s.Recover(" Admin ")
	if err != nil {
		t.Fatal(err)
	}
	a, _, err := s.LogIn("admin", password, store.Browser{})
	if err != nil || !a.Staff.First {
		t.Errorf("the new password: %v", err)
	}
	rows, _, err := s.Audits(s.Head, store.AuditQuery{})
	if err != nil || rows[1].Action != "staff.recover" || rows[1].Staff != "" || rows[1].Subject != s.Admin.ID() {
		t.Errorf("the audit says %+v, %v", rows[:2], err)
	}
}

// TestStaffList: all accounts of a list, or none and the line that is wrong.
func TestStaffList(t *testing.T) {
	s := storetest.Open(t, 2)
	before, err := s.AllStaff(s.Admin)
	if err != nil {
		t.Fatal(err)
	}
	good := []store.Staff{{Name: "麦老师", Login: "mai", Roles: []store.Role{store.RoleTeacher}, Classes: []store.Class{{Grade: 3, Number: 1}}}, {Name: "禾老师", Login: "He", Roles: []store.Role{store.RoleDorm}}}
	for _, bad := range []struct {
		staff store.Staff
		want  error
	}{{store.Staff{Name: "某", Login: "keeper", Roles: good[0].Roles}, store.ErrLoginTaken}, {store.Staff{Name: "某", Login: "mai", Roles: good[0].Roles}, store.ErrLoginTaken},
		{store.Staff{Name: "某", Login: "用户", Roles: good[0].Roles}, store.ErrLoginForm}} {
		_, err := s.AddStaffList(s.Admin, append([]store.Staff{good[0], good[1]}, bad.staff))
		var line *store.LineError
		if !errors.As(err, &line) || line.Line != 2 || !errors.Is(err, bad.want) {
			t.Errorf("%s: %v", bad.staff.Login, err)
		}
	}
	if all, _ := s.AllStaff(s.Admin); len(all) != len(before) {
		t.Errorf("%d accounts after lists that failed", len(all)-len(before))
	}
	if _, err := s.AddStaffList(s.Head, good); !errors.Is(err, store.ErrForbidden) {
		t.Errorf("the head: %v", err)
	}
	passwords, err := s.AddStaffList(s.Admin, good)
	if err != nil || len(passwords) != 2 || passwords[0] == passwords[1] {
		t.Fatal(passwords, err)
	}
	if a, _, err := s.LogIn("he", passwords[1], store.Browser{}); err != nil || !a.Staff.First {
		t.Errorf("the first login: %v", err)
	}
}

// TestEditStaff: other duties from the next request on; the last administrator stays one.
func TestEditStaff(t *testing.T) {
	s := storetest.Open(t, 2)
	_, token, err := s.LogIn("keeper", storetest.Password, store.Browser{})
	if err != nil {
		t.Fatal(err)
	}
	st := s.Keeper.Staff
	st.Roles, st.Buildings = []store.Role{store.RoleDorm}, []string{"01"}
	if err := s.EditStaff(s.Admin, st); err != nil {
		t.Fatal(err)
	}
	if a, err := s.ActorOf(token); err != nil || a.Staff.Has(store.RoleKeeper) || !a.Staff.HasBuilding("01") {
		t.Errorf("%+v, %v", a.Staff, err)
	}
	if _, _, err := s.LogIn("keeper", storetest.Password, store.Browser{}); err != nil {
		t.Errorf("the password was lost: %v", err)
	}
	boss := s.Admin.Staff
	boss.Roles = []store.Role{store.RoleHead}
	if err := s.EditStaff(s.Admin, boss); !errors.Is(err, store.ErrLastAdmin) {
		t.Errorf("the last administrator: %v", err)
	}
	if err := s.EditStaff(s.Head, st); !errors.Is(err, store.ErrForbidden) {
		t.Errorf("the head: %v", err)
	}
}

// TestPairing: a browser that shows a code becomes a device when an administrator types it, once and within ten minutes.
func TestPairing(t *testing.T) {
	s := storetest.Open(t, 2)
	code, err := s.AskPairing("browser")
	if err != nil || len(code) != 6 {
		t.Fatal(code, err)
	}
	if _, found, err := s.Paired("browser"); found || err != nil {
		t.Errorf("paired before its time: %v", err)
	}
	if _, err := s.DeviceOf("browser"); !errors.Is(err, store.ErrDeviceUnknown) {
		t.Errorf("a device before its time: %v", err)
	}
	for who, err := range map[string]error{"the head": s.PairDevice(s.Head, s.Kiosk.ID, code), "an unknown device": s.PairDevice(s.Admin, "999", code), "a wrong code": s.PairDevice(s.Admin, s.Kiosk.ID, "x")} {
		if err == nil {
			t.Errorf("%s pairs", who)
		}
	}
	if err := s.PairDevice(s.Admin, s.Kiosk.ID, code); err != nil {
		t.Fatal(err)
	}
	if d, found, err := s.Paired("browser"); !found || err != nil || d.ID != s.Kiosk.ID {
		t.Errorf("%+v, %v", d, err)
	}
	if d, err := s.DeviceOf("browser"); err != nil || d.ID != s.Kiosk.ID {
		t.Errorf("%+v, %v", d, err)
	}
	if err := s.PairDevice(s.Admin, s.Wall.ID, code); !errors.Is(err, store.ErrPairing) {
		t.Errorf("the same code again: %v", err)
	}
	late, err := s.AskPairing("late")
	if err != nil {
		t.Fatal(err)
	}
	s.Clock.Pass(10 * time.Minute)
	if err := s.PairDevice(s.Admin, s.Kiosk.ID, late); !errors.Is(err, store.ErrPairing) {
		t.Errorf("after ten minutes: %v", err)
	}
	for i := range 60 {
		if _, err = s.AskPairing(strings.Repeat("x", i+1)); err != nil {
			break
		}
	}
	if !errors.Is(err, store.ErrPairings) {
		t.Errorf("sixty codes at once: %v", err)
	}
	s.Clock.Pass(10 * time.Minute)
	if err := s.Tidy(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.AskPairing("another"); err != nil {
		t.Errorf("ten minutes later: %v", err)
	}
	// The device is seen, renamed, and a stranger at once when it is taken away.
	if err := s.SeeDevice(s.Kiosk); err != nil {
		t.Fatal(err)
	}
	d := s.Kiosk
	d.Name = "新名字"
	if err := s.EditDevice(s.Admin, d); err != nil {
		t.Fatal(err)
	}
	all, err := s.Devices(s.Admin)
	if err != nil || all[0].Name != "新名字" || all[0].Seen.IsZero() {
		t.Errorf("%+v, %v", all[0], err)
	}
}
