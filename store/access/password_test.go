package access_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"zhixinwu/store"
	"zhixinwu/store/access"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// TestOwnPassword: a first password is changed by its owner, which ends all other sessions.
func TestOwnPassword(t *testing.T) {
	s := storetest.Open(t, 2)
	if err := s.Access.ResetPassword(s.Admin, s.Keeper.ID(), "first password"); err != nil {
		t.Fatal(err)
	}
	in := func(password, browser string) string {
		t.Helper()
		_, token, err := s.Access.LogIn("keeper", password, access.Browser{Secret: browser, Kind: "Windows Edge"})
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	token, elsewhere := in("first password", "a"), in("first password", "b")
	a, err := s.Access.ActorOf(token)
	if err != nil || !a.Staff.First || !strings.HasPrefix(a.From, "Windows Edge ") {
		t.Fatalf("%+v, %v", a, err)
	}
	for _, wrong := range []struct {
		old, fresh string
		want       error
	}{
		{"wrong password", "my own password", access.ErrOldPassword},
		{"first password", "first password", access.ErrSamePassword},
		{"first password", "short", access.ErrPassword},
	} {
		if err := s.Access.ChangePassword(a, token, wrong.old, wrong.fresh); !errors.Is(err, wrong.want) {
			t.Errorf("%s → %s: %v", wrong.old, wrong.fresh, err)
		}
	}
	if err := s.Access.ChangePassword(a, token, "first password", "my own password"); err != nil {
		t.Fatal(err)
	}
	if a, err := s.Access.ActorOf(token); err != nil || a.Staff.First {
		t.Errorf("the browser that changed it: %v", err)
	}
	if _, err := s.Access.ActorOf(elsewhere); !errors.Is(err, access.ErrLoginFirst) {
		t.Errorf("another browser: %v", err)
	}
}

// TestCover: a covered screen opens with the digits or the password, and five wrong tries end the session.
func TestCover(t *testing.T) {
	s := storetest.Open(t, 2)
	in := func() string {
		_, token, err := s.Access.LogIn("keeper", storetest.Password, access.Browser{Secret: "a"})
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	token := in()
	a, err := s.Access.ActorOf(token)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", "123", "123456789", "12a4", "１２３４"} {
		if err := s.Access.SetPIN(a, token, storetest.Password, bad); !errors.Is(err, access.ErrPIN) {
			t.Errorf("%q as digits: %v", bad, err)
		}
	}
	for _, usual := range []string{
		"0000", "1234", "4321", "1212", "7777777", "2580", "1314", "520520", "5201314", "1985", "0701", "19850701", "12345678", "1122",
	} {
		if err := s.Access.SetPIN(a, token, storetest.Password, usual); !errors.Is(err, access.ErrPINWeak) {
			t.Errorf("%q as digits: %v", usual, err)
		}
	}
	if err := s.Access.SetPIN(a, token, "wrong password", "2794"); !errors.Is(err, access.ErrOldPassword) {
		t.Errorf("digits without the password: %v", err)
	}
	if err := s.Access.SetPIN(a, token, storetest.Password, "2794"); err != nil {
		t.Fatal(err)
	}
	if rows, _, err := s.Audits(s.Head, store.AuditQuery{}); err != nil || rows[0].Action != "staff.pin" || rows[0].Staff != a.ID() {
		t.Errorf("the audit says %+v, %v", rows[0], err)
	}
	for name, open := range map[string]string{"digits": "2794", "password": storetest.Password} {
		if err := s.Access.Lock(token); err != nil {
			t.Fatal(err)
		}
		if a, err := s.Access.ActorOf(token); err != nil || !a.Locked {
			t.Errorf("not covered: %v", err)
		}
		if err := s.Access.Unlock(token, open); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if a, err := s.Access.ActorOf(token); err != nil || a.Locked {
			t.Errorf("%s: still covered, %v", name, err)
		}
	}
	s.Clock.Pass(14 * time.Minute)
	if a, _ := s.Access.ActorOf(token); a.Locked {
		t.Error("covered before its time")
	}
	s.Clock.Pass(16 * time.Minute)
	if a, _ := s.Access.ActorOf(token); !a.Locked {
		t.Error("not covered after a quarter of an hour")
	}
	for range 5 {
		if err := s.Access.Unlock(token, "0000"); !errors.Is(err, access.ErrPINWrong) {
			t.Errorf("wrong digits: %v", err)
		}
	}
	if err := s.Access.Unlock(token, "2794"); !errors.Is(err, access.ErrLoginFirst) {
		t.Errorf("the sixth try: %v", err)
	}
	if _, err := s.Access.ActorOf(token); !errors.Is(err, access.ErrLoginFirst) {
		t.Errorf("the session lives: %v", err)
	}
	// A new password takes the digits away: they were chosen under the old one.
	if err := s.Access.ResetPassword(s.Admin, s.Keeper.ID(), "another password"); err != nil {
		t.Fatal(err)
	}
	_, token, err = s.Access.LogIn("keeper", "another password", access.Browser{Secret: "b"})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Access.Lock(token), s.Access.Unlock(token, "2794")); !errors.Is(err, access.ErrPINWrong) {
		t.Errorf("the digits of before: %v", err)
	}
}

