package handlers

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestNoTransactions: a handler calls methods of the store, each of which is one transaction with its check and its audit
// row. Held here, a transaction could be left out of both, or be held while a page is written to a slow browser.
func TestNoTransactions(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		read++
		for _, found := range transactions(t, name, nil) {
			t.Error(found)
		}
	}
	if read < 30 {
		t.Errorf("only %d files were read", read)
	}
	for _, bad := range []string{
		`import "zhixinwu/store/kv"; var _ = kv.ErrClosed`,
		`import db "zhixinwu/store/kv"; var _ db.DB`,
		`import "zhixinwu/store/school"; func f(tx *school.Tx) {}`,
		`import ground "zhixinwu/store/school"; var f = func(tx *ground.Tx) error { return nil }`,
		`import "zhixinwu/store"; type t struct { store.Tx }`,
		`import "zhixinwu/store/phone"; func (s *Server) f() { s.store.Update(phone.Tidy) }`,
		`func (s *Server) f() { s.store.View(nil) }`,
	} {
		if len(transactions(t, "bad.go", "package handlers; "+bad)) == 0 {
			t.Errorf("nothing was found in %s", bad)
		}
	}
	if found := transactions(t, "good.go", `package handlers; import "zhixinwu/store/phone"; var _ = phone.Waiting`); len(found) > 0 {
		t.Error(found)
	}
}

// transactions are the places of a file that name a transaction, what begins one, or the engine below the store.
func transactions(t *testing.T, name string, source any) (found []string) {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, source, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range file.Imports {
		if path, _ := strconv.Unquote(i.Path.Value); path == "zhixinwu/store/kv" || strings.Contains(path, "bbolt") {
			found = append(found, fmt.Sprintf("%s: handlers do not know %s", set.Position(i.Pos()), path))
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, is := n.(*ast.SelectorExpr); is && slices.Contains([]string{"Tx", "View", "Update"}, s.Sel.Name) {
			found = append(found, fmt.Sprintf("%s: handlers hold no transaction: %s", set.Position(s.Pos()), s.Sel.Name))
		}
		return true
	})
	return found
}
