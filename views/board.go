package views

import (
	"html/template"
	"zhixinwu/store/phone"
)

// BoardDoc is the wall; Board its living part, which every wall shows alike: numbers, pictures, no names.
type BoardDoc struct {
	School, Zone string
	Now          int64
	Body         template.HTML
}

// Board is what board.js reads its calls from: a call that was not there before is spoken.
type Board struct {
	phone.Board
	Voice string // address of the index of recordings; empty without any
}

func (BoardDoc) Template() string                   { return "board/doc" }
func (d BoardDoc) with(body template.HTML) Document { d.Body = body; return d }
func (Board) Template() string                      { return "board/board" }

// WallDoc is the page around a display of this room, at Path.
type WallDoc struct {
	Title, Path, School, Zone string
	Now                       int64
	Body                      template.HTML
}

func (WallDoc) Template() string                   { return "board/wall" }
func (d WallDoc) with(body template.HTML) Document { d.Body = body; return d }
