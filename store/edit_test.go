package store_test

import (
	"errors"
	"testing"
	"time"

	"zhixinwu/store/access"
	"zhixinwu/store/heart"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
	"zhixinwu/store/urgent"
)

// twoEditors: a form was read twice. The first to save changes the name; the second has changed another part alone, then the
// name too: that one sees both, keeps what the first left alone, and overrules by saving again.
func twoEditors[T any](t *testing.T, read func() T, save func(T) error, name func(*T) *string, other func(*T), revision func(T) int) {
	t.Helper()
	first, second := read(), read()
	*name(&first) = "第一个"
	if err := save(first); err != nil {
		t.Fatal(err)
	}
	other(&second)
	if err := save(second); err != nil {
		t.Fatalf("the second has changed another part: %v", err)
	}
	now := read()
	if *name(&now) != "第一个" || revision(now) != revision(first)+2 {
		t.Errorf("both are stored: %+v", now)
	}
	*name(&second) = "第二个"
	err := save(second)
	var stale *school.Stale[T]
	if !errors.Is(err, school.ErrStale) || !errors.As(err, &stale) {
		t.Fatalf("both have changed the name: %v", err)
	}
	if c := stale.Clashes; len(c) != 1 || c[0].Mine != "第二个" || c[0].Theirs != "第一个" || c[0].Who == "" || c[0].At.IsZero() {
		t.Errorf("the second sees %+v", c)
	}
	if now := read(); *name(&now) != "第一个" {
		t.Errorf("something was stored: %+v", now)
	}
	if err := save(stale.Mine); err != nil {
		t.Fatalf("knowingly: %v", err)
	}
	if now := read(); *name(&now) != "第二个" || revision(now) != revision(first)+3 {
		t.Errorf("overruled: %+v", now)
	}
	if err := save(read()); err != nil {
		t.Fatal(err)
	}
	if now := read(); revision(now) != revision(first)+3 {
		t.Errorf("nothing was changed, and the revision is %d", revision(now))
	}
}

