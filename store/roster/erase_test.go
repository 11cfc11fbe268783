package roster_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhixinwu/store/storetest"
)

// TestErasedIsErased: a moment after a file was erased, no page of the data file has the child's name, used or not.
func TestErasedIsErased(t *testing.T) {
	s := storetest.Open(t, 2)
	gone, stays := s.Children[0], s.Children[1]
	s.Edit(s.Office, gone.ID, 0, "address", "云岭村三组")
	if err := s.Roster.DepartChild(s.Office, gone.ID, s.Today()); err != nil {
		t.Fatal(err)
	}
	words := func(of string) int {
		raw, err := os.ReadFile(filepath.Join(s.Dir, "zhixinwu.db"))
		if err != nil {
			t.Fatal(err)
		}
		return strings.Count(string(raw), of)
	}
	if words(gone.Name) == 0 || words("云岭村三组") == 0 {
		t.Fatal("the child is not in the file")
	}
	if err := s.Wipe(); err != nil { // the first one after the start wipes in any case
		t.Fatal(err)
	}
	if err := s.Roster.EraseFile(s.Office, gone.ID, "妈妈"); err != nil {
		t.Fatal(err)
	}
	if err := s.Wipe(); err != nil {
		t.Fatal(err)
	}
	if words(gone.Name) != 0 || words("云岭村三组") != 0 || words(stays.Name) == 0 {
		t.Errorf("the name is in the file %d times, another's %d", words(gone.Name), words(stays.Name))
	}
}
