package views

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"regexp"
	"strings"

	"zhixinwu/static"
)

// foldedFS is the templates as they are sent and not as they are read: a line for each element costs no byte on the wire,
// and all calls whose result never changes are already made: drawings, asset addresses, the attributes of controls and the
// pinyin of fixed sentences. They are most of what a kiosk screen calls; folded, it renders in half the time.
type foldedFS struct{ fs.FS }

// Open reads a template and folds it; a drawing or an asset that does not exist fails here, at the start.
func (f foldedFS) Open(name string) (fs.File, error) {
	file, err := f.FS.Open(name)
	if err != nil || !strings.HasSuffix(name, ".html") {
		return file, err
	}
	defer file.Close()
	text, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	text, err = fold(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return foldedFile{bytes.NewReader(text), info}, nil
}

// foldedFile is an open folded template.
type foldedFile struct {
	*bytes.Reader
	info fs.FileInfo
}

func (f foldedFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f foldedFile) Close() error               { return nil }

// fold makes one template ready to be parsed.
func fold(text []byte) ([]byte, error) { return foldCalls(foldLines(text)) }

var foldable = regexp.MustCompile(`(?s)\{\{.*?\}\}|[ \t]*\n\s*|</?[a-z!]+|["'>]`)

// foldLines takes away every line break, with the indentation after it. Between a tag's attributes it leaves one space. In
// text, and inside a quoted value, it leaves nothing, because Chinese is written without spaces: where one is meant, the
// line ends with {{" "}}. Within an action, which may be as long as it likes, and in the text of <textarea> and <pre>,
// where a browser shows it, a line break stays.
func foldLines(text []byte) []byte {
	var tag, quote, verbatim string // what the part stands in; empty outside of it
	return foldable.ReplaceAllFunc(text, func(b []byte) []byte {
		part := string(b)
		switch {
		case part == `{{" "}}`:
			return []byte(" ")
		case strings.HasPrefix(part, "{{"):
		case strings.Contains(part, "\n"):
			if tag != "" && quote == "" {
				return []byte(" ")
			}
			if tag != "" || verbatim == "" {
				return nil
			}
		case tag == "":
			if strings.HasPrefix(part, "<") {
				tag = part
			}
		case quote != "":
			if part == quote {
				quote = ""
			}
		case part == ">":
			if tag == "<textarea" || tag == "<pre" {
				verbatim = tag[1:]
			} else if tag == "</"+verbatim {
				verbatim = ""
			}
			tag = ""
		case part == `"` || part == "'":
			quote = part
		}
		return b
	})
}

var constantCall = regexp.MustCompile(
	`\{\{(?:(swap)|(art|asset|get|submit) "([^"]+)"|py (\$?(?:\.Kiosk)?\.Pinyin|true) "([^"]+)")\}\}`)

// get and submit are the attributes of a link or a form that leads to another kiosk screen. The address stands there
// twice, so that a tap leads on before the scripts have come. They exist only while folding, so a template calls them with
// a fixed address: one that holds data is written out, where html/template escapes it.
func get(to string) string { return `href="` + to + `" hx-get="` + to + `" ` + swap }
func submit(to string) string {
	return `action="` + to + `" method="post" hx-post="` + to + `" ` + swap
}

// foldCalls makes the calls whose arguments stand in the template.
func foldCalls(text []byte) ([]byte, error) {
	var wrong error
	folded := constantCall.ReplaceAllFunc(text, func(call []byte) []byte {
		m := constantCall.FindSubmatch(call)
		switch {
		case len(m[1]) > 0:
			return []byte(swap)
		case string(m[2]) == "asset":
			url, err := static.URL(string(m[3]))
			if err != nil {
				wrong = err
			}
			return []byte(url)
		case string(m[2]) == "art":
			drawing, err := art(string(m[3]))
			if err != nil {
				wrong = err
			}
			return []byte(drawing)
		case string(m[2]) == "get":
			return []byte(get(string(m[3])))
		case string(m[2]) == "submit":
			return []byte(submit(string(m[3])))
		case string(m[4]) == "true":
			return []byte(ruby(string(m[5])))
		}
		sentence := string(m[5])
		return fmt.Appendf(nil, "{{if %s}}%s{{else}}%s{{end}}", m[4], ruby(sentence), template.HTMLEscapeString(sentence))
	})
	return folded, wrong
}
