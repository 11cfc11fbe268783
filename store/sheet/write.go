package sheet

import (
	"bufio"
	"encoding/csv"
	"io"
	"regexp"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// risky is what a spreadsheet may take for a formula when text is opened; guarded has a ' before it. One more ' is put before
// either, and Read takes one off, so that a list comes back as it was.
var (
	risky   = regexp.MustCompile(`^'*[=+\-@\t\r＝＋－＠]`)
	guarded = regexp.MustCompile(`^'+[=+\-@\t\r＝＋－＠]`)
)

const (
	listSheet  = "名单"
	aboutSheet = "说明"
)

// WriteXLSX writes a workbook that opens with the header in sight. All cells are text, so that a number keeps its
// digits and nothing is a formula. Who wrote it and when stands on a second worksheet: a line above the header would
// come back as data.
func WriteXLSX(w io.Writer, columns []string, rows [][]string, about []string) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", listSheet); err != nil {
		return err
	}
	plain, err := f.NewStyle(&excelize.Style{NumFmt: 49})
	if err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFF0D9"}}})
	if err != nil {
		return err
	}
	s, err := f.NewStreamWriter(listSheet)
	if err != nil {
		return err
	}
	for i, wide := range widths(columns, rows) {
		if err := s.SetColWidth(i+1, i+1, wide); err != nil {
			return err
		}
		if err := s.SetColStyle(i+1, i+1, plain); err != nil {
			return err
		}
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := s.SetRow("A1", styled(columns, bold)); err != nil {
		return err
	}
	for i, r := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+2)
		if err != nil {
			return err
		}
		if err := s.SetRow(cell, styled(r, plain)); err != nil {
			return err
		}
	}
	if err := s.Flush(); err != nil {
		return err
	}
	if _, err := f.NewSheet(aboutSheet); err != nil {
		return err
	}
	if err := f.SetColWidth(aboutSheet, "A", "A", 80); err != nil {
		return err
	}
	if err := f.SetSheetCol(aboutSheet, "A1", &about); err != nil {
		return err
	}
	return f.Write(w)
}

// styled puts one more ' before what begins like a formula behind one, so that reading takes off exactly that.
func styled(texts []string, style int) []any {
	cells := make([]any, len(texts))
	for i, t := range texts {
		if guarded.MatchString(t) {
			t = "'" + t
		}
		cells[i] = excelize.Cell{StyleID: style, Value: t}
	}
	return cells
}

// widths are in characters of Latin text, two for a Chinese one, of the longest cell within reason.
func widths(columns []string, rows [][]string) []float64 {
	wide := make([]float64, len(columns))
	measure := func(texts []string) {
		for i, t := range texts[:min(len(texts), len(columns))] {
			n := utf8.RuneCountInString(t)
			wide[i] = min(max(wide[i], 8, float64(n+(len(t)-n)/2+2)), 40)
		}
	}
	measure(columns)
	for _, r := range rows {
		measure(r)
	}
	return wide
}

// WriteCSV writes UTF-8 with the mark by which Excel and WPS know it. What they would take for a formula gets a '
// before it: a name that begins with = must not run on the computer of whoever opens the list.
func WriteCSV(w io.Writer, columns []string, rows [][]string) error {
	b := bufio.NewWriter(w)
	b.WriteString("\ufeff") // its error comes again with the flush
	c := csv.NewWriter(b)
	c.UseCRLF = true
	for _, r := range append([][]string{columns}, rows...) {
		safe := make([]string, len(r))
		for i, t := range r {
			if safe[i] = t; risky.MatchString(t) {
				safe[i] = "'" + t
			}
		}
		if err := c.Write(safe); err != nil {
			return err
		}
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return err
	}
	return b.Flush()
}
