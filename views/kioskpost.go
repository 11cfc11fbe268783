package views

import "slices"

// KioskPost is a Post on a child's screen. The template kiosk/post draws it, and the screens write it in place:
// (.Kiosk.Post "/kiosk/booking/wait" "排队等" "counselor" .ID).Go.
type KioskPost struct {
	Post
	Pinyin bool // above the label
}

// Post sends the child's visit along, so that a form the child before left open is refused. A field without a value is
// left out.
func (k Kiosk) Post(to, label string, fields ...any) (KioskPost, error) {
	p, err := newPost(to, label, append([]any{"visit", k.Visit}, fields...)...)
	p.Fields = slices.DeleteFunc(p.Fields, func(f Hidden) bool { return f.Value == "" })
	return KioskPost{p, k.Pinyin}, err
}

// Go is the button most children want.
func (p KioskPost) Go() KioskPost { p.Class += " go"; return p }
