// Package mail is 知心信箱: letters that do not know their writer, sealed to the keepers, and the answers that a return code opens.
//
// # Schema
//
//	bucket          key                                  value, and who maintains it
//	mailbox         box                                  Mailbox: the public key, and the private one sealed to each keeper
//	letter          <random>                             Letter, sealed; no order, no writer, no hour
//	letter-code     <lookup of the return code>          index: letter
//	letter-waiting  <hour>/<letter>                      index: letters with news, by the hour at which they are told
package mail

import "zhixinwu/store/school"

// Room is 知心信箱. Its methods may be called from any goroutine; each is one transaction.
type Room struct {
	school *school.School
}

// New returns the room on its ground.
func New(s *school.School) *Room { return &Room{school: s} }
