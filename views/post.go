package views

import "fmt"

// Post is a form that shows nothing but one button and posts its hidden fields. The template staff/post draws it, and
// the pages write it in place: (post "/counselor/walkin" "现在谈" "child" .ID).Ghost.
type Post struct {
	To, Label string
	Fields    []Hidden
	Class     string // of the button, after its "btn"
	Into      string // what the answer replaces; empty asks for the whole page anew
	Disabled  bool
}

// Hidden is a field that a Post sends along.
type Hidden struct {
	Name  string
	Value any
}

// newPost takes its fields as names and values in turn. What was written wrongly fails the page, and the test of every
// page with it.
func newPost(to, label string, fields ...any) (Post, error) {
	p := Post{To: to, Label: label}
	for i := 0; i < len(fields); i += 2 {
		name, is := fields[i].(string)
		if !is || i+1 == len(fields) {
			return p, fmt.Errorf("post %s: field %v has no name or no value", to, fields[i])
		}
		p.Fields = append(p.Fields, Hidden{name, fields[i+1]})
	}
	return p, nil
}

// Ghost is a button that is not the first choice.
func (p Post) Ghost() Post { p.Class += " ghost"; return p }

// Wide is a button as wide as its box.
func (p Post) Wide() Post { p.Class += " wide"; return p }

// Disable is a button that waits.
func (p Post) Disable() Post { p.Disabled = true; return p }

// InMain puts the answer in place of the page's body.
func (p Post) InMain() Post { p.Into = "#main"; return p }

// InAlarm puts the answer in place of the calls above it.
func (p Post) InAlarm() Post { p.Into = "#alarm"; return p }
