package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhixinwu/store"
	"zhixinwu/store/kv"
	"zhixinwu/store/storetest"
)

func TestDay(t *testing.T) {
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	late := time.Date(2026, 11, 22, 16, 30, 0, 0, time.UTC) // half past midnight in Shanghai
	d := store.DayOf(late.In(shanghai))
	if d != "2026-11-23" || d.Weekday() != time.Monday || d.Add(8) != "2026-12-01" || d.Add(-23) != "2026-10-31" {
		t.Errorf("%s is %s; +8 is %s, -23 is %s", d, d.Weekday(), d.Add(8), d.Add(-23))
	}
	if at := d.At(30, shanghai); !at.Equal(late) {
		t.Errorf("00:30 of %s is %v", d, at)
	}
	for _, bad := range []string{"", "2026-11-31", "2026-1-1", "20261123", "2026-11-23 ", "0000-00-00"} {
		if _, err := store.ParseDay(bad); err == nil {
			t.Errorf("%q is a day", bad)
		}
	}
}

// TestOpenRefuses what would lose data or cards: a newer schema, a lost key file, another school's key.
func TestOpenRefuses(t *testing.T) {
	s := storetest.Open(t, 2)
	s.Close()
	defer s.Start()
	open := func() error {
		o, err := store.Open(s.Dir, store.Options{})
		if err == nil {
			o.Close()
		}
		return err
	}
	if err := open(); err != nil {
		t.Fatal(err)
	}
	key := filepath.Join(s.Dir, "zhixinwu.key")
	right, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"no key file": "", "another school's": strings.Repeat("ab", 32) + "\n", "rubbish": "rubbish"} {
		if err := os.Remove(key); err != nil {
			t.Fatal(err)
		}
		if content != "" {
			if err := os.WriteFile(key, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := open(); err == nil {
			t.Errorf("%s: opened", name)
		}
		if err := os.WriteFile(key, right, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	db, err := kv.OpenBolt(filepath.Join(s.Dir, "zhixinwu.db"))
	if err != nil {
		t.Fatal(err)
	}
	set := func(version string) {
		if err := db.Update(func(tx kv.Tx) error { return tx.Put("meta", "version", []byte(version)) }); err != nil {
			t.Fatal(err)
		}
	}
	set("99")
	db.Close()
	if err := open(); err == nil || !strings.Contains(err.Error(), "99") {
		t.Errorf("a newer file: %v", err)
	}
	if db, err = kv.OpenBolt(filepath.Join(s.Dir, "zhixinwu.db")); err != nil {
		t.Fatal(err)
	}
	set("2")
	db.Close()
}

func TestLogin(t *testing.T) {
	s := storetest.Open(t, 2)
	in := func(login, password, browser string) error {
		_, _, err := s.LogIn(login, password, store.Browser{Secret: browser})
		return err
	}
	_, token, err := s.LogIn(" Keeper ", storetest.Password, store.Browser{Secret: "b1"})
	if err != nil {
		t.Fatal(err)
	}
	// Sessions survive a restart.
	s.Close()
	s.Start()
	if a, err := s.ActorOf(token); err != nil || a.Staff.Login != "keeper" {
		t.Fatalf("after a restart: %+v, %v", a.Staff.Login, err)
	}
	s.Clock.Pass(11 * time.Hour)
	if a, err := s.ActorOf(token); err != nil || !a.Locked {
		t.Errorf("after eleven idle hours the screen is not covered: %v", err)
	}
	if err := s.Unlock(token, "wrong password"); !errors.Is(err, store.ErrPINWrong) {
		t.Errorf("a wrong password: %v", err)
	}
	if err := s.Unlock(token, storetest.Password); err != nil {
		t.Fatal(err)
	}
	s.Clock.Pass(11 * time.Hour)
	if _, err := s.ActorOf(token); err != nil {
		t.Errorf("the unlocking before did not count: %v", err)
	}
	if err := s.LogOut(token); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ActorOf(token); !errors.Is(err, store.ErrLoginFirst) {
		t.Errorf("after logout: %v", err)
	}

	// Five wrong tries lock the account, whoever comes, and the browser, whatever it tries; unknown logins alike.
	for range 5 {
		if err := in("keeper", "wrong password", "b2"); !errors.Is(err, store.ErrLogin) {
			t.Fatal(err)
		}
	}
	for name, err := range map[string]error{
		"the account elsewhere": in("keeper", storetest.Password, "b3"),
		"the browser":           in("dorm", storetest.Password, "b2"),
	} {
		if !errors.Is(err, store.ErrLocked) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for range 5 {
		if err := in("nobody", "wrong password", "b4"); !errors.Is(err, store.ErrLogin) {
			t.Fatal(err)
		}
	}
	if err := in("nobody", "wrong password", "b5"); !errors.Is(err, store.ErrLocked) {
		t.Errorf("an unknown login does not lock: %v", err)
	}
	if err := in("dorm", storetest.Password, "b6"); err != nil {
		t.Errorf("everybody else: %v", err)
	}
	s.Clock.Pass(5 * time.Minute)
	if err := in("keeper", storetest.Password, "b2"); err != nil {
		t.Errorf("five minutes later: %v", err)
	}
	s.Clock.Pass(31 * 24 * time.Hour)
	if err := s.Tidy(); err != nil {
		t.Fatal(err)
	}
}

// TestSetUpOnce: the link makes one administrator and is dead afterwards.
func TestSetUpOnce(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	old, err := s.OfferSetup()
	if err != nil {
		t.Fatal(err)
	}
	token, err := s.OfferSetup()
	if err != nil {
		t.Fatal(err)
	}
	boss := store.Staff{Login: "boss", Name: "管理员"}
	if _, err := s.SetUp(old, "学校", boss, storetest.Password); !errors.Is(err, store.ErrSetup) {
		t.Errorf("the link before: %v", err)
	}
	if _, err := s.SetUp(token, "学校", boss, "short"); !errors.Is(err, store.ErrPassword) {
		t.Errorf("a short password: %v", err)
	}
	if _, err := s.SetUp(token, "", boss, storetest.Password); !errors.Is(err, store.ErrName) {
		t.Errorf("no school name: %v", err)
	}
	if _, err := s.SetUp(token, "学校", boss, storetest.Password); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SetUp(token, "学校", boss, storetest.Password); !errors.Is(err, store.ErrSetup) {
		t.Errorf("again: %v", err)
	}
	if again, err := s.OfferSetup(); again != "" || err != nil {
		t.Errorf("a second link: %q, %v", again, err)
	}
}

// TestEnrolment: a link works once and for an hour, and a removed device is a stranger at once.
func TestEnrolment(t *testing.T) {
	s := storetest.Open(t, 2)
	link := func() string {
		token, err := s.OfferEnrolment(s.Admin, s.Kiosk.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	token := link()
	_, browser, err := s.Enrol(token)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Enrol(token); !errors.Is(err, store.ErrEnrolment) {
		t.Errorf("twice: %v", err)
	}
	token = link()
	s.Clock.Pass(time.Hour)
	if _, _, err := s.Enrol(token); !errors.Is(err, store.ErrEnrolment) {
		t.Errorf("an hour later: %v", err)
	}
	if d, err := s.DeviceOf(browser); err != nil || d.ID != s.Kiosk.ID {
		t.Errorf("the browser is %+v, %v", d, err)
	}
	if _, err := s.OfferEnrolment(s.Admin, s.Kiosk.ID, "a link that never ends"); !errors.Is(err, store.ErrForbidden) {
		t.Errorf("an endless link in a real school: %v", err)
	}
	if err := s.RemoveDevice(s.Admin, s.Kiosk.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.DeviceOf(browser); !errors.Is(err, store.ErrDeviceUnknown) {
		t.Errorf("removed: %v", err)
	}
}

// TestEndStaff: an account that ends, or gets a new password, loses its sessions at once; the last administrator stays.
func TestEndStaff(t *testing.T) {
	s := storetest.Open(t, 2)
	in := func(password string) (string, error) {
		_, token, err := s.LogIn("keeper", password, store.Browser{Secret: "b" + password})
		return token, err
	}
	token, err := in(storetest.Password)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.ResetPassword(s.Admin, s.Keeper.ID(), "short"); !errors.Is(err, store.ErrPassword) {
		t.Errorf("a short password: %v", err)
	}
	if err := s.ResetPassword(s.Admin, s.Keeper.ID(), "another password"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ActorOf(token); !errors.Is(err, store.ErrLoginFirst) {
		t.Errorf("the session before the reset: %v", err)
	}
	if _, err := in(storetest.Password); !errors.Is(err, store.ErrLogin) {
		t.Errorf("the password before: %v", err)
	}
	if token, err = in("another password"); err != nil {
		t.Fatal(err)
	}
	if err := s.EndStaff(s.Admin, s.Keeper.ID()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ActorOf(token); !errors.Is(err, store.ErrLoginFirst) {
		t.Errorf("the session of one who left: %v", err)
	}
	if _, err := in("another password"); !errors.Is(err, store.ErrLogin) {
		t.Errorf("one who left logs in: %v", err)
	}
	if _, err := s.AddStaff(s.Admin, store.Staff{Login: "keeper", Name: "新老师", Roles: []store.Role{store.RoleKeeper}}, storetest.Password); !errors.Is(err, store.ErrLoginTaken) {
		t.Errorf("the login of one who left: %v", err)
	}
	if err := s.EndStaff(s.Admin, s.Admin.ID()); !errors.Is(err, store.ErrLastAdmin) {
		t.Errorf("the last administrator: %v", err)
	}
	for _, a := range []store.Actor{s.Head, s.Office, s.Counselor, {}} {
		if err := errors.Join(s.EndStaff(a, s.Dorm.ID()), s.ResetPassword(a, s.Dorm.ID(), "another password")); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("%q ends an account: %v", a.Staff.Login, err)
		}
	}
}
