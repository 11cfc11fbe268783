package roster_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"zhixinwu/store"
	"zhixinwu/store/heart"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// TestFileOfTwo: two people edit one file at once. Different fields are both kept; of the same field the second sees both
// versions, nothing is stored, and what he then decides stands.
func TestFileOfTwo(t *testing.T) {
	s := storetest.Open(t, 4)
	id := s.Children[0].ID
	first := s.Edit(s.Office, id, 0, "address", "云岭村1组", "father.name", "禾大江", "father.phones", "13800000001、13800000002")
	if len(first.Wrong)+len(first.Clashes) > 0 || first.File.Child.Revision != 1 {
		t.Fatalf("%+v", first)
	}
	second := s.Edit(s.Teacher, id, 0, "address", "", "mother.workplace", "城里的饭馆") // its form was opened before
	if second.File.Child.Address != "云岭村1组" || second.File.Values["mother.workplace"] != "城里的饭馆" {
		t.Errorf("an untouched field was overwritten: %q, %q", second.File.Child.Address, second.File.Values["mother.workplace"])
	}
	third := s.Edit(s.Teacher, id, 0, "address", "云岭村2组", "village.name", "村主任")
	if len(third.Clashes) != 1 || third.Clashes[0] != (school.Clash{
		Field: "address", Mine: "云岭村2组", Theirs: "云岭村1组", Who: "德育处", At: third.Clashes[0].At,
	}) {
		t.Fatalf("%+v", third.Clashes)
	}
	if third.File.Child.Village.Name != "" || third.File.Child.Revision != 2 {
		t.Error("a part of an edit with a clash was stored")
	}
	last := s.Edit(s.Teacher, id, third.File.Child.Revision, "address", "云岭村2组", "village.name", "村主任")
	if c := last.File.Child; c.Address != "云岭村2组" || c.Village.Name != "村主任" {
		t.Errorf("%+v", last)
	}
	f, err := s.Roster.OpenFile(s.Office, id)
	if err != nil || len(f.Changes) != 3 {
		t.Fatalf("%d changes, %v", len(f.Changes), err)
	}
	moved := school.FieldChange{Field: "address", From: "云岭村1组", To: "云岭村2组"}
	if ch := f.Changes[0]; ch.Who != "班主任" || !slices.Contains(ch.Fields, moved) {
		t.Errorf("the history says %+v", ch)
	}
}

// TestFileScope: who may see and change what. A teacher who guesses the number of another class's child, or of nobody, is
// told the same.
func TestFileScope(t *testing.T) {
	s := storetest.Open(t, 4)
	mine, other := s.Children[0].ID, s.Children[1].ID
	for _, a := range []school.Actor{s.Admin, s.Counselor, s.Keeper, s.Dorm, s.Gate, {}} {
		if _, err := s.Roster.OpenFile(a, mine); !errors.Is(err, school.ErrForbidden) {
			t.Errorf("%q opens a file: %v", a.Staff.Login, err)
		}
	}
	for _, id := range []string{other, "999999", "", "../x"} {
		_, open := s.Roster.OpenFile(s.Teacher, id)
		_, change := s.Roster.EditFile(s.Teacher, id, roster.Edit{Values: map[string]string{"address": "x"}})
		_, photo := s.Roster.Photo(s.Teacher, id)
		for what, err := range map[string]error{
			"opens": open, "changes": change, "confirms": s.Roster.ConfirmChild(s.Teacher, id), "looks at the photo of": photo,
		} {
			if !errors.Is(err, school.ErrForbidden) {
				t.Errorf("a teacher %s %q: %v", what, id, err)
			}
		}
	}
	f, err := s.Roster.OpenFile(s.Teacher, mine)
	if err != nil {
		t.Fatal(err)
	}
	for key, may := range map[string]bool{
		"father.phones": true, "address": true, "name": false, "class": false, "consent.day": false, "id": false,
	} {
		field, _ := roster.FieldOf(key)
		if f.MayEdit(field) != may {
			t.Errorf("a teacher may change %s: %v", key, !may)
		}
	}
	rename := roster.Edit{Values: map[string]string{"name": "别的名字"}}
	if _, err := s.Roster.EditFile(s.Teacher, mine, rename); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("a teacher renames a child: %v", err)
	}
	move := roster.Edit{Values: map[string]string{"address": "x"}}
	if _, err := s.Roster.EditFile(s.Head, mine, move); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("the head changes a file: %v", err)
	}
	if _, err := s.Roster.OpenFile(s.Head, other); err != nil {
		t.Errorf("the head opens a file: %v", err)
	}
	// A teacher paired with a child of another class sees it, and changes nothing.
	if done := s.Edit(s.Office, other, 0, "mentors", "班主任"); len(done.Wrong) > 0 {
		t.Fatal(done.Wrong)
	}
	if f, err := s.Roster.OpenFile(s.Teacher, other); err != nil || f.Values["mentors"] != "班主任" {
		t.Errorf("a paired teacher: %v", err)
	}
	move.Revision = 1
	if _, err := s.Roster.EditFile(s.Teacher, other, move); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("a paired teacher changes a file: %v", err)
	}
	// Every look is in the audit.
	rows, found, err := s.Audits(s.Head, store.AuditQuery{Name: s.Children[1].Name})
	if err != nil || !found {
		t.Fatal(err)
	}
	var who []string
	for _, r := range rows {
		if r.Action == "file.read" {
			who = append(who, r.Who)
		}
	}
	if !slices.Equal(who, []string{"班主任", "校长"}) {
		t.Errorf("the audit says that %v looked", who)
	}
}

