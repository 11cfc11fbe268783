// Package access is who comes in: accounts with their passwords, sessions and covers, devices and the browsers that are
// enrolled as them, and the own key of a member of staff.
//
// # Schema
//
//	bucket          key                                  value, and who maintains it
//	meta            setup                                hash of the one-time set-up link, until an administrator exists
//	login           <login>                              index: staff (putStaff)
//	session         <hash of the cookie>                 Session of a member of staff
//	login-browser   <staff>/<hash of the cookie>         day on which the account was last opened there (LogIn)
//	browser         <hash of the cookie>                 device: a browser enrolled as it
//	device-seen     <device>                             time when one of its browsers last loaded a page
//	enrolment       <hash of the link>                   Enrolment
//	attempt         <what>/<hash of whom>                Attempts: wrong secrets of somebody who is signed in
//	staff-key       <staff>                              StaffKey: a counselor's own, the private half under the passphrase
//	meta            staff-seq                            int, the last number given out
//	meta            device-seq                           int, the last number given out
//
// Codes of devices that wait to be paired, and the tries of strangers at an account, are in memory alone: nobody unknown can
// make the program write.
package access

import (
	"sync"

	"zhixinwu/store/school"
)

// Room is who comes in: accounts, sessions, devices. Its methods may be called from any goroutine; each is one
// transaction, but for those that hash a password or open a key, which takes too long for one: they look first,
// compute, and look again.
type Room struct {
	school   *school.School
	tries    *Pace // at an account, see LogIn
	lobby    lobby
	pairings *pairings

	mu   sync.Mutex
	held map[string]Session // by hash of the cookie, see hold
}

// New returns the room on its ground.
func New(s *school.School) *Room {
	return &Room{school: s, tries: NewPace(loginTries, loginPause), lobby: newLobby(),
		pairings: &pairings{byCode: map[string]pairing{}}, held: map[string]Session{}}
}
