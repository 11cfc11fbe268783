package access_test

import (
	"errors"
	"testing"
	"zhixinwu/store"
	"zhixinwu/store/access"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

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
