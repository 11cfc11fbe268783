package views

import "html/template"

// PlainDoc is the page around forms and messages without a menu.
type PlainDoc struct {
	Title string
	Wide  bool
	Live  bool // asks the server again by itself
	Body  template.HTML
}

func (PlainDoc) Template() string                   { return "plain/doc" }
func (d PlainDoc) with(body template.HTML) Document { d.Body = body; return d }
