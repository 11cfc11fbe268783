package views

import (
	"html/template"
	"strings"
	"testing"
	"testing/fstest"
)

// TestFoldedLines: how a template is laid out is not seen on the page.
func TestFoldedLines(t *testing.T) {
	for written, want := range map[string]string{
		"<p>\n  你好\n  ！\n</p>\n":                                "<p>你好！</p>",
		"<b>1</b>{{\" \"}}\n  <b>2</b>":                         "<b>1</b> <b>2</b>",
		"<b>1</b> <b>2</b>":                                     "<b>1</b> <b>2</b>",
		"<input\n  name=\"a\"\n  {{if .B}}required{{end}}>\n":   `<input name="a" {{if .B}}required{{end}}>`,
		"<a title=\"1 > 0\"\n  class=\"b\">\n  c":               `<a title="1 > 0" class="b">c`,
		"<p class=\"a\n  {{if .B}} b{{end}}\">\n":               `<p class="a{{if .B}} b{{end}}">`,
		"{{template \"a\" (post \"/b\"\n  \"c\").Ghost}}\n<br>": "{{template \"a\" (post \"/b\"\n  \"c\").Ghost}}<br>",
		"{{if gt .A 1}}\n  <p>\n{{end}}":                        "{{if gt .A 1}}<p>{{end}}",
		"<textarea\n  name=\"a\">1\n  2</textarea>\n<p>\n</p>":  "<textarea name=\"a\">1\n  2</textarea><p></p>",
		"<pre>\n  1 > 0\n  <b>2</b>\n</pre>\n":                  "<pre>\n  1 > 0\n  <b>2</b>\n</pre>",
		"<header>\n  <a>1</a>\n</header>\n":                     "<header><a>1</a></header>",
	} {
		if got := string(foldLines([]byte(written))); got != want {
			t.Errorf("%q became %q, want %q", written, got, want)
		}
	}
}

// TestFoldedCalls: a call that is made once, while parsing, writes what it would have written on every page.
func TestFoldedCalls(t *testing.T) {
	calls := template.FuncMap{"art": art, "py": py, "swap": func() template.HTMLAttr { return swap }}
	for _, call := range []string{
		`<p>{{art "sun"}}</p>`, `<p>{{py .Pinyin "你好 1<2"}}</p>`, `<p>{{py true "你好"}}</p>`, `<a {{swap}}></a>`,
	} {
		folded, err := foldCalls([]byte(call))
		if err != nil || string(folded) == call {
			t.Errorf("%s is not folded: %v", call, err)
		}
		for _, pinyin := range []bool{false, true} {
			var pages [2]strings.Builder
			for i, text := range []string{call, string(folded)} {
				page := template.Must(template.New("").Funcs(calls).Parse(text))
				if err := page.Execute(&pages[i], Kiosk{Pinyin: pinyin}); err != nil {
					t.Fatalf("%s: %v", text, err)
				}
			}
			if pages[0].String() != pages[1].String() {
				t.Errorf("%s writes %s, folded %s", call, &pages[0], &pages[1])
			}
		}
	}
	for call, want := range map[string]string{
		`<a {{get "/kiosk/help"}}>`:      `<a href="/kiosk/help" hx-get="/kiosk/help" ` + swap + `>`,
		`<form {{submit "/kiosk/now"}}>`: `<form action="/kiosk/now" method="post" hx-post="/kiosk/now" ` + swap + `>`,
	} {
		if folded, err := foldCalls([]byte(call)); err != nil || string(folded) != want {
			t.Errorf("%s became %s, %v", call, folded, err)
		}
	}
}

// TestFoldedFile: a template with a call that cannot be made is named.
func TestFoldedFile(t *testing.T) {
	broken := fstest.MapFS{"a.html": {Data: []byte(`{{asset "none.css"}}`)}}
	if _, err := (foldedFS{broken}).Open("a.html"); err == nil || !strings.Contains(err.Error(), "a.html") {
		t.Errorf("opened with %v", err)
	}
}
