package store_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// How wide a line of Go and how long a file may be: what fits beside another on a screen, and what one person can hold in
// mind. A tab counts for four columns, Chinese by characters.
const (
	goColumns = 140
	goLines   = 400
)

// TestLines: no line and no file of the house is longer than that, tests included.
func TestLines(t *testing.T) {
	walked := 0
	for _, floor := range []string{"cmd", "handlers", "static", "store", "views"} {
		err := filepath.WalkDir(filepath.Join("..", floor), func(path string, d fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".go" {
				return err
			}
			walked++
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
			if len(lines) > goLines {
				t.Errorf("%s has %d lines, more than %d", path, len(lines), goLines)
			}
			for i, line := range lines {
				if n := utf8.RuneCountInString(line) + 3*strings.Count(line, "\t"); n > goColumns {
					t.Errorf("%s:%d has %d columns, more than %d", path, i+1, n, goColumns)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if walked < 200 {
		t.Errorf("walked only over %d files", walked)
	}
}
