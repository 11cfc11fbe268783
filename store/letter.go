package store

import (
	"zhixinwu/store/mail"
	"zhixinwu/store/school"
	"zhixinwu/store/urgent"
	"zhixinwu/store/visit"
)

// SendLetter seals a letter, and when the child wants somebody now, calls an adult to the kiosk: called is nil otherwise.
// online is how many there are to hear it.
//
// These are two transactions, and neither row names the other: a letter may wait for its batch, a call never, and nobody
// reads off the call which letter was its writer's. When the call fails, the letter stays, the error is returned, and the
// same form sent again (once) rings for the same letter.
func (s *Store) SendLetter(at school.Device, text mail.LetterText, now bool, once string, online int) (
	code mail.ReturnCode, called *urgent.Call, err error,
) {
	if code, err = s.Mail.SendLetter(at, text, now, once); err != nil || !now {
		return code, nil, err
	}
	u, err := s.Urgent.AskNow(visit.Visit{Device: at}, online)
	return code, &u, err
}
