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
	"time"

	"github.com/gofiber/template/html/v2"

	"zhixinwu/static"
	"zhixinwu/store"
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
	engine.AddFuncMap(template.FuncMap{
		"asset": static.URL, "art": art, "py": py, "swap": func() template.HTMLAttr { return swap },
		"topic": label(topicNames), "mood": label(moodNames), "picture": label(pictureNames), "role": roleName, "offer": offerName,
		"bookingState": bookingStateName, "outcome": outcomeName, "lineName": lineName, "clock": clock, "day": dayName, "shortDay": shortDay,
		"minutes": minutes, "path": strokePath, "qr": QR, "until": func(n int) []int { return make([]int, n) }, "long": func(n int) bool { return n > 99 },
		"join": func(s []string) string { return strings.Join(s, "、") }, "page": RoleHome, "today": store.DayOf, "partOfDay": partOfDay, "post": newPost, "add1": func(n int) int { return n + 1 },
		"kinArt": kinArt, "outcomeArt": outcomeArt, "when": when, "milli": milli, "openings": openings, "taskName": taskName,
		"field": fieldName, "setting": settingName, "key": func(c store.Care) string { return string(c) }, "sub": func(a, b int) int { return a - b }, "change": changeName, "rowState": stateName, "action": actionName, "sentence": sentenceOf, "stamp": stamp, "ago": ago, "weekday": weekdayName, "spans": store.WriteSpans,
		"away": label(awayNames), "reason": label(reasonNames), "face": label(faceNames), "concern": concernName, "referralState": referralStateName, "urgentState": urgentStateName,
		"seconds": seconds, "month": monthName,
	})
	if err := engine.Load(); err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	return &Views{engine}, nil
}

// swap is how every control of the kiosk asks for its next screen; a second tap while one is under way is dropped.
const swap = `hx-target="#screen" hx-swap="outerHTML" hx-sync="this:drop"`

// Render writes one page. The caller buffers: a template that fails half way must not have sent anything.
func (v *Views) Render(w io.Writer, p Page) error { return v.engine.Render(w, p.Template(), p) }

// RenderDocument writes a document around an already rendered body.
func (v *Views) RenderDocument(w io.Writer, d Document, body []byte) error {
	return v.Render(w, d.with(template.HTML(body))) // the body came from our own templates
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
	return template.HTML(`<svg class="art" ` + about + `><use href="` + url + "#" + template.HTMLEscapeString(name) + `"/></svg>`), nil
}

func clock(t time.Time) string { return t.Format("15:04") }

var weekdays = []string{"星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"}

// dayName is 11月23日 星期一.
func dayName(d store.Day) string {
	return fmt.Sprintf("%d月%d日 %s", d.Month(), d.Date(), weekdays[d.Weekday()])
}

// WeekdayName and WeekdayOf write and read a day of the week: 星期四, 周四.
func WeekdayName(d time.Weekday) string { return weekdays[d] }
func WeekdayOf(written string) (time.Weekday, bool) {
	for i, name := range weekdays {
		if written == name || written == strings.Replace(name, "星期", "周", 1) {
			return time.Weekday(i), true
		}
	}
	return 0, false
}

// shortDay is how a child says it, seen from today: 今天, 明天, 星期三, and beyond a week 12月1日.
func shortDay(d, today store.Day) string {
	switch d {
	case today:
		return "今天"
	case today.Add(1):
		return "明天"
	}
	if d < today || d > today.Add(6) { // another week's day of the same name
		return fmt.Sprintf("%d月%d日", d.Month(), d.Date())
	}
	return weekdays[d.Weekday()]
}

// partOfDay is how a child knows the hour.
func partOfDay(c store.Clock) string {
	switch {
	case c < 5*60:
		return "夜里"
	case c < 11*60:
		return "早上"
	case c < 13*60:
		return "中午"
	case c < 18*60:
		return "下午"
	}
	return "晚上"
}

func weekdayName(i int) string { return weekdays[i] }

// stamp is a moment in a list of what happened, 2026-11-23 19:08.
func stamp(t time.Time) string { return t.Format("2006-01-02 15:04") }

// ago is how long ago something was, to the unit that matters.
func ago(then, now time.Time) string {
	switch d := now.Sub(then); {
	case then.IsZero():
		return "还没有"
	case d < 2*time.Minute:
		return "刚才"
	case d < 2*time.Hour:
		return fmt.Sprintf("%d 分钟前", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d 小时前", int(d.Hours()))
	default:
		return fmt.Sprintf("%d 天前", int(d.Hours()/24))
	}
}

// minutes rounds a wait up to whole minutes.
func minutes(d time.Duration) int { return int((d + time.Minute - 1) / time.Minute) }

// seconds is a wait as a person says it.
func seconds(d time.Duration) string {
	if d < time.Minute {
		return fmt.Sprintf("%d 秒", int(d.Seconds()))
	}
	return fmt.Sprintf("%d 分 %d 秒", int(d.Minutes()), int(d.Seconds())%60)
}

// monthName is 2026年11月.
func monthName(d store.Day) string { return fmt.Sprintf("%s年%d月", d[:4], d.Month()) }

// strokePath is the d attribute of one stroke of a drawing.
func strokePath(st store.Stroke) string {
	var b strings.Builder
	for i, p := range st.Points {
		verb := "L"
		if i == 0 {
			verb = "M"
		}
		fmt.Fprintf(&b, "%s%d %d", verb, p[0], p[1])
	}
	if len(st.Points) == 1 {
		b.WriteString("h0.1") // a dot
	}
	return b.String()
}
