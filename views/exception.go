package views

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"zhixinwu/store/heart"
	"zhixinwu/store/school"
)

// Away is where office and head enter that a counselor is not there.
type Away struct {
	heart.AwayPage
	Form   AwayForm
	Say    string
	Stored bool
	Done   Moves
}

func (Away) Template() string { return "staff/heart/away" }

// AwayForm is an absence as typed.
type AwayForm struct {
	heart.Exception
	To         string // address
	Hours      string
	Counselors []school.Staff // to choose from; none on the own plan
	StandIns   []school.Staff
	Reasons    []string
	Moves      Moves // that it would make
}

// Moves is what becomes of booked children when a door closes.
type Moves []heart.Displaced

// Key names the moves in the form that shows them.
func (m Moves) Key() string {
	h := sha256.New()
	for _, d := range m {
		fmt.Fprintf(h, "%s %s %s\n", d.Child, d.From.Key(), d.To.Key())
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// MovesOf are moves with the form that would make them.
type MovesOf struct {
	Moves
	Form string
}

// Of names the form on the page.
func (m Moves) Of(form string) MovesOf { return MovesOf{m, form} }

// Kept counts those who keep their hour, Later those who get another, and Waiting those who wait for one.
func (m Moves) Kept() int { return m.count(func(d heart.Displaced) bool { return kept(d) }) }
func (m Moves) Later() int {
	return m.count(func(d heart.Displaced) bool { return d.To.Counselor != "" && !kept(d) })
}
func (m Moves) Waiting() int {
	return m.count(func(d heart.Displaced) bool { return d.To.Counselor == "" })
}

func kept(d heart.Displaced) bool { return d.To.Day == d.From.Day && d.To.Clock == d.From.Clock }

func (m Moves) count(is func(heart.Displaced) bool) (n int) {
	for _, d := range m {
		if is(d) {
			n++
		}
	}
	return n
}

// awayNames are for colleagues; children are told the new time and no reason.
var awayNames = map[string]string{"meeting": "开会", "exam": "考试", "sick": "生病", "event": "活动", "other": "别的事"}
