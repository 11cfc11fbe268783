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
	"voice":  {"kv", "school"},
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
				default:
					return true
				}
				if spec.Names[0].IsExported() {
					t.Errorf("%s of package %s is exported: others could write it", spec.Names[0].Name, name)
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

// settingsOwn are the files that keep, check, show and write the settings: what only they touch changes nothing in the school.
var settingsOwn = []string{"store/school/school.go", "store/school/rule.go", "store/migrate.go", "handlers/school.go",
	"views/school.go", "views/rule.go", "cmd/zhixinwu/demo.go"}

// TestSettingsAreRead: each setting and each rule is read by something beside its own page, so that nothing on that page
// is there for show. A method of Settings reads for whoever calls it.
func TestSettingsAreRead(t *testing.T) {
	methods := map[string][]string{} // of Settings, by name: the fields each reads
	var fields, rules []string
	for path, file := range goFiles(t, "school") {
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv != nil && kindOf(d.Recv.List[0].Type) == "Settings" && d.Name.IsExported() {
					ast.Inspect(d, func(n ast.Node) bool {
						if sel, ok := n.(*ast.SelectorExpr); ok {
							methods[d.Name.Name] = append(methods[d.Name.Name], sel.Sel.Name)
						}
						return true
					})
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch spec := spec.(type) {
					case *ast.TypeSpec:
						if of, ok := spec.Type.(*ast.StructType); ok && spec.Name.Name == "Settings" {
							for _, f := range of.Fields.List {
								fields = append(fields, f.Names[0].Name)
							}
						}
					case *ast.ValueSpec:
						if path == "school/rule.go" && kindOf(spec.Type) == "Rule" {
							rules = append(rules, spec.Names[0].Name)
						}
					}
				}
			}
		}
	}
	delete(methods, "Validate")
	if len(fields) < 10 || len(rules) < 15 {
		t.Fatalf("only %d fields and %d rules were found", len(fields), len(rules))
	}
	// the history counts the first, each rule stands for the second, and the third is the made-up school's own mark
	read := map[string]bool{"Revision": true, "Rules": true, "Made": true}
	look := func(file *ast.File) {
		written := map[ast.Node]bool{}
		ast.Inspect(file, func(n ast.Node) bool {
			if set, ok := n.(*ast.AssignStmt); ok {
				for _, left := range set.Lhs {
					written[left] = true
				}
			}
			sel, ok := n.(*ast.SelectorExpr)
			if !ok || written[sel] {
				return true
			}
			if of := kindOf(sel.X); of == "school" && strings.HasPrefix(sel.Sel.Name, "Rule") ||
				slices.Contains([]string{"settings", "Settings", "set", "sc"}, of) {
				read[sel.Sel.Name] = true
			}
			for _, field := range methods[sel.Sel.Name] {
				read[field] = true
			}
			return true
		})
	}
	if err := filepath.WalkDir("..", func(dir string, d os.DirEntry, err error) error {
		if err != nil || !d.IsDir() || strings.HasSuffix(dir, "test") {
			return err
		}
		for path, file := range goFiles(t, dir) {
			if !slices.Contains(settingsOwn, filepath.ToSlash(strings.TrimPrefix(path, "../"))) {
				look(file)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Concat(fields, rules) {
		if !read[name] {
			t.Errorf("%s is read by nothing but the page of the settings", name)
		}
	}
}

// TestOnlyOwnBuckets: a room reads and writes the buckets that it declares, and no others: it neither names one in passing,
// which TestSchema would not find, nor goes past the buckets to the engine. Migrations alone know the data of before.
func TestOnlyOwnBuckets(t *testing.T) {
	for name := range mayImport {
		if name == "school" || name == "kv" { // what buckets are made of
			continue
		}
		for path, file := range goFiles(t, name) {
			for _, found := range past(file) {
				t.Errorf("%s: %s", path, found)
			}
		}
	}
	for path, file := range goFiles(t, ".") {
		if found := past(file); path != "migrate.go" && len(found) > 0 {
			t.Errorf("%s: %s", path, found)
		}
	}
	for _, bad := range []string{
		`import "zhixinwu/store/school"; var t, ok, err = school.Bucket[Ticket]("ticket").Get(tx, key)`,
		`import ground "zhixinwu/store/school"; const tickets = ground.Bucket[Ticket]("ticket")`,
		`import "zhixinwu/store/school"; var err = school.Index("queue").Delete(tx, key)`,
		`var raw, err = tx.Get("ticket", key)`,
		`import "zhixinwu/store/school"; func f(t *school.Tx) error { return t.Tx.Put("ticket", "", nil) }`,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "bad.go", "package heart; "+bad, 0)
		if err != nil {
			t.Fatal(err)
		}
		if len(past(file)) == 0 {
			t.Errorf("nothing was found in %s", bad)
		}
	}
}

// past are the places of a file that reach data otherwise than by a bucket it has declared: a bucket made in an expression,
// or a transaction asked for a row by the bucket's name.
func past(file *ast.File) (found []string) {
	kinds := []string{"Bucket", "Index", "Raw", "Cell", "Sequence"}
	engine := []string{"Get", "Put", "Delete", "Scan", "ScanReverse"}
	ground := "school"
	for _, spec := range file.Imports {
		if strings.HasSuffix(spec.Path.Value, `/store/school"`) && spec.Name != nil {
			ground = spec.Name.Name
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		fun := call.Fun
		if of, ok := fun.(*ast.IndexExpr); ok {
			fun = of.X
		}
		sel, ok := fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		switch of, what := kindOf(sel.X), sel.Sel.Name; {
		case of == ground && slices.Contains(kinds, what):
			found = append(found, "a "+what+" is made where it is used")
		case (of == "tx" || of == "Tx") && slices.Contains(engine, what):
			found = append(found, "the engine is asked to "+what)
		}
		return true
	})
	return found
}

// TestOneEngine: kv is the only folder that knows a storage engine.
func TestOneEngine(t *testing.T) {
	walked := 0
	for _, floor := range []string{"cmd", "handlers", "static", "store", "views"} {
		err := filepath.WalkDir(filepath.Join("..", floor), func(path string, d os.DirEntry, err error) error {
			if err != nil || !d.IsDir() {
				return err
			}
			for name, file := range goFiles(t, path) {
				walked++
				for _, spec := range file.Imports {
					if strings.Contains(spec.Path.Value, "bbolt") && path != filepath.Join("..", "store", "kv") {
						t.Errorf("%s imports %s", name, spec.Path.Value)
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if walked < 150 {
		t.Errorf("walked only over %d files", walked)
	}
}
