package roster_test

import (
	"slices"
	"testing"

	"zhixinwu/store/storetest"
)

// TestMentorLeaves: a colleague whose account ends is the mentor of nobody; the other mentors stay.
func TestMentorLeaves(t *testing.T) {
	s := storetest.Open(t, 2)
	s.Edit(s.Office, s.Children[0].ID, 0, "mentors", "班主任、校长")
	s.Edit(s.Office, s.Children[1].ID, 0, "mentors", "校长")
	if err := s.Access.EndStaff(s.Admin, s.Teacher.ID()); err != nil {
		t.Fatal(err)
	}
	for i, revision := range []int{2, 1} {
		f, err := s.Roster.OpenFile(s.Office, s.Children[i].ID)
		if err != nil || !slices.Equal(f.Child.Mentors, []string{s.Head.ID()}) || f.Child.Revision != revision {
			t.Errorf("%s at revision %d: %v, %v", f.Child.Name, f.Child.Revision, f.Child.Mentors, err)
		}
	}
}