func TestFileWrong(t *testing.T) {
	s := storetest.Open(t, 2)
	id := s.Children[0].ID
	done := s.Edit(s.Office, id, 0, "name", "", "gender", "不知道", "birth", "2015-02-30", "class", "高一班", "boards", "也许",
		"care", "不清楚", "father.best", "晚上", "mentors", "没有的老师", "consent.day", "2027-01-01",
		"note", strings.Repeat("长", 501), "address", "云岭村")
	var wrong []string
	for _, w := range done.Wrong {
		wrong = append(wrong, w.Field)
	}
	want := []string{"name", "gender", "birth", "class", "boards", "care", "father.best", "mentors", "consent.day", "note"}
	if !slices.Equal(wrong, want) {
		t.Errorf("wrong are %v, want %v", wrong, want)
	}
	if f, err := s.Roster.OpenFile(s.Office, id); err != nil || f.Child.Address != "" || f.Child.Revision != 0 {
		t.Errorf("a part was stored: %+v, %v", f.Child, err)
	}
}

// TestComplete: what is owed depends on the child, and 100 % can be reached.
func TestComplete(t *testing.T) {
	s := storetest.Open(t, 2)
	id := s.Children[0].ID
	f, err := s.Roster.OpenFile(s.Office, id)
	if err != nil || slices.Contains(f.Missing, "phone") || slices.Contains(f.Missing, "mentors") || !slices.Contains(f.Missing, "care") {
		t.Fatalf("missing %v, %v", f.Missing, err)
	}
	done := s.Edit(s.Office, id, 0, "birth", "2019-03-08", "number", "J000000000000000001", "care", "父母都外出",
		"address", "云岭村", "father.name", "禾大江", "father.workplace", "东边的鞋厂", "mother.workplace", "东边的鞋厂",
		"guardian.relation", "奶奶", "guardian.name", "禾奶奶", "guardian.phones", "13800000003",
		"consent.day", "2026-09-01", "consent.by", "奶奶")
	if !slices.Equal(done.File.Missing, []string{"confirmed", "mentors"}) {
		t.Errorf("still missing %v", done.File.Missing)
	}
	s.Edit(s.Office, id, 1, "mentors", "班主任、校长")
	if err := s.Roster.ConfirmChild(s.Teacher, id); err != nil {
		t.Fatal(err)
	}
	if f, err = s.Roster.OpenFile(s.Office, id); err != nil || f.Percent != 100 || len(f.Missing) > 0 {
		t.Errorf("%d %%, missing %v, %v", f.Percent, f.Missing, err)
	}
	// A new term asks again.
	settings, err := s.Settings()
	if err != nil {
		t.Fatal(err)
	}
	settings.Terms = []school.Term{{Name: "春季", Begin: "2027-02-22", Weeks: 20}}
	if err := s.SetSettings(s.Admin, settings); err != nil {
		t.Fatal(err)
	}
	if f, _ = s.Roster.OpenFile(s.Office, id); f.Percent != 100 {
		t.Errorf("the term has not begun: %v", f.Missing)
	}
	s.Clock.Pass(100 * 24 * time.Hour)
	if f, _ = s.Roster.OpenFile(s.Office, id); !slices.Equal(f.Missing, []string{"confirmed"}) {
		t.Errorf("in the new term: %v", f.Missing)
	}
}

