package store

import (
	"slices"
	"strings"
)

// Verification is a term's round of checking the contact cards (三官桥中学: 每学期初重新核对，变动情况上报): what is new, gone or
// changed since the term began, and which cards nobody has checked yet.
type Verification struct {
	Term    Term
	Known   bool // the school has entered a term that has begun
	Classes []ClassVerification
}

// ClassVerification is one class's part of it.
type ClassVerification struct {
	Class                  Class
	New, Gone, Changed     []Child
	Confirmed, Unconfirmed []Child
}

// Verification returns the round of the current term: of the whole school to the office and the head, of the own classes to
// a teacher.
func (s *Store) Verification(actor Actor) (v Verification, err error) {
	if err := actor.may(RoleOffice, RoleHead, RoleTeacher); err != nil {
		return v, err
	}
	school, err := s.School()
	if err != nil {
		return v, err
	}
	today := DayOf(s.Now())
	for _, t := range school.Terms {
		if t.Begin <= today {
			v.Term, v.Known = t, true
		}
	}
	all, err := s.roster.get(s)
	if err != nil {
		return v, err
	}
	byClass := map[Class]*ClassVerification{}
	for _, k := range all.children {
		c := k.Child
		gone := !c.Here(today)
		if c.Erased.Day != "" || gone && c.Left < v.Term.Begin || !(actor.may(RoleOffice, RoleHead) == nil || actor.Staff.hasClass(c.Class)) {
			continue
		}
		cv := byClass[c.Class]
		if cv == nil {
			cv = &ClassVerification{Class: c.Class}
			byClass[c.Class] = cv
		}
		switch {
		case gone:
			cv.Gone = append(cv.Gone, c)
			continue
		case c.Added >= v.Term.Begin:
			cv.New = append(cv.New, c)
		case c.Touched >= v.Term.Begin:
			cv.Changed = append(cv.Changed, c)
		}
		if c.confirmed(school, today) {
			cv.Confirmed = append(cv.Confirmed, c)
		} else {
			cv.Unconfirmed = append(cv.Unconfirmed, c)
		}
	}
	for _, cv := range byClass {
		v.Classes = append(v.Classes, *cv)
	}
	slices.SortFunc(v.Classes, func(a, b ClassVerification) int {
		return strings.Compare(a.Class.key(), b.Class.key())
	})
	return v, nil
}
