// Package views turns what the store returned into pages: templates, one typed struct for each, and the sentences.
package views

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"os"
	"strings"
	"zhixinwu/static"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"

	"github.com/gofiber/template/html/v2"
)

//go:embed kiosk staff board plain
var files embed.FS

// Page is the typed data of one template.
type Page interface{ Template() string }

// Document is a whole HTML page around a rendered Page.
type Document interface {
	Page
	with(body template.HTML) Document
}

// Views renders pages. It is safe for concurrent use.
type Views struct{ engine *html.Engine }

// New parses all templates; a broken one is an error here and not at the first child. With dev, templates are read from
// the folder views and parsed again for every page.
func New(dev bool) (*Views, error) {
	source := foldedFS{files}
	if dev {
		source = foldedFS{os.DirFS("views")}
	}
	engine := html.NewFileSystem(http.FS(source), ".html")
	engine.Reload(dev)
	engine.AddFuncMap(funcs)
	if err := engine.Load(); err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	return &Views{engine}, nil
}

// funcs is what the templates may call.
var funcs = template.FuncMap{
	// what a page is made of
	"asset": static.URL,
	"art":   art,
	"qr":    QR,
	"path":  strokePath,
	"py":    py,
	"swap":  func() template.HTMLAttr { return swap },
	"post":  newPost,

	// days and hours
	"ago":      ago,
	"clock":    clock,
	"day":      dayName,
	"milli":    milli,
	"minutes":  minutes,
	"month":    monthName,
	"openings": openings,
	"seconds":  seconds,
	"shortDay": shortDay,
	"stamp":    stamp,
	"today":    school.DayOf,
	"weekday":  weekdayName,
	"when":     when,

	// names of what the store keeps as a word
	"action":        label(actionNames),
	"away":          label(awayNames),
	"bookingState":  label(bookingStates),
	"change":        label(changeNames),
	"concern":       label(concernNames),
	"face":          label(faceNames),
	"field":         fieldName,
	"jobHarm":       jobHarm,
	"jobName":       jobName,
	"jobNext":       jobNext,
	"jobWhy":        jobWhy,
	"kinArt":        kinArt,
	"lineName":      lineName,
	"mood":          label(moodNames),
	"offer":         label(offerNames),
	"outcome":       label(outcomeNames),
	"outcomeArt":    label(outcomeArts),
	"picture":       label(pictureNames),
	"reason":        label(reasonNames),
	"referralState": stands,
	"role":          label(roleNames),
	"rowState":      label(stateNames),
	"sentence":      sentenceOf,
	"spoken":        spoken,
	"taskName":      label(taskNames),
	"topic":         label(topicNames),
	"urgentState":   label(urgentStates),
	"asks":          func() []ask { return asks },
	"safetyName":    label(safetyNames),
	"safetyWords":   label(safetyWords),

	// what a template cannot do by itself
	"add1":  func(n int) int { return n + 1 },
	"heads": func(titles ...string) []string { return titles },
	"join":  func(s []string) string { return strings.Join(s, "、") },
	"key":   func(c roster.Care) string { return string(c) },
	"long":  func(n int) bool { return n > 99 },
	"sub":   func(a, b int) int { return a - b },
	"until": func(n int) []int { return make([]int, n) },
}

// swap is how every control of the kiosk asks for its next screen; a second tap while one is under way is dropped.
const swap = `hx-target="#screen" hx-swap="outerHTML" hx-sync="this:drop"`

// Render writes one page. The caller buffers: a template that fails half way must not have sent anything.
func (v *Views) Render(w io.Writer, p Page) error { return v.engine.Render(w, p.Template(), p) }

// RenderDocument writes a document around an already rendered body. The body is the only text that is not escaped
// again: it came from our own templates, which have escaped it.
func (v *Views) RenderDocument(w io.Writer, d Document, body []byte) error {
	return v.Render(w, d.with(template.HTML(body)))
}

// art shows one drawing of our own; the sprite is loaded once. Without a label it is decoration and hidden from screen
// readers.
func art(name string, label ...string) (template.HTML, error) {
	url, err := static.URL("art.svg")
	if err != nil {
		return "", err
	}
	about := `aria-hidden="true"`
	if len(label) > 0 {
		about = `role="img" aria-label="` + template.HTMLEscapeString(label[0]) + `"`
	}
	use := `<use href="` + url + "#" + template.HTMLEscapeString(name) + `"/>`
	return template.HTML(`<svg class="art" ` + about + `>` + use + `</svg>`), nil
}

// label looks a name up.
func label[K comparable](names map[K]string) func(K) string {
	return func(k K) string { return names[k] }
}
