package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	utf "golang.org/x/text/encoding/unicode"
)

// text offers a text cut at each of the usual separators; the header says which was meant.
func text(data []byte) ([]source, error) {
	decoded, err := decode(data)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(strings.TrimSpace(decoded), "<") {
		return nil, ErrOld
	}
	var sources []source
	for _, separator := range ",;\t" {
		sources = append(sources, source{guess: true, lines: func(limit int) ([]line, []area, error) {
			lines, err := cut(decoded, separator, limit)
			return lines, nil, err
		}})
	}
	return sources, nil
}

// decode reads UTF-8, UTF-16 with its mark, as Excel's "Unicode text" has it, and GB18030, which takes in GBK and GB
// 2312. What is valid UTF-8 is taken as that; noise is ErrUnknown.
func decode(data []byte) (string, error) {
	var err error
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		data, err = utf.UTF16(utf.LittleEndian, utf.UseBOM).NewDecoder().Bytes(data)
	case !utf8.Valid(data):
		data, err = simplifiedchinese.GB18030.NewDecoder().Bytes(data)
		if bytes.ContainsRune(data, utf8.RuneError) {
			return "", ErrUnknown
		}
	}
	s := strings.TrimPrefix(string(data), "\ufeff")
	control := func(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\t\r\n\x1a", r) }
	if err != nil || s == "" || strings.ContainsFunc(s, control) {
		return "", ErrUnknown
	}
	return s, nil
}

// cut reads up to limit lines that are not blank, numbered as Excel numbers them. Quotes are taken strictly: a quote
// that is never closed would otherwise swallow every row behind it, and nobody would see that children are missing.
func cut(text string, separator rune, limit int) ([]line, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord = separator, -1
	var lines []line
	number, from := 0, int64(0)
	for len(lines) < limit {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, ErrDamaged
		}
		// The reader passes over empty lines, but Excel shows them as rows.
		record := text[from:r.InputOffset()]
		number += strings.Count(record[:len(record)-len(strings.TrimLeft(record, "\r\n"))], "\n") + 1
		from = r.InputOffset()
		l := line{number: number}
		for _, f := range fields[:min(len(fields), maxColumns)] {
			l.cells = append(l.cells, cell{text: tidy(f)})
		}
		if l.filled() > 0 {
			lines = append(lines, l)
		}
	}
	return lines, nil
}
