// Package access is who comes in: accounts with their passwords, sessions and covers, devices and the browsers that are
// enrolled as them, and the own key of a member of staff.
//
// # Schema
//
//	bucket          key                                  value, and who maintains it
//	meta            setup                                hash of the one-time set-up link, until an administrator exists
//	login           <login>                              index: staff (putStaff)
//	session         <hash of the cookie>                 Session of a member of staff
//	browser         <hash of the cookie>                 device: a browser enrolled as it
//	device-seen     <device>                             time when one of its browsers last loaded a page
//	pairing         <hash of the cookie>                 Pairing: a browser that shows a code
//	enrolment       <hash of the link>                   Enrolment
//	attempt         <what>/<hash of whom>                Attempts: wrong passwords and reply codes
//	staff-key       <staff>                              StaffKey: a counselor's own, the private half under the passphrase
//	meta            staff-seq                            int, the last number given out
//	meta            device-seq                           int, the last number given out
package access

import "zhixinwu/store/school"

// Room is who comes in: accounts, sessions, devices. Its methods may be called from any goroutine; each is one
// transaction, but for those that hash a password or open a key, which takes too long for one: they look first,
// compute, and look again.
type Room struct {
	school.Deaf
	school *school.School
}

// New returns the room on its ground.
func New(s *school.School) *Room { return &Room{school: s} }