// TestRecover: the command at the server helps administrators alone, and is in the audit.
func TestRecover(t *testing.T) {
	s := storetest.Open(t, 2)
	for login, want := range map[string]error{"nobody": school.ErrNotFound, "keeper": school.ErrForbidden} {
		if _, err := s.Access.Recover(login); !errors.Is(err, want) {
			t.Errorf("%s: %v", login, err)
		}
	}
	password, err := s.Access.Recover(" Admin ")
	if err != nil {
		t.Fatal(err)
	}
	a, _, err := s.Access.LogIn("admin", password, access.Browser{})
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
	before, err := s.Access.AllStaff(s.Admin)
	if err != nil {
		t.Fatal(err)
	}
	good := []school.Staff{
		{Name: "麦老师", Login: "mai", Roles: []school.Role{school.RoleTeacher}, Classes: []school.Class{{Grade: 3, Number: 1}}},
		{Name: "禾老师", Login: "He", Roles: []school.Role{school.RoleDorm}},
	}
	for _, bad := range []struct {
		staff school.Staff
		want  error
	}{
		{school.Staff{Name: "某", Login: "keeper", Roles: good[0].Roles}, access.ErrLoginTaken},
		{school.Staff{Name: "某", Login: "mai", Roles: good[0].Roles}, access.ErrLoginTaken},
		{school.Staff{Name: "某", Login: "用户", Roles: good[0].Roles}, school.ErrLoginForm},
	} {
		_, err := s.Access.AddStaffList(s.Admin, append([]school.Staff{good[0], good[1]}, bad.staff))
		var line *access.LineError
		if !errors.As(err, &line) || line.Line != 2 || !errors.Is(err, bad.want) {
			t.Errorf("%s: %v", bad.staff.Login, err)
		}
	}
	if all, _ := s.Access.AllStaff(s.Admin); len(all) != len(before) {
		t.Errorf("%d accounts after lists that failed", len(all)-len(before))
	}
	if _, err := s.Access.AddStaffList(s.Head, good); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("the head: %v", err)
	}
	passwords, err := s.Access.AddStaffList(s.Admin, good)
	if err != nil || len(passwords) != 2 || passwords[0] == passwords[1] {
		t.Fatal(passwords, err)
	}
	if a, _, err := s.Access.LogIn("he", passwords[1], access.Browser{}); err != nil || !a.Staff.First {
		t.Errorf("the first login: %v", err)
	}
}

// TestEditStaff: other duties from the next request on; the last administrator stays one.
func TestEditStaff(t *testing.T) {
	s := storetest.Open(t, 2)
	_, token, err := s.Access.LogIn("keeper", storetest.Password, access.Browser{})
	if err != nil {
		t.Fatal(err)
	}
	st := s.Keeper.Staff
	st.Roles, st.Buildings = []school.Role{school.RoleDorm}, []string{"01"}
	if err := s.Access.EditStaff(s.Admin, st); err != nil {
		t.Fatal(err)
	}
	if a, err := s.Access.ActorOf(token); err != nil || a.Staff.Has(school.RoleKeeper) || !a.Staff.HasBuilding("01") {
		t.Errorf("%+v, %v", a.Staff, err)
	}
	if _, _, err := s.Access.LogIn("keeper", storetest.Password, access.Browser{}); err != nil {
		t.Errorf("the password was lost: %v", err)
	}
	boss := s.Admin.Staff
	boss.Roles = []school.Role{school.RoleHead}
	if err := s.Access.EditStaff(s.Admin, boss); !errors.Is(err, access.ErrLastAdmin) {
		t.Errorf("the last administrator: %v", err)
	}
	if err := s.Access.EditStaff(s.Head, st); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("the head: %v", err)
	}
}

