package views

import (
	"html/template"
	"strings"
	"sync"
	"unicode"

	"zhixinwu/views/pinyin"
)

var rubies sync.Map // the kiosk's fixed sentences

// py writes a text with pinyin above each character when on, and plainly otherwise.
func py(on bool, text string) template.HTML {
	if !on {
		return template.HTML(template.HTMLEscapeString(text))
	}
	if html, ok := rubies.Load(text); ok {
		return html.(template.HTML)
	}
	html := ruby(text)
	if !strings.ContainsFunc(text, unicode.IsDigit) { // numbers would fill the memory
		rubies.Store(text, html)
	}
	return html
}

func ruby(text string) template.HTML {
	var b strings.Builder
	b.WriteString(`<span class="py">`) // one box: in a row or column of boxes the characters stay together
	for _, s := range pinyin.Read(text) {
		if s.Pinyin == "" {
			b.WriteString(template.HTMLEscapeString(string(s.Char)))
			continue
		}
		b.WriteString("<ruby>" + string(s.Char) + "<rt>" + s.Pinyin + "</rt></ruby>")
	}
	return template.HTML(b.String() + "</span>")
}
