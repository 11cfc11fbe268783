package roster

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/width"
)

var (
	phoneNone     = regexp.MustCompile(`^(?:无|没有|暂无|无电话|[-—–/\\.、\s]*)$`)
	phoneNote     = regexp.MustCompile(`\([^0-9()]{1,10}\)`)
	phoneArea     = regexp.MustCompile(`\((0\d{2,3})\)`)
	phoneMobile   = regexp.MustCompile(`^(?:\+86|0086|86)?(1[3-9]\d{9})$`)
	phoneLandline = regexp.MustCompile(`^(?:\+86|0086|86)?(0[12]\d|0[3-9]\d{2})(\d{7,8})$`)
	exponent      = regexp.MustCompile(`^\d(?:\.\d*)?[Ee]\+?\d{1,3}$`)
)

// ParsePhones reads the telephone numbers of one cell: mobiles, and landlines with their area code, which are given as
// 0851-1234567. Between numbers may stand , 、 ; / | 或, a space or a new line; within one, spaces and dashes. +86, and a short
// note such as (爸爸), are dropped. An empty cell, 无 or a dash is no number. A number that Excel shortened to 1.37E+10 is
// ErrExponent. Anything else is ErrPhone, extensions and local numbers too: no digit is guessed and none is left out.
func ParsePhones(written string) ([]string, error) {
	if len(written) > 256 {
		return nil, ErrPhone
	}
	text := strings.TrimSpace(width.Fold.String(written))
	if phoneNone.MatchString(text) {
		return nil, nil
	}
	text = phoneArea.ReplaceAllString(phoneNote.ReplaceAllString(text, " "), "$1-")
	text = strings.ReplaceAll(text, "或", "、")
	var phones []string
	for _, piece := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",、;/|\n\r", r) }) {
		words := strings.Fields(piece)
		if len(words) > 16 {
			return nil, ErrPhone
		}
		if len(words) == 1 && exponent.MatchString(words[0]) {
			return nil, ErrExponent
		}
		ways := joinPhones(words)
		if len(words) > 0 && len(ways) != 1 {
			return nil, ErrPhone
		}
		for _, p := range slices.Concat(ways...) {
			if !slices.Contains(phones, p) {
				phones = append(phones, p)
			}
		}
	}
	if phones == nil {
		return nil, ErrPhone
	}
	return phones, nil
}

// joinPhones is every way to read words, in their order, as whole numbers: 138 0000 0001 137 0000 0002 is two
// numbers. More than one way is for the caller to refuse; at most six words make a number and sixteen a piece, so the
// ways stay few.
func joinPhones(words []string) [][]string {
	if len(words) == 0 {
		return [][]string{nil}
	}
	var ways [][]string
	for n := 1; n <= len(words) && n <= 6; n++ {
		p, ok := phone(words[:n])
		if !ok {
			continue
		}
		for _, rest := range joinPhones(words[n:]) {
			ways = append(ways, append([]string{p}, rest...))
		}
	}
	return ways
}

// phone reads one number written in groups.
func phone(groups []string) (string, bool) {
	groups = strings.FieldsFunc(strings.Join(groups, "-"), func(r rune) bool { return r == '-' || r == '—' || r == '–' })
	text := strings.Join(groups, "")
	if m := phoneMobile.FindStringSubmatch(text); m != nil {
		return m[1], true
	}
	m := phoneLandline.FindStringSubmatch(text)
	// A short group at the end is an extension, and would pass for the eighth digit.
	if m == nil || len(groups[len(groups)-1]) < 3 {
		return "", false
	}
	return m[1] + "-" + m[2], true
}