func TestTwoEditors(t *testing.T) {
	t.Run("plan", func(t *testing.T) {
		s := storetest.Open(t, 2)
		twoEditors(t, func() heart.Plan {
			p, err := s.Heart.PlanPage(s.Counselor)
			if err != nil {
				t.Fatal(err)
			}
			return p.Plan
		}, func(p heart.Plan) error {
			_, err := s.Heart.SetPlan(s.Counselor, p, storetest.Sure)
			return err
		}, func(p *heart.Plan) *string { return &p.Room },
			func(p *heart.Plan) {
				p.Hours = []school.Hours{{Weekday: time.Monday, From: 600, To: 700}}
			}, func(p heart.Plan) int { return p.Revision })
		p, err := s.Heart.PlanPage(s.Counselor)
		if err != nil || len(p.Hours) != 1 || p.Minutes != 20 {
			t.Errorf("%+v, %v", p.Plan, err)
		}
	})
	t.Run("duty", func(t *testing.T) {
		s := storetest.Open(t, 2)
		twoEditors(t, func() urgent.DutyList {
			d, err := s.Urgent.Duty(s.Head)
			if err != nil {
				t.Fatal(err)
			}
			list := urgent.DutyList{Revision: d.Revision, Place: d.Place}
			for _, st := range d.List {
				list.Staff = append(list.Staff, st.ID)
			}
			return list
		}, func(d urgent.DutyList) error { return s.Urgent.SetDuty(s.Head, d) }, func(d *urgent.DutyList) *string { return &d.Place },
			func(d *urgent.DutyList) { d.Staff = []string{s.Dorm.ID()} }, func(d urgent.DutyList) int { return d.Revision })
	})
	t.Run("account", func(t *testing.T) {
		s := storetest.Open(t, 2)
		twoEditors(t, func() school.Staff {
			all, err := s.Access.AllStaff(s.Admin)
			if err != nil {
				t.Fatal(err)
			}
			for _, st := range all {
				if st.ID == s.Keeper.ID() {
					return st
				}
			}
			panic("no keeper")
		}, func(st school.Staff) error { return s.Access.EditStaff(s.Admin, st) }, func(st *school.Staff) *string { return &st.Name },
			func(st *school.Staff) {
				st.Roles, st.Classes = []school.Role{school.RoleTeacher}, []school.Class{{Grade: 3, Number: 2}}
			}, func(st school.Staff) int { return st.Revision })
		if _, _, err := s.Access.LogIn(s.Keeper.Staff.Login, storetest.Password, access.Browser{}); err != nil {
			t.Errorf("the password was lost: %v", err)
		}
	})
	t.Run("device", func(t *testing.T) {
		s := storetest.Open(t, 2)
		twoEditors(t, func() school.Device {
			all, err := s.Access.Devices(s.Admin)
			if err != nil {
				t.Fatal(err)
			}
			return all[0].Device
		}, func(d school.Device) error { return s.Access.EditDevice(s.Admin, d) }, func(d *school.Device) *string { return &d.Name },
			func(d *school.Device) { d.Offers = []school.Offer{school.OfferPhone} }, func(d school.Device) int { return d.Revision })
	})
	t.Run("settings", func(t *testing.T) {
		s := storetest.Open(t, 2)
		twoEditors(t, func() school.Settings {
			sc, err := s.Settings()
			if err != nil {
				t.Fatal(err)
			}
			return sc
		}, func(sc school.Settings) error { return s.SetSettings(s.Admin, sc) }, func(sc *school.Settings) *string { return &sc.Name },
			func(sc *school.Settings) { sc.Rules = map[school.Rule]int{school.RulePhoneLength: 7} },
			func(sc school.Settings) int { return sc.Revision })
		if sc, err := s.Settings(); err != nil || sc.Rule(school.RulePhoneLength) != 7 {
			t.Errorf("%+v, %v", sc, err)
		}
	})
}

// TestRolloverUnderAForm: a class that moved up while its teacher's account was on somebody's page does not fall back when that
// page is saved.
func TestRolloverUnderAForm(t *testing.T) {
	s := storetest.Open(t, 4)
	st := s.Teacher.Staff
	plan, err := s.Roster.PlanRollover(s.Office)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Roster.RollOver(s.Office, plan.Children, true); err != nil {
		t.Fatal(err)
	}
	st.Name = "新班主任"
	if err := s.Access.EditStaff(s.Admin, st); err != nil {
		t.Fatal(err)
	}
	all, err := s.Access.AllStaff(s.Admin)
	if err != nil {
		t.Fatal(err)
	}
	for _, now := range all {
		if now.ID == st.ID && (now.Name != "新班主任" || now.Classes[0] != st.Classes[0].Next(6)) {
			t.Errorf("%+v", now)
		}
	}
}

// TestOrderIsNoDifference: a form sends what was ticked in the order of its page; that alone is no change to clash with.
func TestOrderIsNoDifference(t *testing.T) {
	s := storetest.Open(t, 2)
	st := s.Keeper.Staff
	save := func(name string, revision int, roles ...school.Role) {
		t.Helper()
		st.Name, st.Revision, st.Roles = name, revision, roles
		if err := s.Access.EditStaff(s.Admin, st); err != nil {
			t.Fatal(err)
		}
	}
	save("值班老师", 0, school.RoleTeacher, school.RoleDorm)
	save("值班老师", 1, school.RoleGate)
	save("新名字", 1, school.RoleDorm, school.RoleTeacher)
	all, err := s.Access.AllStaff(s.Admin)
	if err != nil {
		t.Fatal(err)
	}
	for _, now := range all {
		if now.ID == st.ID && (now.Name != "新名字" || len(now.Roles) != 1 || now.Roles[0] != school.RoleGate) {
			t.Errorf("%+v", now)
		}
	}
}
