package static

import (
	"io/fs"
	"strings"
	"testing"
)

// TestForReaders: what is sent does the same as what is read.
func TestForReaders(t *testing.T) {
	for written, want := range map[string]string{
		"/* head */\n.a {\n  color: red;\n}\n\n.b {\n}\n":  ".a {\ncolor: red;\n}\n.b {\n}\n",
		"/* head\n   goes on */\n.a {\n}\n":                ".a {\n}\n",
		".a { /* why */ color: red; }\n":                   ".a { /* why */ color: red; }\n",
		"// head\n  // and on\n\tf(\"//b\"); // end\n\n\n": "f(\"//b\"); // end\n",
		"a /\n  b;\n":    "a /\nb;\n",
		"/* a */ b();\n": "/* a */ b();\n",
	} {
		if got := string(forReaders.ReplaceAll([]byte(written), nil)); got != want {
			t.Errorf("%q became %q, want %q", written, got, want)
		}
	}
}

// TestStringsEndOnTheirLine, because what forReaders takes away from a script may not be part of one.
func TestStringsEndOnTheirLine(t *testing.T) {
	scripts, err := fs.Glob(files, "js/*.js")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("%d scripts, %v", len(scripts), err)
	}
	for _, name := range scripts {
		text, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			if strings.Count(line, "`")%2 != 0 {
				t.Errorf("%s:%d begins or ends a string over several lines", name, i+1)
			}
		}
	}
}
