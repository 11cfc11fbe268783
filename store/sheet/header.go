package sheet

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// titles recognises what stands over columns.
type titles struct {
	keys     map[string]string // by folded name
	required []string
}

// newTitles folds the names once, so that 姓 名, 姓名* and full-width brackets all find their column.
func newTitles(known []Column, required []string) titles {
	t := titles{map[string]string{}, required}
	for _, c := range known {
		for _, name := range c.Names {
			t.keys[plain(fold(name))] = c.Key
		}
	}
	return t
}

// header is where the table's columns are named.
type header struct {
	score   int
	from    int // index of its first line
	lines   []line
	columns []column
}

type column struct {
	Found
	at int // from 0
}

var (
	inBrackets = regexp.MustCompile(`[(\[{【〔〈《]([^)\]}】〕〉》]*)[)\]}】〕〉》]`)
	numbered   = regexp.MustCompile(`[0-9①②③④]+$`)
	// someone is a word for another person than the child: 姓名(监护人) must never become the child's name.
	someone = regexp.MustCompile(`父|母|爸|妈|监护|爷|奶|外公|外婆|祖|家长|亲|教师|老师|班主任|帮扶|联系人|负责人|委托|村`)
	// aboutChild is an upper header that adds nothing to the lower one.
	aboutChild = regexp.MustCompile(`^(留守)?(学生|儿童|幼儿|孩子|个人|本人|在校|就读|学校|住宿|寄宿|学籍|户籍|健康)?(基本)?(信息|情况|资料)?$`)
	aboutWhom  = regexp.MustCompile(`(基本)?(信息|情况|资料)$`)
)

// key is the known column with this title, under an upper one if there are two rows; empty if there is none. An upper
// title counts as a part of the name (父亲 over 姓名), unless it is about the child anyway (学生基本情况): then the lower one
// stands alone. Under another person it never does: 姓名 under 监护人 must not become the child's name.
func (t titles) key(upper, lower string) string {
	upper, lower = fold(upper), fold(lower)
	if upper == "" || lower == "" {
		return t.single(upper + lower)
	}
	if key := t.single(upper + lower); key != "" {
		return key
	}
	if key := t.single(aboutWhom.ReplaceAllString(upper, "") + lower); key != "" {
		return key
	}
	if aboutChild.MatchString(plain(upper)) {
		return t.single(lower)
	}
	return ""
}

// single looks one title up: as it is, without a number behind (联系电话2), with what is in brackets put before (姓名(父亲)),
// and without the brackets, unless they name somebody else than the child.
func (t titles) single(title string) string {
	for _, title := range []string{title, numbered.ReplaceAllString(title, "")} {
		if key := t.keys[plain(title)]; key != "" {
			return key
		}
		m := inBrackets.FindStringSubmatch(title)
		if m == nil {
			continue
		}
		rest := inBrackets.ReplaceAllString(title, "")
		if key := t.keys[plain(m[1]+rest)]; key != "" { // 姓名(父亲)
			return key
		}
		if someone.MatchString(m[1]) {
			continue
		}
		for _, rest := range []string{rest, numbered.ReplaceAllString(rest, "")} {
			if key := t.keys[plain(rest)]; key != "" {
				return key
			}
		}
	}
	return ""
}

// find takes the one or two lines that name the most known columns, and all the required ones. Of equals the first is
// taken, but two lines rather than their upper one alone: else the lower would be read as a row of data. Two lines
// are tried only where the sheet has them one below the other.
func (t titles) find(lines []line, areas []area) (best header, found bool) {
	for i, l := range lines {
		single := t.header(l, line{}, areas).header
		if single.score > best.score {
			best, found = single, true
			best.from, best.lines = i, lines[i:i+1]
		}
		if i+1 == len(lines) || lines[i+1].number != l.number+1 {
			continue
		}
		pair := t.header(l, lines[i+1], areas)
		if pair.score > best.score || pair.score == best.score && found && best.from == i && pair.grouped {
			best, found = pair.header, true
			best.from, best.lines = i, lines[i:i+2]
		}
	}
	return best, found
}

type candidate struct {
	header
	grouped bool // one upper title stands over several columns
}

// header reads titles from two lines, of which the lower may be empty. Its score is the number of different known
// columns, 0 if a required one is missing. An upper title reaches over the columns of its merged area; where nothing
// is merged, as in text, over those up to the next title.
func (t titles) header(upper, lower line, areas []area) (h candidate) {
	keys := map[string]bool{}
	parent := -1 // the column of the upper title that the next ones may stand under
	wide := max(len(upper.cells), len(lower.cells))
	for _, a := range areas {
		if a.top <= upper.number && upper.number <= a.bottom {
			wide = max(wide, min(a.right+1, maxColumns))
		}
	}
	for at := range wide {
		above, below := upper.text(at), lower.text(at)
		if left, right, merged := across(areas, upper.number, at); merged {
			above, parent = upper.text(left), -1
			h.grouped = h.grouped || below != "" && left < right
		} else if above == "" && below != "" && parent >= 0 {
			above = upper.text(parent) // not merged, as in text: a title reaches as far as the next
			h.grouped = true
		} else if parent = -1; above != "" && below != "" {
			parent = at
		}
		title := tidy(above + below)
		if title == "" {
			continue
		}
		key := t.key(above, below)
		keys[key] = true
		h.columns = append(h.columns, column{Found{letters(at), strings.Join(strings.Fields(title), ""), key}, at})
	}
	delete(keys, "")
	h.score = len(keys)
	for _, key := range t.required {
		if !keys[key] {
			h.score = 0
		}
	}
	return h
}

// across is the extent of the merged area that a cell is in.
func across(areas []area, row, column int) (left, right int, merged bool) {
	for _, a := range areas {
		if a.top <= row && row <= a.bottom && a.left <= column && column <= a.right {
			return a.left, a.right, true
		}
	}
	return 0, 0, false
}

// fold makes one spelling of a title: half width, no space, no mark that it is required.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Cf, r), unicode.IsControl(r), strings.ContainsRune("*★☆●▲※'\"", r):
			return -1
		}
		return unicode.ToUpper(r)
	}, width.Fold.String(s))
}

// plain leaves out what separates words of a title.
func plain(folded string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPunct(r) || unicode.IsSymbol(r) {
			return -1
		}
		return r
	}, folded)
}

// tidy takes off space around a cell, of any kind and invisible marks too, and the ' that keeps a formula from working.
func tidy(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
	})
	if guarded.MatchString(s) {
		return strings.TrimPrefix(s, "'")
	}
	return s
}
