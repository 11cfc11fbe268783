package mail

import (
	"encoding/hex"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"zhixinwu/store/access"
	"zhixinwu/store/school"
	"zhixinwu/store/seal"
)

// Answer is sealed twice: for the child's return code and for the keepers' own record. It knows its day and no hour.
type Answer struct {
	ID      string
	Day     school.Day
	ToChild []byte
	ToBox   []byte
}

// AnswerText is what is inside an answer.
type AnswerText struct{ From, Text string }

func answerInfo(id string) string { return "zhixinwu/answer/" + id }

// maxAnswerRunes is a page: an answer is read on a kiosk's screen, by somebody who reads slowly.
const maxAnswerRunes = 1000

// AnswerLetter adds an answer that only the return code and the keepers can open; with it the letter counts as not
// fetched. ErrAnswerEmpty, ErrAnswerLong; school.ErrNotFound before the batch. An answer stays: nothing changes or
// removes one.
func (s *Room) AnswerLetter(actor school.Actor, box BoxKey, id, text string) error {
	if err := actor.May(school.RoleCounselor); err != nil {
		return err
	}
	text = strings.TrimSpace(text)
	switch {
	case !utf8.ValidString(text):
		return school.ErrInvalid
	case text == "":
		return ErrAnswerEmpty
	case utf8.RuneCountInString(text) > maxAnswerRunes:
		return ErrAnswerLong
	}
	var l Letter
	if err := s.catchUp(); err != nil {
		return err
	}
	if err := s.school.View(func(tx *school.Tx) (err error) { l, err = letterRows.Must(tx, id); return err }); err != nil {
		return err
	}
	plain, err := json.Marshal(AnswerText{From: actor.Staff.Name, Text: text})
	if err != nil {
		return err
	}
	a := Answer{ID: school.RandomID()}
	if a.ToChild, err = seal.Seal(l.Thread, answerInfo(a.ID), plain); err != nil {
		return err
	}
	if a.ToBox, err = seal.Seal(box.key.Public(), answerInfo(a.ID), plain); err != nil {
		return err
	}
	return s.school.Update(func(tx *school.Tx) error {
		l, err := letterRows.Must(tx, id)
		if err != nil {
			return err
		}
		if err := dropNews(tx, id); err != nil { // that the child read the answers before is no news any more
			return err
		}
		a.Day = tx.Day
		l.Answers = append(l.Answers, a)
		l.Fetched = ""
		return letterRows.Put(tx, id, l)
	})
}

// Reply is what a return code shows: whether somebody has read the letter, and the answers.
type Reply struct {
	Opened  bool
	Answers []SentAnswer
}

// ReadReply opens the answers to the letter that a return code belongs to, and records that they were fetched, by day: the
// keepers are told with the next batch. ErrReplyCode for a code of no letter, access.ErrReplyWait for one that is tried too
// fast: the same wrong code again is slowed down by itself, so that the next child's is not; a device that tries one code
// after the other, as no child's finger can, gets to a thousand an hour, and would need years. Nothing of it is kept on the
// disk. A code with no answer yet shows whether somebody has read the letter.
//
// The steps: shape → may it be tried → lookup and key from the code, slowly, outside → one transaction finds the letter
// and marks it → the answers are opened. Marked but not shown, as when the screen is lost, they can be fetched again with
// the same code at any time.
func (s *Room) ReadReply(at school.Device, typed string) (r Reply, err error) {
	if !at.Has(school.OfferLetters) {
		return r, school.ErrDeviceOffer
	}
	code, err := ParseReturnCode(typed)
	if err != nil {
		return r, err
	}
	same, now := at.ID+"/"+school.HashOf(code.String()), s.school.Steady()
	if !s.sameCode.Take(same, now) || !s.anyCode.Take(at.ID, now) {
		return r, access.ErrReplyWait
	}
	lookup, thread := seal.Thread(code.String(), s.school.Derive("thread")) // slow, so outside the transaction
	defer thread.Wipe()
	var l Letter
	known := false
	if err := s.school.Update(func(tx *school.Tx) error {
		if l, known, err = findLetter(tx, hex.EncodeToString(lookup)); err != nil {
			return err
		}
		if !known || len(l.Answers) == 0 || l.Fetched != "" {
			return nil
		}
		if _, waits, err := newsOf(tx, l.ID); err != nil || waits {
			return err
		}
		return putNews(tx, News{ID: l.ID, Fetched: tx.Day})
	}); err != nil {
		return r, err
	}
	if !known {
		return r, ErrReplyCode
	}
	s.sameCode.Forget(same)
	s.anyCode.Right(at.ID)
	r.Opened = l.Opened != ""
	for _, a := range l.Answers {
		sent := SentAnswer{Day: a.Day}
		if err := sent.open(thread, a.ID, a.ToChild); err != nil {
			return r, err
		}
		r.Answers = append(r.Answers, sent)
	}
	return r, nil
}
