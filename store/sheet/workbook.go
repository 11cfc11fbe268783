package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
)

// What one part of a workbook may hold. 5,000 rows of 25 filled columns are a worksheet of about 8 MB.
const (
	maxPart    = 32 << 20
	maxToken   = 1 << 20 // a cell holds 32,767 characters at most
	maxParts   = 20_000
	maxStrings = 1_000_000
	maxSheets  = 100
	maxColumns = 100 // what stands to the right of them is not read
)

// book is an .xlsx. Its tags are read as a stream, one by one: to tell dates and formulas, excelize builds the whole
// worksheet, and 8 MB of empty cells, which a file of 10 kB can hold, took it 1.2 GB.
type book struct {
	parts   map[string]*zip.File
	strings []string
	dates   []bool // whether a style shows a date
	mac     bool   // days are counted from 1904
}

// workbook opens an .xlsx and offers its visible worksheets, which are unpacked when they are asked for. Hidden ones
// are left out: whoever looked at the file has not seen them.
func workbook(data []byte) ([]source, error) {
	if bytes.Count(data, []byte("PK\x01\x02")) > maxParts {
		return nil, ErrTooBig
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, ErrDamaged
	}
	b := &book{parts: map[string]*zip.File{}}
	for _, f := range archive.File {
		b.parts[partName(f.Name)] = f
	}
	if b.parts["content.xml"] != nil && b.parts["mimetype"] != nil {
		return nil, ErrOld // OpenDocument
	}
	root, err := b.relations("_rels/.rels", "")
	if err != nil {
		return nil, ErrUnknown // an archive of anything
	}
	var main string
	for _, r := range root {
		if r.kind == "officeDocument" {
			main = r.part
		}
	}
	switch {
	case strings.HasSuffix(main, ".bin"):
		return nil, ErrOld
	case b.parts[main] == nil:
		return nil, ErrUnknown
	}
	return b.open(main)
}

// open reads what all worksheets share, texts and date formats, and then their names in the order of the tabs:
// ErrUnknown when the main part is no workbook, ErrNoHeader when it has no visible worksheet.
func (b *book) open(main string) ([]source, error) {
	dir, base := path.Split(main)
	relations, err := b.relations(dir+"_rels/"+base+".rels", dir)
	if err != nil {
		return nil, err
	}
	for _, r := range relations {
		switch r.kind {
		case "sharedStrings":
			err = b.readStrings(r.part)
		case "styles":
			err = b.readStyles(r.part)
		}
		if err != nil {
			return nil, err
		}
	}
	var sources []source
	is := false
	err = b.each(main, func(tag xml.StartElement) {
		switch tag.Name.Local {
		case "workbook":
			is = true
		case "workbookPr":
			b.mac = attr(tag, "date1904") == "1" || attr(tag, "date1904") == "true"
		case "sheet":
			r := relations[attr(tag, "id")]
			if state := attr(tag, "state"); r.kind != "worksheet" || state != "" && state != "visible" || len(sources) == maxSheets {
				return
			}
			sources = append(sources, source{name: attr(tag, "name"), lines: func(limit int) ([]line, []area, error) {
				return b.worksheet(r.part, limit)
			}})
		}
	})
	switch {
	case err != nil:
		return nil, err
	case !is:
		return nil, ErrUnknown // a document or slides
	case len(sources) == 0:
		return nil, ErrNoHeader
	}
	return sources, nil
}

// partName forgives the producers that write backslashes or other capitals.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

type relation struct{ kind, part string }

// relations are by id.
func (b *book) relations(part, dir string) (map[string]relation, error) {
	all := map[string]relation{}
	err := b.each(part, func(tag xml.StartElement) {
		if tag.Name.Local != "Relationship" || len(all) > maxParts {
			return
		}
		target := attr(tag, "Target")
		if !strings.HasPrefix(target, "/") {
			target = dir + target
		}
		all[attr(tag, "Id")] = relation{path.Base(attr(tag, "Type")), partName(path.Clean(target))}
	})
	return all, err
}

// readStrings reads the texts that cells point to by number. They are counted, not only their bytes: an empty one
// costs too.
func (b *book) readStrings(part string) error {
	tags, err := b.tags(part)
	if err != nil {
		return err
	}
	var text strings.Builder
	var rich richText
	for {
		token, err := tags.next()
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		rich.add(token, &text)
		if end, ok := token.(xml.EndElement); ok && end.Name.Local == "si" {
			if len(b.strings) == maxStrings {
				return ErrTooBig
			}
			b.strings = append(b.strings, unescape(text.String()))
			text.Reset()
		}
	}
}

