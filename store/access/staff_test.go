package access_test

import (
	"errors"
	"testing"
	"zhixinwu/store/access"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

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
