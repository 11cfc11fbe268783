// Package voice is what the school has recorded of the sentences on the children's screens, so that a child that cannot
// read hears them in a voice and a language that it knows.
//
// # Schema
//
//	bucket          key                                  value, and who maintains it
//	voice-sentence  <n>                                  string: the sentence with this number (Number); never another's
//	voice-clip      <n>                                  Clip: who recorded it, when, what kind of file (Keep, Delete)
//	voice-sound     <name of the clip>                   the file as it came (Keep, Delete)
//	meta            voice                                string: another one after each change of a clip (Keep, Delete)
package voice

import "zhixinwu/store/school"

// Room is the recordings. Its methods may be called from any goroutine; each is one transaction.
type Room struct {
	school *school.School
}

// New returns the room on its ground.
func New(s *school.School) *Room { return &Room{school: s} }

// What this room refuses.
var (
	ErrNumber = school.NewError(school.NotFound, "voice.number")
	ErrKind   = school.NewError(school.Invalid, "voice.kind")
	ErrSize   = school.NewError(school.Invalid, "voice.size")
)

// What the audit says was done here. The subject is the sentence's number.
var (
	actKeep   = school.NewAction("voice.keep")
	actDelete = school.NewAction("voice.delete")
)