// richText collects the <t> of a string and leaves out how it is pronounced.
type richText struct{ inside, phonetic bool }

func (r *richText) add(token xml.Token, text *strings.Builder) {
	switch tag := token.(type) {
	case xml.StartElement:
		r.set(tag.Name.Local, true)
	case xml.EndElement:
		r.set(tag.Name.Local, false)
	case xml.CharData:
		if r.inside && !r.phonetic {
			text.Write(tag)
		}
	}
}

func (r *richText) set(tag string, open bool) {
	switch tag {
	case "t":
		r.inside = open
	case "rPh":
		r.phonetic = open
	}
}

// readStyles notes which styles show a date: a number in such a cell is one.
func (b *book) readStyles(part string) error {
	formats := map[string]bool{}
	cells := false
	return b.each(part, func(tag xml.StartElement) {
		switch tag.Name.Local {
		case "numFmt":
			if len(formats) < maxParts {
				formats[attr(tag, "numFmtId")] = showsDate(attr(tag, "formatCode"))
			}
		case "cellXfs", "cellStyles", "dxfs", "cellStyleXfs":
			cells = tag.Name.Local == "cellXfs"
		case "xf":
			if cells && len(b.dates) < maxStrings {
				id := attr(tag, "numFmtId")
				date, own := formats[id]
				n, _ := strconv.Atoi(id)
				b.dates = append(b.dates, date || !own && builtInDate(n))
			}
		}
	})
}

// builtInDate knows the formats that a file only names by number; 27 to 36 and 50 to 58 are those of Chinese Excel, of
// which 32 to 35, 55 and 56 are times of day.
func builtInDate(id int) bool {
	return id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 54 || id == 57 || id == 58
}

// showsDate tells whether a number format has a year or a day in it, apart from texts and colours.
func showsDate(format string) bool {
	quoted, bracket := false, false
	for i := 0; i < len(format); i++ {
		switch c := format[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\' || c == '_' || c == '*':
			i++
		case c == '[' || c == ']':
			bracket = c == '['
		case !bracket && strings.IndexByte("yYdD", c) >= 0:
			return true
		}
	}
	return false
}

// tags is a stream of a part's tags. Tags are not matched against each other: only their order counts here, and a deep nest
// costs nothing.
type tags struct {
	decoder *xml.Decoder
	reader  *bounded
}

// tags opens a part as a stream with its bounds; ErrDamaged for one that is not in the file.
func (b *book) tags(part string) (*tags, error) {
	f := b.parts[part]
	if f == nil {
		return nil, ErrDamaged
	}
	r, err := f.Open()
	if err != nil {
		return nil, ErrDamaged
	}
	limited := &bounded{r: r, left: maxPart}
	return &tags{xml.NewDecoder(limited), limited}, nil
}

// next is the next token, io.EOF at the end of a sound part, ErrTooBig or ErrDamaged.
func (t *tags) next() (xml.Token, error) {
	token, err := t.decoder.RawToken()
	switch {
	case err == nil || err == io.EOF:
		return token, err
	case errors.Is(t.reader.err, ErrTooBig):
		return nil, ErrTooBig
	}
	return nil, ErrDamaged
}

// each calls f with every opening tag of a part.
func (b *book) each(part string, f func(xml.StartElement)) error {
	tags, err := b.tags(part)
	if err != nil {
		return err
	}
	for {
		token, err := tags.next()
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if tag, ok := token.(xml.StartElement); ok {
			f(tag)
		}
	}
}

// bounded counts the bytes that come out of the archive, whatever its headers say, and between two tags as well: a
// tag with a million attributes would be taken apart in memory. Beyond a bound it is ErrTooBig from then on.
type bounded struct {
	r    io.Reader
	left int
	run  int
	err  error
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	n, err := b.r.Read(p)
	b.left -= n
	if i := bytes.LastIndexByte(p[:n], '<'); i >= 0 {
		b.run = n - i
	} else {
		b.run += n
	}
	if b.left < 0 || b.run > maxToken {
		n, err = 0, ErrTooBig
	}
	b.err = err
	return n, err
}

// attr is an attribute's value, "" without it; of its name the prefix is not asked, because producers choose their
// own.
func attr(tag xml.StartElement, name string) string {
	for _, a := range tag.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
