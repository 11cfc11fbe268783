package views

import (
	"slices"
	"strings"
	"zhixinwu/store/school"
)

// Clashes are what two people changed at once, of a form that the second gets back.
type Clashes []school.Clash

// Of is the clash of one field, or nil.
func (all Clashes) Of(field string) *school.Clash {
	i := slices.IndexFunc(all, func(c school.Clash) bool { return c.Field == field })
	if i < 0 {
		return nil
	}
	return &all[i]
}

// History is what was changed of one record, the latest first.
type History struct {
	Changes []school.NamedChange
	name    func(field string) string
}

// Name is how a page calls a field of this record.
func (h History) Name(field string) string { return h.name(field) }

// spoken is a value of a history as people say it: what the store keeps as a word of its own becomes ours.
func spoken(field, value string) string {
	word := map[string]func(string) string{
		"roles":  func(w string) string { return roleNames[school.Role(w)] },
		"offers": func(w string) string { return offerNames[school.Offer(w)] },
		"face":   label(faceNames),
		"week":   func(w string) string { return weekdayName(int(w[0] - '0')) },
		"ids":    func(w string) string { return map[string]string{"true": "是", "false": "否"}[w] },
	}[field]
	if word == nil || value == "" {
		return value
	}
	words := strings.Split(value, "、")
	for i, w := range words {
		words[i] = word(w)
	}
	return strings.Join(words, "、")
}
