package views

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// columns is how long a line may be that a person reads: templates, stylesheets and scripts. Chinese counts by characters.
const columns = 120

// TestColumns: what a browser gets reads like code, and no tag holds a style or a script of its own, which the content
// policy would not run.
func TestColumns(t *testing.T) {
	inline := regexp.MustCompile(`(?i)[\s"]style=|[\s"]on[a-z]+=`)
	seen := map[string]int{}
	err := fs.WalkDir(os.DirFS(".."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name != "." && name != "views" && name != "static" && path.Dir(name) == "." || name == "static/vendor" {
				return fs.SkipDir
			}
			return nil
		}
		kind := path.Ext(name)
		if !slices.Contains([]string{".html", ".css", ".js"}, kind) {
			return nil
		}
		seen[kind]++
		text, err := os.ReadFile(path.Join("..", name))
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(text), "\n") {
			if n := utf8.RuneCountInString(line); n > columns {
				t.Errorf("%s:%d has %d columns, more than %d", name, i+1, n, columns)
			}
			if kind == ".html" && inline.MatchString(" "+line) {
				t.Errorf("%s:%d has a style or a script in a tag: %s", name, i+1, strings.TrimSpace(line))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen[".html"] < 50 || seen[".css"] < 3 || seen[".js"] < 5 {
		t.Errorf("walked only over %v", seen)
	}
}
