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

// Answer is sealed twice: for the child's return code and for the keepers' own record.
type Answer struct {
	ID      string
	Day     school.Day
	ToChild []byte
	ToBox   []byte
}

// AnswerText is what is inside an answer.
type AnswerText struct{ From, Text string }

func answerInfo(id string) string { return "zhixinwu/answer/" + id }

const maxAnswerRunes = 1000

// AnswerLetter adds an answer that only the return code and the keepers can open.
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
	if err := s.HandOver(); err != nil {
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

// ReadReply opens the answers to the letter that a return code belongs to, and records that they were fetched: the keepers
// are told with the next hand-over. Wrong codes are counted for the device.
func (s *Room) ReadReply(at school.Device, typed string) (r Reply, err error) {
	if !at.Has(school.OfferLetters) {
		return r, school.ErrDeviceOffer
	}
	code, err := ParseReturnCode(typed)
	if err != nil {
		return r, err
	}
	who := []access.AttemptKey{{What: "reply", Whom: at.ID}}
	if err := s.school.View(func(tx *school.Tx) error { return access.Allowed(tx, who) }); err != nil {
		return r, err
	}
	lookup, thread := seal.Thread(code.String(), s.school.Derive("thread")) // slow, so outside the transaction
	defer thread.Wipe()
	var l Letter
	known := false
	if err := s.school.Update(func(tx *school.Tx) error {
		if l, known, err = findLetter(tx, hex.EncodeToString(lookup)); err != nil {
			return err
		}
		if !known {
			return access.Failed(tx, who)
		}
		if len(l.Answers) == 0 || l.Fetched != "" {
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
