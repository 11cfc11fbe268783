package sheet

import (
	"encoding/xml"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

const (
	maxAreas = 20_000
	lastRow  = 1 << 20 // of any worksheet
)

// worksheet reads up to limit rows that are not blank. With fewer rows than that it goes on to the merged areas,
// which stand behind them.
//
// It is one pass over a stream of tags: row begins a line, c a cell, its inner tags fill the cell, the closing c puts
// it at its column, the closing row keeps the line. Tags may come in any order from a file made to harm, so each
// state is asked for (inRow, begun); rows that do not rise are ErrDamaged, a part that ends before its rows do as
// well.
func (b *book) worksheet(part string, limit int) ([]line, []area, error) {
	tags, err := b.tags(part)
	if err != nil {
		return nil, nil, err
	}
	r := rowReader{book: b}
	for {
		token, err := tags.next()
		if err == io.EOF && r.ended {
			return r.lines, r.areas, nil
		} else if err == io.EOF {
			return nil, nil, ErrDamaged
		} else if err != nil {
			return nil, nil, err
		}
		switch tag := token.(type) {
		case xml.StartElement:
			if err := r.begin(tag); err != nil {
				return nil, nil, err
			}
		case xml.CharData:
			r.cell.add(tag)
		case xml.EndElement:
			r.end(tag.Name.Local)
			if len(r.lines) == limit {
				return r.lines, r.areas, nil
			}
		}
	}
}

// rowReader holds how far a worksheet has been read.
type rowReader struct {
	book   *book
	lines  []line
	areas  []area
	line   line    // being read
	column int     // of cell
	cell   rawCell // being read
	inRow  bool    // tags may come in any order from a file made to harm
	ended  bool
}

func (r *rowReader) begin(tag xml.StartElement) error {
	switch tag.Name.Local {
	case "row":
		number, err := strconv.Atoi(attr(tag, "r"))
		if err != nil {
			number = r.line.number + 1
		}
		if number <= r.line.number {
			return ErrDamaged
		} else if number > lastRow {
			return ErrTooBig
		}
		r.line, r.column, r.inRow, r.cell = line{number: number}, -1, true, rawCell{}
	case "c":
		r.column++
		if at, _, ok := parseRef(attr(tag, "r")); ok {
			r.column = at
		}
		r.cell = rawCell{kind: attr(tag, "t"), style: attr(tag, "s"), begun: r.inRow}
	case "mergeCell":
		if len(r.areas) == maxAreas {
			return ErrTooBig
		}
		if a, ok := parseArea(attr(tag, "ref")); ok {
			r.areas = append(r.areas, a)
		}
	default:
		r.cell.open(tag.Name.Local)
	}
	return nil
}

func (r *rowReader) end(tag string) {
	switch tag {
	case "c":
		if read := r.book.cell(&r.cell); r.cell.begun && !read.blank() && r.column < maxColumns {
			for len(r.line.cells) <= r.column {
				r.line.cells = append(r.line.cells, cell{})
			}
			r.line.cells[r.column] = read
		}
		r.cell = rawCell{}
	case "row":
		if len(r.line.cells) > 0 {
			r.lines = append(r.lines, r.line)
		}
		r.line.cells, r.inRow = nil, false
	case "sheetData":
		r.ended = true
	default:
		r.cell.close(tag)
	}
}

// rawCell is a cell as the file has it.
type rawCell struct {
	kind, style string
	begun       bool // in a row
	formula     bool
	value       bool // inside <v>
	rich        richText
	text        strings.Builder
}

func (c *rawCell) open(tag string) {
	switch tag {
	case "f":
		c.formula = true
	case "v":
		c.value = true
	default:
		c.rich.set(tag, true)
	}
}

func (c *rawCell) close(tag string) {
	if tag == "v" {
		c.value = false
	}
	c.rich.set(tag, false)
}

func (c *rawCell) add(text []byte) {
	if c.value || c.rich.inside && !c.rich.phonetic {
		c.text.Write(text)
	}
}

// cell is what a person sees in c, but for numbers, of which every digit is wanted: Excel may show a mobile number as
// 1.38E+10. A formula without a stored value, and an error, is unread and not empty: its owner is told to write it as
// text.
func (b *book) cell(c *rawCell) cell {
	text := c.text.String()
	switch c.kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || i < 0 || i >= len(b.strings) {
			return cell{unread: text != ""}
		}
		return cell{text: tidy(b.strings[i])}
	case "e":
		return cell{unread: true}
	case "b":
		return cell{text: map[string]string{"1": "TRUE", "0": "FALSE"}[text]}
	case "d":
		day, _, _ := strings.Cut(text, "T")
		return cell{text: day}
	case "str", "inlineStr":
		return cell{text: tidy(unescape(text)), unread: c.formula && text == ""}
	}
	if text == "" {
		return cell{unread: c.formula}
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil {
		return cell{unread: true}
	}
	if style, _ := strconv.Atoi(c.style); style >= 0 && style < len(b.dates) && b.dates[style] {
		if day := b.day(n); day != "" {
			return cell{text: day}
		}
	}
	// A number has 15 digits that can be relied on: a longer one is shown as Excel does, so that nobody takes it for digits.
	if math.Abs(n) >= 1e15 {
		return cell{text: strconv.FormatFloat(n, 'E', -1, 64)}
	}
	return cell{text: strconv.FormatFloat(n, 'f', -1, 64)}
}

// day turns Excel's count of days into a date; empty if there is none. Excel believes in a 29th of February 1900, which is
// day 60.
func (b *book) day(n float64) string {
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case b.mac:
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case n < 60:
		first = first.AddDate(0, 0, 1)
	case n < 61:
		return ""
	}
	if n < 1 || n >= 2958466 {
		return ""
	}
	return first.AddDate(0, 0, int(n)).Format("2006-01-02")
}

var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescape reads the characters that cannot stand in XML, _x000D_, and leaves out those that no text has.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escaped.ReplaceAllStringFunc(s, func(e string) string {
		n, _ := strconv.ParseUint(e[2:6], 16, 16)
		if r := rune(n); !unicode.IsControl(r) || r == '\n' || r == '\r' || r == '\t' {
			return string(r)
		}
		return ""
	})
}

// parseRef reads "C17"; columns count from 0.
func parseRef(ref string) (column, row int, ok bool) {
	if ref == "" {
		return 0, 0, false // most cells of some programs: an error of Atoi costs more than the cell
	}
	i := 0
	for ; i < len(ref) && i < 3 && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		column = column*26 + int(ref[i]-'A') + 1
	}
	row, err := strconv.Atoi(ref[i:])
	return column - 1, row, err == nil && i > 0 && row > 0
}

// parseArea reads "A1:C3"; one that is upside down is none.
func parseArea(ref string) (area, bool) {
	from, to, _ := strings.Cut(ref, ":")
	left, top, ok := parseRef(from)
	right, bottom, also := parseRef(to)
	return area{top, left, bottom, right}, ok && also && top <= bottom && left <= right
}

// letters is the name of a column from 0: "A".
func letters(column int) string {
	if column < 26 {
		return string(rune('A' + column))
	}
	return letters(column/26-1) + string(rune('A'+column%26))
}
