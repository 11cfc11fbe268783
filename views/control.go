package views

import "slices"

// KioskPost is a Post on a child's screen. The template kiosk/post draws it, and the screens write it in place:
// (.Kiosk.Post "/kiosk/ticket/pause" "先去上课").With "later".
type KioskPost struct {
	Post
	Art    string // beside the label
	Pinyin bool   // above it
}

// Post sends the child's visit along. A field without a value is left out: the tablet beside a line has no visit.
func (k Kiosk) Post(to, label string, fields ...any) (KioskPost, error) {
	p, err := newPost(to, label, append([]any{"visit", k.Visit}, fields...)...)
	p.Fields = slices.DeleteFunc(p.Fields, func(f Hidden) bool { return f.Value == "" })
	return KioskPost{Post: p, Pinyin: k.Pinyin}, err
}

// Go is the button most children want, Plain one with a time on it, which has no pinyin, and With has a drawing.
func (p KioskPost) Go() KioskPost             { p.Class += " go"; return p }
func (p KioskPost) Plain() KioskPost          { p.Pinyin = false; return p }
func (p KioskPost) With(art string) KioskPost { p.Art = art; return p }