// TestPairing: a browser that shows a code becomes a device when an administrator types it, once and within ten minutes.
func TestPairing(t *testing.T) {
	s := storetest.Open(t, 2)
	code := s.Access.AskPairing("browser", "10.0.0.2")
	if again := s.Access.AskPairing("browser", "10.0.0.2"); len(code) != 6 || again != code {
		t.Fatal(code, again)
	}
	if _, found, err := s.Access.Paired("browser"); found || err != nil {
		t.Errorf("paired before its time: %v", err)
	}
	if _, err := s.Access.DeviceOf("browser"); !errors.Is(err, access.ErrDeviceUnknown) {
		t.Errorf("a device before its time: %v", err)
	}
	for who, err := range map[string]error{
		"the head":          s.Access.PairDevice(s.Head, s.Kiosk.ID, code),
		"an unknown device": s.Access.PairDevice(s.Admin, "999", code),
		"a wrong code":      s.Access.PairDevice(s.Admin, s.Kiosk.ID, "x"),
	} {
		if err == nil {
			t.Errorf("%s pairs", who)
		}
	}
	if err := s.Access.PairDevice(s.Admin, s.Kiosk.ID, code); err != nil {
		t.Fatal(err)
	}
	if d, found, err := s.Access.Paired("browser"); !found || err != nil || d.ID != s.Kiosk.ID {
		t.Errorf("%+v, %v", d, err)
	}
	if d, err := s.Access.DeviceOf("browser"); err != nil || d.ID != s.Kiosk.ID {
		t.Errorf("%+v, %v", d, err)
	}
	if err := s.Access.PairDevice(s.Admin, s.Wall.ID, code); !errors.Is(err, access.ErrPairing) {
		t.Errorf("the same code again: %v", err)
	}
	late := s.Access.AskPairing("late", "10.0.0.2")
	s.Clock.Pass(10 * time.Minute)
	if err := s.Access.PairDevice(s.Admin, s.Kiosk.ID, late); !errors.Is(err, access.ErrPairing) {
		t.Errorf("after ten minutes: %v", err)
	}
	if _, _, err := s.Access.Paired("late"); !errors.Is(err, access.ErrPairing) {
		t.Errorf("its browser: %v", err)
	}
	if fresh := s.Access.AskPairing("late", "10.0.0.2"); fresh == late {
		t.Error("the same code again")
	}
	// The device is seen, renamed, and a stranger at once when it is taken away.
	if err := s.Access.SeeDevice(s.Kiosk); err != nil {
		t.Fatal(err)
	}
	seen := s.Rows("device-seen")[s.Kiosk.ID]
	for _, step := range []struct {
		pass  time.Duration
		again bool
	}{{59 * time.Second, false}, {time.Second, true}} {
		s.Clock.Pass(step.pass)
		if err := s.Access.SeeDevice(s.Kiosk); err != nil {
			t.Fatal(err)
		}
		if now := s.Rows("device-seen")[s.Kiosk.ID]; (now != seen) != step.again {
			t.Errorf("after %v more: seen %s, before %s", step.pass, now, seen)
		}
	}
	d := s.Kiosk
	d.Name = "新名字"
	if err := s.Access.EditDevice(s.Admin, d); err != nil {
		t.Fatal(err)
	}
	all, err := s.Access.Devices(s.Admin)
	if err != nil || all[0].Name != "新名字" || all[0].Seen.IsZero() {
		t.Errorf("%+v, %v", all[0], err)
	}
}

// TestPasswordOfEnded: a form that was open when the account was ended changes nothing of it any more.
func TestPasswordOfEnded(t *testing.T) {
	s := storetest.Open(t, 1)
	a, token, err := s.Access.LogIn("keeper", storetest.Password, access.Browser{Secret: "a"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Access.EndStaff(s.Admin, a.ID()); err != nil {
		t.Fatal(err)
	}
	was := s.Rows("staff")[a.ID()]
	if err := s.Access.ChangePassword(a, token, storetest.Password, "another password"); !errors.Is(err, access.ErrLoginFirst) {
		t.Errorf("a new password: %v", err)
	}
	if err := s.Access.SetPIN(a, token, storetest.Password, "4937"); !errors.Is(err, access.ErrLoginFirst) {
		t.Errorf("new digits: %v", err)
	}
	if s.Rows("staff")[a.ID()] != was || len(s.Rows("session")) != 0 {
		t.Error("the ended account was changed")
	}
}

// TestPairingFlood: however many codes a stranger asks for, a kiosk elsewhere that shows one is paired.
func TestPairingFlood(t *testing.T) {
	s := storetest.Open(t, 2)
	code, first := s.Access.AskPairing("kiosk", "10.0.0.2"), s.Access.AskPairing("stranger0", "10.0.0.66")
	for i := range 3000 {
		s.Clock.Pass(time.Millisecond) // of codes of one moment, any is the oldest
		s.Access.AskPairing(fmt.Sprint("stranger", i), "10.0.0.66")
	}
	if again := s.Access.AskPairing("stranger0", "10.0.0.66"); again == first {
		t.Error("three thousand codes wait at once")
	}
	if err := s.Access.PairDevice(s.Admin, s.Kiosk.ID, code); err != nil {
		t.Errorf("the kiosk that was there before: %v", err)
	}
	if err := s.Access.PairDevice(s.Admin, s.Hall.ID, s.Access.AskPairing("hall", "10.0.0.3")); err != nil {
		t.Errorf("one that comes now: %v", err)
	}
	if d, found, err := s.Access.Paired("kiosk"); err != nil || !found || d.ID != s.Kiosk.ID {
		t.Errorf("%+v, %v", d, err)
	}
	if rows := s.Rows("pairing"); len(rows) > 0 {
		t.Errorf("%d codes are on the disk", len(rows))
	}
	// A device that is taken away leaves no browser behind.
	if err := s.Access.RemoveDevice(s.Admin, s.Kiosk.ID); err != nil {
		t.Fatal(err)
	}
	for browser, device := range s.Rows("browser") {
		if device == `"`+s.Kiosk.ID+`"` {
			t.Errorf("%.8s is still the kiosk", browser)
		}
	}
}
