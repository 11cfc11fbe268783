// Package mail is 知心信箱: letters that do not know their writer, sealed to the keepers, and the answers that a return code opens.
//
// # Schema
//
//	bucket          key                                  value, and who maintains it
//	mailbox         box                                  Mailbox: the public key, and the private one sealed to each keeper
//	letter          <random>                             Letter, sealed; no order, no writer, no hour (putLetter)
//	letter-code     <lookup of the return code>          index: letter (putLetter)
//	letter-waiting  <hour>/<letter>                      News: what the keepers are told at that hour (putNews)
package mail

import (
	"time"

	"zhixinwu/store/access"
	"zhixinwu/store/school"
)

// Room is 知心信箱. Its methods may be called from any goroutine; each is one transaction, but for those that seal, open
// or derive a key, which is slow: they do that outside, and ask again inside what may have changed.
type Room struct {
	school.Deaf
	school            *school.School
	access            *access.Room // whose keys open the box
	sameCode, anyCode *access.Pace // see ReadReply
}

// New returns the room on its ground.
func New(s *school.School, a *access.Room) *Room {
	return &Room{school: s, access: a, sameCode: access.NewPace(3, 20*time.Second), anyCode: access.NewPace(8, 3*time.Second)}
}
