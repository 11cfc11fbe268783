package views

import "zhixinwu/store/heart"

func doorFixtures() []Page {
	return []Page{DoorBoard{
		[]heart.DoorRoom{{Face: "sun", Open: true, Next: aSlot}, {Face: "tree", Busy: true}}, anEvening,
	}}
}
