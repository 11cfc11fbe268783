package store_test

import (
	"errors"
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

func TestDay(t *testing.T) {
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	late := time.Date(2026, 11, 22, 16, 30, 0, 0, time.UTC) // half past midnight in Shanghai
	d := school.DayOf(late.In(shanghai))
	if d != "2026-11-23" || d.Weekday() != time.Monday || d.Add(8) != "2026-12-01" || d.Add(-23) != "2026-10-31" {
		t.Errorf("%s is %s; +8 is %s, -23 is %s", d, d.Weekday(), d.Add(8), d.Add(-23))
	}
	if at := d.At(30, shanghai); !at.Equal(late) {
		t.Errorf("00:30 of %s is %v", d, at)
	}
	for _, bad := range []string{"", "2026-11-31", "2026-1-1", "20261123", "2026-11-23 ", "0000-00-00"} {
		if _, err := school.ParseDay(bad); err == nil {
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
		o, err := store.Open(s.Dir, school.Options{})
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
	for name, content := range map[string]string{
		"no key file":      "",
		"another school's": strings.Repeat("ab", 32) + "\n",
		"rubbish":          "rubbish",
	} {
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
		_, _, err := s.Access.LogIn(login, password, access.Browser{Secret: browser})
		return err
	}
	_, token, err := s.Access.LogIn(" Keeper ", storetest.Password, access.Browser{Secret: "b1"})
	if err != nil {
		t.Fatal(err)
	}
	// Sessions survive a restart.
	s.Close()
	s.Start()
	if a, err := s.Access.ActorOf(token); err != nil || a.Staff.Login != "keeper" {
		t.Fatalf("after a restart: %+v, %v", a.Staff.Login, err)
	}
	s.Clock.Pass(11 * time.Hour)
	if a, err := s.Access.ActorOf(token); err != nil || !a.Locked {
		t.Errorf("after eleven idle hours the screen is not covered: %v", err)
	}
	if err := s.Access.Unlock(token, "wrong password"); !errors.Is(err, access.ErrPINWrong) {
		t.Errorf("a wrong password: %v", err)
	}
	if err := s.Access.Unlock(token, storetest.Password); err != nil {
		t.Fatal(err)
	}
	s.Clock.Pass(11 * time.Hour)
	if _, err := s.Access.ActorOf(token); err != nil {
		t.Errorf("the unlocking before did not count: %v", err)
	}
	if err := s.Access.LogOut(token); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Access.ActorOf(token); !errors.Is(err, access.ErrLoginFirst) {
		t.Errorf("after logout: %v", err)
	}

	// Unknown logins are refused alike.
	for range 5 {
		if err := in("nobody", "wrong password", "b4"); !errors.Is(err, access.ErrLogin) {
			t.Fatal(err)
		}
	}
	if err := in("nobody", "wrong password", "b5"); !errors.Is(err, access.ErrLocked) {
		t.Errorf("an unknown login is not slowed down: %v", err)
	}
	if err := in("dorm", storetest.Password, "b6"); err != nil {
		t.Errorf("everybody else: %v", err)
	}
	s.Clock.Pass(31 * 24 * time.Hour)
	if err := s.Tidy(); err != nil {
		t.Fatal(err)
	}
}

// TestSetUpOnce: the link makes one administrator and is dead afterwards.
func TestSetUpOnce(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Found(dir, school.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	old, err := s.Access.OfferSetup()
	if err != nil {
		t.Fatal(err)
	}
	token, err := s.Access.OfferSetup()
	if err != nil {
		t.Fatal(err)
	}
	boss := school.Staff{Login: "boss", Name: "管理员"}
	if _, err := s.Access.SetUp(old, "学校", boss, storetest.Password); !errors.Is(err, access.ErrSetup) {
		t.Errorf("the link before: %v", err)
	}
	if _, err := s.Access.SetUp(token, "学校", boss, "short"); !errors.Is(err, access.ErrPassword) {
		t.Errorf("a short password: %v", err)
	}
	if _, err := s.Access.SetUp(token, "", boss, storetest.Password); !errors.Is(err, school.ErrName) {
		t.Errorf("no school name: %v", err)
	}
	if _, err := s.Access.SetUp(token, "学校", boss, storetest.Password); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Access.SetUp(token, "学校", boss, storetest.Password); !errors.Is(err, access.ErrSetup) {
		t.Errorf("again: %v", err)
	}
	if again, err := s.Access.OfferSetup(); again != "" || err != nil {
		t.Errorf("a second link: %q, %v", again, err)
	}
}

// TestEnrolment: a link works once and for an hour, and a removed device is a stranger at once.
func TestEnrolment(t *testing.T) {
	s := storetest.Open(t, 2)
	link := func() string {
		token, err := s.Access.OfferEnrolment(s.Admin, s.Kiosk.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	token := link()
	_, browser, err := s.Access.Enrol(token)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Access.Enrol(token); !errors.Is(err, access.ErrEnrolment) {
		t.Errorf("twice: %v", err)
	}
	token = link()
	s.Clock.Pass(time.Hour)
	if _, _, err := s.Access.Enrol(token); !errors.Is(err, access.ErrEnrolment) {
		t.Errorf("an hour later: %v", err)
	}
	if d, err := s.Access.DeviceOf(browser); err != nil || d.ID != s.Kiosk.ID {
		t.Errorf("the browser is %+v, %v", d, err)
	}
	if _, err := s.Access.OfferEnrolment(s.Admin, s.Kiosk.ID, "a link that never ends"); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("an endless link in a real school: %v", err)
	}
	if err := s.Access.RemoveDevice(s.Admin, s.Kiosk.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Access.DeviceOf(browser); !errors.Is(err, access.ErrDeviceUnknown) {
		t.Errorf("removed: %v", err)
	}
}

// TestEndStaff: an account that ends, or gets a new password, loses its sessions at once; the last administrator stays.
func TestEndStaff(t *testing.T) {
	s := storetest.Open(t, 2)
	in := func(password string) (string, error) {
		_, token, err := s.Access.LogIn("keeper", password, access.Browser{Secret: "b" + password})
		return token, err
	}
	token, err := in(storetest.Password)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Access.ResetPassword(s.Admin, s.Keeper.ID(), "short"); !errors.Is(err, access.ErrPassword) {
		t.Errorf("a short password: %v", err)
	}
	if err := s.Access.ResetPassword(s.Admin, s.Keeper.ID(), "another password"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Access.ActorOf(token); !errors.Is(err, access.ErrLoginFirst) {
		t.Errorf("the session before the reset: %v", err)
	}
	if _, err := in(storetest.Password); !errors.Is(err, access.ErrLogin) {
		t.Errorf("the password before: %v", err)
	}
	if token, err = in("another password"); err != nil {
		t.Fatal(err)
	}
	if err := s.Access.EndStaff(s.Admin, s.Keeper.ID()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Access.ActorOf(token); !errors.Is(err, access.ErrLoginFirst) {
		t.Errorf("the session of one who left: %v", err)
	}
	if _, err := in("another password"); !errors.Is(err, access.ErrLogin) {
		t.Errorf("one who left logs in: %v", err)
	}
	fresh := school.Staff{Login: "keeper", Name: "新老师", Roles: []school.Role{school.RoleKeeper}}
	if _, err := s.Access.AddStaff(s.Admin, fresh, storetest.Password); !errors.Is(err, access.ErrLoginTaken) {
		t.Errorf("the login of one who left: %v", err)
	}
	if err := s.Access.EndStaff(s.Admin, s.Admin.ID()); !errors.Is(err, access.ErrLastAdmin) {
		t.Errorf("the last administrator: %v", err)
	}
	for _, a := range []school.Actor{s.Head, s.Office, s.Counselor, {}} {
		ended := s.Access.EndStaff(a, s.Dorm.ID())
		if err := errors.Join(ended, s.Access.ResetPassword(a, s.Dorm.ID(), "another password")); !errors.Is(err, school.ErrForbidden) {
			t.Errorf("%q ends an account: %v", a.Staff.Login, err)
		}
	}
}
