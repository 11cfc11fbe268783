package views

import (
	"html/template"
	"io/fs"
	"regexp"
	"strings"
	"sync"

	"zhixinwu/views/pinyin"
)

// rubies are the fixed sentences, those that stand in a template, written once. Nothing else is ever kept: what a child reads
// may be the answer to its letter.
var rubies = sync.OnceValue(func() map[string]template.HTML {
	kept := map[string]template.HTML{}
	if err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		source, err := files.ReadFile(path)
		for _, m := range fixedSentence.FindAllSubmatch(source, -1) {
			kept[string(m[1])] = ruby(string(m[1]))
		}
		return err
	}); err != nil {
		panic(err) // the templates are part of the program
	}
	return kept
})

var fixedSentence = regexp.MustCompile(`\bpy [$.\w]+ "([^"\\]*)"`)

// py writes a text with pinyin above each character when on, and plainly otherwise.
func py(on bool, text string) template.HTML {
	if !on {
		return template.HTML(template.HTMLEscapeString(text))
	}
	if html, fixed := rubies()[text]; fixed {
		return html
	}
	return ruby(text)
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
