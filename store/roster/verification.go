package roster

import (
	"slices"
	"strings"

	"zhixinwu/store/school"
)

// Verification is a term's round of checking the contact cards (三官桥中学总结, DOMAIN L3: 重新核对并记录每位学生目前的家庭生活环境，
// 摸清各班留守儿童的变动情况，并及时上报学校作记录): what is new, gone or changed since the term began, and which cards nobody has checked
// yet.
type Verification struct {
	Term    school.Term
	Known   bool // the school has entered a term that has begun
	Classes []ClassVerification
}

// ClassVerification is one class's part of it.
type ClassVerification struct {
	Class                  school.Class
	New, Gone, Changed     []Child
	Confirmed, Unconfirmed []Child
}

// Verification returns the round of the current term: of the whole school to the office and the head, of the own
// classes to a teacher. Where the school has entered no term, Known is false and the round has no beginning: every
// child is new. It reads the kept files and walks no history.
func (s *Room) Verification(actor school.Actor) (v Verification, err error) {
	if err := actor.May(school.RoleOffice, school.RoleHead, school.RoleTeacher); err != nil {
		return v, err
	}
	settings, err := s.school.Settings()
	if err != nil {
		return v, err
	}
	today := s.school.Today()
	v.Term, v.Known = settings.TermBegun(today)
	all, err := s.kept.get(s.school)
	if err != nil {
		return v, err
	}
	byClass := map[school.Class]*ClassVerification{}
	for _, k := range all.children {
		c := k.Child
		gone := !c.Here(today)
		mine := actor.May(school.RoleOffice, school.RoleHead) == nil || actor.Staff.HasClass(c.Class)
		if c.Erased.Day != "" || gone && c.Left < v.Term.Begin || !mine {
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
		if c.confirmed(settings, today) {
			cv.Confirmed = append(cv.Confirmed, c)
		} else {
			cv.Unconfirmed = append(cv.Unconfirmed, c)
		}
	}
	for _, cv := range byClass {
		v.Classes = append(v.Classes, *cv)
	}
	slices.SortFunc(v.Classes, func(a, b ClassVerification) int {
		return strings.Compare(a.Class.Key(), b.Class.Key())
	})
	return v, nil
}
