package views

import (
	"time"
	"zhixinwu/store/heart"
)

// DoorBoard is the display at the door of 知心屋.
type DoorBoard struct {
	Rooms []heart.DoorRoom
	Now   time.Time
}

func (DoorBoard) Template() string { return "board/door" }
