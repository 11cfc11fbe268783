package views

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
	"zhixinwu/store/heart"
)

// Figures are the room's numbers, as charts that print. A hidden number is written 少于, and drawn so that its size
// cannot be read off the page.
type Figures struct {
	heart.Figures
	Topics []string
}

func (Figures) Template() string { return "staff/heart/figures" }

// figureWidth, figureHeight and bar are the chart's measures in its own units.
const (
	figureWidth, figureHeight = 780, 200
	bar                       = figureWidth / 26
)

// Chart draws the talks of each week as bars. A hidden number is a dashed bar of one height for all: it says that there
// was something, and not how much.
func (f Figures) Chart() template.HTML {
	most := heart.Count(1)
	for _, w := range f.Weeks {
		most = max(most, w.Talks)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="chart" viewBox="0 0 %d %d" role="img" aria-label="每周谈话次数">`,
		figureWidth+30, figureHeight+44)
	fmt.Fprintf(&b, `<path class="axis" d="M24 %d H%d"/>`, figureHeight+10, figureWidth+24)
	for i, w := range f.Weeks {
		x := 26 + i*bar
		switch {
		case w.Talks == heart.HiddenCount:
			fmt.Fprintf(&b, `<rect class="few" x="%d" y="%d" width="%d" height="14"><title>%s 少于 %d</title></rect>`,
				x, figureHeight-4, bar-6, dayName(w.First), f.Hidden)
		case w.Talks > 0:
			h := int(w.Talks) * (figureHeight - 20) / int(most)
			fmt.Fprintf(&b, `<rect x="%d" y="%d" width="%d" height="%d"><title>%s %d 次</title></rect>`,
				x, figureHeight+10-h, bar-6, h, dayName(w.First), w.Talks)
			fmt.Fprintf(&b, `<text x="%d" y="%d">%d</text>`, x+(bar-6)/2, figureHeight+4-h, w.Talks)
		}
		if i%4 == 0 {
			fmt.Fprintf(&b, `<text x="%d" y="%d">%d/%d</text>`,
				x+(bar-6)/2, figureHeight+34, w.First.Month(), w.First.Date())
		}
	}
	return template.HTML(b.String() + "</svg>")
}

// Bar draws a month's count of one topic beside its number, all to one measure.
func (f Figures) Bar(c heart.Count) template.HTML {
	most := heart.Count(1)
	for _, m := range f.Months {
		for _, t := range append(slices.Clone(m.Topics), m.Unsaid) {
			most = max(most, t)
		}
	}
	rect := `<rect class="few" x="1" y="1" width="10" height="10"/>`
	if c != heart.HiddenCount {
		rect = fmt.Sprintf(`<rect width="%d" height="12"/>`, int(c)*100/int(most))
	}
	return template.HTML(`<svg class="chart bar" viewBox="0 0 100 12" aria-hidden="true">` + rect + `</svg>`)
}

// Write is a number that may be hidden, as text.
func (f Figures) Write(c heart.Count) string {
	if c == heart.HiddenCount {
		return fmt.Sprintf("少于 %d", f.Hidden)
	}
	return fmt.Sprint(c)
}
