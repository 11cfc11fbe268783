package school

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ValidName accepts what can stand on a card or a door: 1 to 40 characters, none of them a control character.
func ValidName(s string) bool {
	n := utf8.RuneCountInString(s)
	return utf8.ValidString(s) && n >= 1 && n <= 40 && strings.TrimSpace(s) == s && !strings.ContainsFunc(s, unicode.IsControl)
}
