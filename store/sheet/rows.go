package sheet

import (
	"regexp"
	"slices"
	"strings"
)

var (
	totalWord = regexp.MustCompile(`^.{0,8}?(合计|总计|小计|共计)[::]?\d*[人名]?$`)
	countOnly = regexp.MustCompile(`^[\d.%人名]*$`)
	// noteStart begins a line under a table. The first words are nothing else; the others are also what an entry may begin
	// with, and need a colon or nothing behind them.
	noteStart = regexp.MustCompile(`^[(【]?(填表人|填报人|制表人|审核人|复核人|经办人|填表日期|制表日期|填报日期|填表单位|填报单位|填表时间|填表说明|校长签|负责人签|班主任签|学校盖章|学校\(|单位\()|` +
		`^[(【]?(填表|填报|制表|审核|复核|校长|负责人|单位|说明|备注|注|附|日期|签名|签字|盖章|联系人|联系电话|班主任)[】)]?(\d?[:：]|$)`)
	ordinal = regexp.MustCompile(`^\d{0,5}[.、]?$`)
)

// table sorts the lines around a header into rows of data and others. Every line below the header is counted in
// exactly one of Rows and Skipped, and the order of the cases matters: only what is none of the others is a row. A
// doubt is decided for the row: a child that was left out is missed by nobody.
func (t titles) table(h header, lines []line, areas []area) Table {
	out := Table{Header: h.lines[len(h.lines)-1].number, Skipped: Skipped{Titles: h.from}}
	who := -1
	for _, c := range h.columns {
		out.Columns = append(out.Columns, c.Found)
		if len(t.required) > 0 && c.Key == t.required[0] && who < 0 {
			who = c.at
		}
	}
	shown := map[string]bool{}
	for _, l := range lines[:h.from] {
		shown[l.joined()] = true
	}
	last := out.Header
	for _, l := range lines[h.from+len(h.lines):] {
		out.Skipped.Blank += l.number - last - 1
		last = l.number
		switch {
		case h.empty(l):
			out.Skipped.Blank++
		case h.repeated(l):
			out.Skipped.Headers++
		case shown[l.joined()]:
			out.Skipped.Titles++
		case h.total(l, who):
			out.Skipped.Totals++
		case h.note(l, who):
			out.Skipped.Notes++
		default:
			out.Rows = append(out.Rows, h.row(l))
		}
	}
	fillDown(out.Rows, h.columns, lines, areas)
	return out
}

// row takes the cells below the header's columns; what stands right of them is nobody's.
func (h header) row(l line) Row {
	r := Row{Number: l.number, Cells: make([]string, len(h.columns))}
	for i, c := range h.columns {
		r.Cells[i] = l.text(c.at)
		if c.at < len(l.cells) && l.cells[c.at].unread {
			r.Unread = append(r.Unread, i)
		}
	}
	return r
}

// fillDown writes the value of cells merged over several rows into each row of data among them: a class that stands
// once beside thirty names is the class of each. Areas merged across columns are titles and left alone.
func fillDown(rows []Row, columns []column, lines []line, areas []area) {
	if len(rows) == 0 {
		return
	}
	byNumber := make(map[int]line, len(lines))
	for _, l := range lines {
		byNumber[l.number] = l
	}
	for _, a := range areas {
		value := byNumber[a.top].text(a.left)
		i := slices.IndexFunc(columns, func(c column) bool { return c.at == a.left })
		if a.left != a.right || i < 0 || value == "" {
			continue
		}
		from, _ := slices.BinarySearchFunc(rows, a.top+1, func(r Row, number int) int { return r.Number - number })
		for r := from; r < len(rows) && rows[r].Number <= a.bottom; r++ {
			if rows[r].Cells[i] == "" {
				rows[r].Cells[i] = value
			}
		}
	}
}

// empty tells whether nothing is entered: a running number alone, printed beforehand, is nothing.
func (h header) empty(l line) bool {
	known := make(map[int]bool, len(h.columns))
	for _, c := range h.columns {
		known[c.at] = c.Key != ""
	}
	for at, c := range l.cells {
		if c.unread || c.text != "" && (known[at] || !ordinal.MatchString(fold(c.text))) {
			return false
		}
	}
	return true
}

// repeated tells whether l is one of the header's lines, printed again on a new page.
func (h header) repeated(l line) bool {
	for _, own := range h.lines {
		same := 0
		for at, c := range l.cells {
			switch {
			case c.text == "":
			case fold(c.text) == fold(own.text(at)):
				same++
			default:
				same = -len(l.cells)
			}
		}
		if same >= 2 {
			return true
		}
	}
	return false
}

// total tells whether l sums up rows: the word stands for the name or left of an empty one, and the rest are counts.
func (h header) total(l line, who int) bool {
	first, text := l.first()
	if !totalWord.MatchString(text) || who >= 0 && first != who && l.text(who) != "" && !countOnly.MatchString(fold(l.text(who))) {
		return false
	}
	for _, c := range h.columns {
		if c.Key != "" && c.at != first && !countOnly.MatchString(fold(l.text(c.at))) {
			return false
		}
	}
	return true
}

// note tells whether l is a remark or a signature: it has nothing in a known column, or begins like one and the known columns
// hold nothing else than what such words are followed by. A name may begin like one too, so entries beside it make a child.
func (h header) note(l line, who int) bool {
	known := make(map[int]bool, len(h.columns))
	filled := 0
	for _, c := range h.columns {
		known[c.at] = c.Key != ""
		if c.Key != "" && c.at < len(l.cells) && !l.cells[c.at].blank() {
			filled++
		}
	}
	first, text := l.first()
	switch {
	case filled == 0:
		return true
	case !noteStart.MatchString(text):
		return false
	case who < 0 || l.text(who) == "" || first == who && l.filled() == 1:
		return true
	}
	entries, answer := 0, false
	for at, c := range l.cells {
		switch {
		case c.text == "":
		case noteStart.MatchString(fold(c.text)):
			answer = true
		case answer:
			answer = false
		case known[at]:
			entries++
		}
	}
	return entries < 2
}

// first is the leftmost text of l, folded.
func (l line) first() (at int, text string) {
	for at, c := range l.cells {
		if c.text != "" {
			return at, fold(c.text)
		}
	}
	return -1, ""
}

// filled counts the cells of a line with something in them; joined is the line as one text, to know it again.
func (l line) filled() (n int) {
	for _, c := range l.cells {
		if !c.blank() {
			n++
		}
	}
	return n
}

func (l line) joined() string {
	var b strings.Builder
	for _, c := range l.cells {
		if c.text != "" {
			b.WriteString(fold(c.text))
			b.WriteByte('|')
		}
	}
	return b.String()
}
