// Package dorm is 宿舍: where the children of a building were scanned today.
package dorm

import "zhixinwu/store/school"

// Room is the dormitories. Its methods may be called from any goroutine; each is one transaction.
type Room struct {
	school *school.School
}

// New returns the room on its ground.
func New(s *school.School) *Room { return &Room{school: s} }
