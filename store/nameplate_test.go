package store_test

import (
	"errors"
	"reflect"
	"testing"

	"zhixinwu/store/access"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// TestNameplates: what names colleagues for a page names them without the hashes of password and PIN. No method that returns
// an account is left out; an Actor is whoever asks, and is on no page.
func TestNameplates(t *testing.T) {
	s := storetest.Open(t, 1)
	_, token, err := s.Access.LogIn("colleague", storetest.Password, access.Browser{Secret: "b"})
	err = errors.Join(err, s.Access.SetPIN(s.Colleague, token, storetest.Password, "48270631"),
		s.Mail.KeepMailbox(s.Colleague, storetest.Password))
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]func() (any, error){
		"AllStaff": func() (any, error) { return s.Access.AllStaff(s.Admin) },
		"AwayPage": func() (any, error) { return s.Heart.AwayPage(s.Office) },
		"BoxState": func() (any, error) { return s.Mail.BoxState(s.Counselor) },
		"Duty":     func() (any, error) { return s.Urgent.Duty(s.Head) },
		"PlanPage": func() (any, error) { return s.Heart.PlanPage(s.Counselor) },
		"OpenNotes": func() (any, error) {
			key, locked := s.Heart.UnlockNotes(s.Counselor, storetest.Password)
			_, err := s.Heart.BeginNote(s.Counselor, s.Children[0].ID, "")
			if err := errors.Join(locked, err); err != nil {
				return nil, err
			}
			return s.Heart.OpenNotes(s.Counselor, key, s.Children[0].ID)
		},
		"AddStaff": func() (any, error) {
			fresh := school.Staff{Login: "new", Name: "孙老师", Roles: []school.Role{school.RoleGate}}
			return s.Access.AddStaff(s.Admin, fresh, storetest.Password)
		},
		"a stale edit": func() (any, error) {
			st := s.Colleague.Staff
			st.Name = "李老师一"
			err := s.Access.EditStaff(s.Admin, st)
			st.Name = "李老师二"
			stale, is := errors.AsType[*school.Stale[school.Staff]](s.Access.EditStaff(s.Admin, st))
			if err != nil || !is {
				return nil, errors.New("no clash")
			}
			return *stale, nil
		},
	}
	for _, room := range []any{s.Store, s.Access, s.Heart, s.Mail, s.Phone, s.Roster, s.Urgent, s.Dorm} {
		for m := range reflect.TypeOf(room).Methods() {
			for i := range m.Type.NumOut() {
				if _, looked := pages[m.Name]; !looked && names(m.Type.Out(i), map[reflect.Type]bool{}) {
					t.Errorf("%T.%s returns accounts, and nobody looks at them here", room, m.Name)
				}
			}
		}
	}
	for name, page := range pages {
		p, err := page()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		found := false
		eachStaff(reflect.ValueOf(p), func(st school.Staff) {
			found = found || st.Login == "colleague" || st.Login == "new"
			if st.Password != "" || st.PIN != "" {
				t.Errorf("%s hands out the hashes of %s", name, st.Name)
			}
		})
		if !found {
			t.Errorf("%s does not name the one who has all that could be told", name)
		}
	}
}

// names reports whether an account stands in a type, otherwise than in an Actor.
func names(of reflect.Type, seen map[reflect.Type]bool) bool {
	if seen[of] || of == reflect.TypeFor[school.Actor]() {
		return false
	}
	seen[of] = true
	switch of.Kind() {
	case reflect.Struct:
		for f := range of.Fields() {
			if names(f.Type, seen) {
				return true
			}
		}
		return of == reflect.TypeFor[school.Staff]()
	case reflect.Slice, reflect.Pointer:
		return names(of.Elem(), seen)
	case reflect.Map:
		return names(of.Elem(), seen)
	}
	return false
}

// eachStaff finds the accounts in a value.
func eachStaff(v reflect.Value, fn func(school.Staff)) {
	switch v.Kind() {
	case reflect.Struct:
		if st, is := reflect.TypeAssert[school.Staff](v); is {
			fn(st)
			return
		}
		for _, f := range v.Fields() {
			if f.CanInterface() {
				eachStaff(f, fn)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachStaff(v.Index(i), fn)
		}
	case reflect.Map:
		for _, of := range v.Seq2() {
			eachStaff(of, fn)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			eachStaff(v.Elem(), fn)
		}
	}
}