// TestGuardian: the person who looks after the child keeps what is known of him under another word.
func TestGuardian(t *testing.T) {
	s := storetest.Open(t, 2)
	id := s.Children[0].ID
	revision := 0
	step := func(pairs ...string) roster.Child {
		t.Helper()
		done := s.Edit(s.Office, id, revision, pairs...)
		if len(done.Wrong) > 0 {
			t.Fatal(done.Wrong)
		}
		revision = done.File.Child.Revision
		return done.File.Child
	}
	if c := step("guardian.name", "禾某人", "guardian.phones", "13800000009"); c.Guardian != "监护人" || len(c.Family) != 2 {
		t.Fatalf("%q of %+v", c.Guardian, c.Family)
	}
	if c := step("guardian.relation", "姑姑"); c.Guardian != "姑姑" || len(c.Family) != 2 ||
		c.Family[1].Name != "禾某人" || c.Family[1].Numbers() != "13800000009" {
		t.Fatalf("%q of %+v", c.Guardian, c.Family)
	}
	if c := step("guardian.relation", "外祖母", "guardian.name", "禾外婆"); c.Guardian != "外婆" || c.Family[len(c.Family)-1].Name != "禾外婆" {
		t.Fatalf("%q of %+v", c.Guardian, c.Family)
	}
	if c := step("guardian.relation", "妈妈"); c.Guardian != "妈妈" || len(c.Family) != 2 {
		t.Fatalf("%q of %+v", c.Guardian, c.Family)
	}
}

// TestLeaving: a child leaves, comes back with the same card, and once it has left for good its file is deleted on request.
func TestLeaving(t *testing.T) {
	s := storetest.Open(t, 2)
	c := s.Children[0]
	if err := s.Roster.EraseFile(s.Office, c.ID, "妈妈"); !errors.Is(err, roster.ErrStillHere) {
		t.Errorf("the file of a child at school: %v", err)
	}
	slot := heart.Slot{Day: "2026-11-24", Clock: 12 * 60, Counselor: s.Counselor.ID()}.Key()
	if _, err := s.Heart.Book(s.Visit(0), slot, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Phone.TakeTicket(s.Visit(0)); err != nil {
		t.Fatal(err)
	}
	if err := s.Roster.DepartChild(s.Office, c.ID, "2026-11-23"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Heart.Book(s.Visit(1), slot, ""); err != nil {
		t.Errorf("the time of one who left: %v", err)
	}
	if room, err := s.Phone.Desk(s.Keeper); err != nil || len(room.Waiting) != 0 {
		t.Errorf("the number of one who left: %v", err)
	}
	if _, err := s.Scan(s.Kiosk, s.Code(c)); !errors.Is(err, roster.ErrCardLeft) {
		t.Errorf("the card of one who left: %v", err)
	}
	if err := s.Roster.ReturnChild(s.Office, c.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Scan(s.Kiosk, s.Code(c)); err != nil {
		t.Errorf("back again: %v", err)
	}
	for day, want := range map[school.Day]error{"2026-13-01": school.ErrInvalid, "2029-01-01": roster.ErrFar, "": school.ErrInvalid} {
		if err := s.Roster.DepartChild(s.Office, c.ID, day); !errors.Is(err, want) {
			t.Errorf("leaving on %q: %v", day, err)
		}
	}
	if err := s.Roster.DepartChild(s.Office, c.ID, "2026-11-23"); err != nil {
		t.Fatal(err)
	}
	s.Edit(s.Office, c.ID, 3, "address", "云岭村9组", "note", "秘密")
	if err := s.Roster.EraseFile(s.Head, c.ID, "妈妈"); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("the head erases: %v", err)
	}
	if err := s.Roster.EraseFile(s.Office, c.ID, "妈妈"); err != nil {
		t.Fatal(err)
	}
	f, err := s.Roster.OpenFile(s.Office, c.ID)
	if err != nil || f.Child.Name == c.Name || f.Child.Address != "" || len(f.Child.Family) > 0 || len(f.Changes) > 0 ||
		f.Child.Erased != (roster.Erasure{Day: "2026-11-23", By: "妈妈"}) {
		t.Errorf("after the deletion: %+v, %v", f.Child, err)
	}
	for _, q := range []roster.Query{{}, {Gone: true}, {Text: c.Name}} {
		r, err := s.Roster.Listing(s.Office, q)
		if err != nil || slices.ContainsFunc(r.Rows, func(r roster.Row) bool { return r.Child.ID == c.ID }) {
			t.Errorf("%+v still lists it: %v", q, err)
		}
	}
	if _, err := s.Scan(s.Kiosk, s.Code(c)); !errors.Is(err, roster.ErrCardLeft) {
		t.Errorf("its card: %v", err)
	}
}
