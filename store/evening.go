package store

import (
	"strings"

	"zhixinwu/store/roster"
	"zhixinwu/store/school"
)

// Evening is what a scan at the hall of a dormitory was to the sign-in of the evening. The row of the scan is the same
// for all of them; the child alone is told, so that it does not go to bed believing what is not so.
type Evening struct {
	Kind  EveningKind
	Bed   string // the building in which the child sleeps
	Hours school.Span
}

// EveningKind is what the screen says.
type EveningKind string

// The first that holds, in this order; a scan at any other kiosk is none of them.
const (
	EveningNone  EveningKind = ""
	EveningEarly EveningKind = "early" // outside the hours of the evening sign-in
	EveningOther EveningKind = "other" // at the hall of a building in which the child does not sleep
	EveningIn    EveningKind = "in"
)

// rollHours is when children sign in for the night. They do not go over midnight: who comes then is a case for whoever is
// on duty, and not for a kiosk.
func rollHours(set school.Settings) school.Span {
	hour := func(r school.Rule) school.Clock { return school.Clock(60 * set.Rule(r)) }
	return school.Span{From: hour(school.RuleRollFrom), To: hour(school.RuleRollUntil)}
}

// eveningOf tells what a scan of now is. A hall is that of the building with whose name its place begins (2号楼门厅), the
// longest name first; a place that names none, and a child without a bed, are nobody's mistake.
func eveningOf(tx *school.Tx, at school.Device, c roster.Child) (e Evening, err error) {
	if !at.Has(school.OfferRoll) {
		return e, nil
	}
	e.Hours = rollHours(tx.Settings)
	if !e.Hours.Holds(school.ClockOf(tx.Now)) {
		e.Kind = EveningEarly
		return e, nil
	}
	e.Kind = EveningIn
	all, err := school.Buildings(tx)
	var hall school.Building
	for _, b := range all {
		if strings.HasPrefix(at.Place, b.Name) && len(b.Name) > len(hall.Name) {
			hall = b
		}
		if b.ID == c.Bed.Building {
			e.Bed = b.Name
		}
	}
	if hall.ID != "" && e.Bed != "" && hall.ID != c.Bed.Building {
		e.Kind = EveningOther
	}
	return e, err
}
