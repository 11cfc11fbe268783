package store_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mayImport is the plan of the house: a package may import those behind its name and nothing else of store. Rooms never
// import rooms.
var mayImport = map[string][]string{
	"kv": nil, "seal": nil, "sheet": nil,
	"school": {"kv"},
	"access": {"kv", "school", "seal"},
	"visit":  {"kv", "school"},
	"roster": {"kv", "school", "seal", "visit", "sheet"},
	"urgent": {"kv", "school", "visit", "roster"},
	"heart":  {"kv", "school", "seal", "access", "visit", "roster", "urgent"},
	"phone":  {"kv", "school", "visit", "roster", "urgent"},
	"mail":   {"kv", "school", "seal", "access", "visit"},
	"dorm":   {"kv", "school", "visit", "roster", "urgent"},
}

// goFiles are the parsed files of a folder, tests apart, by name.
func goFiles(t *testing.T, dir string) map[string]*ast.File {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]*ast.File{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		if files[path], err = parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// TestFloors: every folder of store is in the plan and imports what the plan lets it, and no package of store imports what
// stands above it.
func TestFloors(t *testing.T) {
	folders, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		name := folder.Name()
		if !folder.IsDir() || name == "testdata" || name == "storetest" {
			continue
		}
		may, planned := mayImport[name]
		if !planned {
			t.Errorf("%s is not in the plan", name)
		}
		for path, file := range goFiles(t, name) {
			for _, spec := range file.Imports {
				of, ours := strings.CutPrefix(strings.Trim(spec.Path.Value, `"`), "zhixinwu/")
				of, below := strings.CutPrefix(of, "store/")
				if ours && (!below || !slices.Contains(may, of)) {
					t.Errorf("%s imports %s", path, spec.Path.Value)
				}
			}
		}
	}
}

// TestSchema: the comment of each package describes each of its buckets, indexes and cells exactly once, and no bucket has
// two owners.
func TestSchema(t *testing.T) {
	owner := map[string]string{}
	for name := range mayImport {
		comment := ""
		var kept []string
		for _, file := range goFiles(t, name) {
			comment += file.Doc.Text()
			ast.Inspect(file, func(n ast.Node) bool {
				spec, ok := n.(*ast.ValueSpec)
				if !ok || spec.Type == nil || len(spec.Values) != 1 {
					return true
				}
				value, ok := spec.Values[0].(*ast.BasicLit)
				if !ok {
					return true
				}
				switch key := strings.Trim(value.Value, `"`); kindOf(spec.Type) {
				case "Bucket", "Index", "Raw":
					kept = append(kept, key)
				case "Cell", "Sequence":
					kept = append(kept, "meta/"+key)
				}
				return true
			})
		}
		described := map[string]int{}
		for _, line := range strings.Split(comment, "\n") {
			words := strings.Fields(line)
			if !strings.HasPrefix(line, "\t") || len(words) < 2 || words[0] == "bucket" {
				continue
			}
			if words[0] == "meta" {
				words[0] += "/" + words[1]
			}
			described[words[0]]++
		}
		for _, bucket := range kept {
			if described[bucket] != 1 {
				t.Errorf("%s is described %d times in the comment of package %s", bucket, described[bucket], name)
			}
			if other := owner[bucket]; other != "" {
				t.Errorf("%s belongs to %s and %s", bucket, other, name)
			}
			owner[bucket] = name
		}
		for bucket := range described {
			if !slices.Contains(kept, bucket) {
				t.Errorf("package %s describes %s, which it does not keep", name, bucket)
			}
		}
	}
	if len(owner) < 60 {
		t.Errorf("only %d buckets were found", len(owner))
	}
}

// kindOf is the bare name of a type such as school.Bucket[Ticket].
func kindOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.IndexExpr:
		return kindOf(e.X)
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.Ident:
		return e.Name
	}
	return ""
}
