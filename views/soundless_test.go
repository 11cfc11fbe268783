package views

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

var (
	rubyHTML    = regexp.MustCompile(`<ruby>.*?</ruby>`)
	unspoken    = regexp.MustCompile(`(?s)<(?:title|svg|template)\b.*?</(?:title|svg|template)>|<span class="sr">.*?</span>`)
	frameHTML   = regexp.MustCompile(`(?s)<header class="bar">.*?</header>|<textarea.*?</textarea>`)
	tagHTML     = regexp.MustCompile(`<[^>]*>`)
	forChildren = regexp.MustCompile(`^(kiosk/|board/board$|board/door$)`)
)

// TestPinyinEverywhere: a first-grader meets no Chinese without its sound; the bar's names of the school and of the place
// apart, and what the child itself has written.
func TestPinyinEverywhere(t *testing.T) {
	v, err := New(false)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range fixtures() {
		if _, document := p.(Document); document || !forChildren.MatchString(p.Template()) {
			continue
		}
		var b bytes.Buffer
		if err := v.Render(&b, p); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), "<rt>") {
			continue // of a child that reads without
		}
		page := b.String()
		for _, apart := range []*regexp.Regexp{unspoken, frameHTML, rubyHTML} {
			page = apart.ReplaceAllString(page, "")
		}
		for _, text := range strings.Fields(html.UnescapeString(tagHTML.ReplaceAllString(page, " "))) {
			if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
				t.Errorf("%s: %s", p.Template(), text)
			}
		}
	}
}
