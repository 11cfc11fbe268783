package views

import (
	"time"
	"zhixinwu/store/phone"
	"zhixinwu/store/school"
)

// Contacts is the ledger of who has heard from home, those who have not for longest first, with ticks to choose
// several.
type Contacts struct {
	phone.ContactLedger
	Say string
}

func (Contacts) Template() string { return "staff/phone/contacts" }

// Chosen reports whether the ledger is of one class.
func (c Contacts) Chosen() bool { return c.Class != school.Class{} }

// ContactMonth is a class's month as a picture.
type ContactMonth struct{ phone.ContactMonth }

func (ContactMonth) Template() string { return "staff/phone/contactmonth" }

// Sizes of the calendar's picture.
const (
	calendarName = 110
	calendarCell = 26
)

// Mark is one sign in the calendar; X and Y are the middle of its cell.
type Mark struct {
	X, Y int
	Kind phone.ContactKind
	Name string
	Day  int
	Off  bool // a weekend's column, a line without any contact
}

// Width is that of the picture.
func (m ContactMonth) Width() int { return calendarName + calendarCell*len(m.Days) }

// Height is that of the picture.
func (m ContactMonth) Height() int { return calendarCell * (len(m.Rows) + 1) }

// Columns are the heads of the days.
func (m ContactMonth) Columns() (marks []Mark) {
	for i, d := range m.Days {
		weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
		marks = append(marks, Mark{X: calendarName + i*calendarCell, Y: calendarCell / 2, Day: d.Date(), Off: weekend})
	}
	return marks
}

// Names are the heads of the lines.
func (m ContactMonth) Names() (marks []Mark) {
	for i, r := range m.Rows {
		marks = append(marks, Mark{Y: (i+1)*calendarCell + calendarCell/2, Name: r.Child.Name, Off: r.Empty()})
	}
	return marks
}

// Marks are the contacts.
func (m ContactMonth) Marks() (marks []Mark) {
	for y, r := range m.Rows {
		for x, d := range m.Days {
			kinds := r.Days[d]
			for i, k := range kinds {
				mark := Mark{
					X:    calendarName + x*calendarCell + calendarCell/2,
					Y:    (y+1)*calendarCell + calendarCell/2,
					Kind: k,
				}
				if len(kinds) > 1 {
					mark.X += 12*i - 6
				}
				marks = append(marks, mark)
			}
		}
	}
	return marks
}

// Reached counts the children with a contact in the month.
func (m ContactMonth) Reached() (n int) {
	for _, r := range m.Rows {
		if !r.Empty() {
			n++
		}
	}
	return n
}

// Prev is the month before.
func (m ContactMonth) Prev() string { return string(m.Days[0].Add(-1)[:7]) }

// Next is the month after; there is none after the present one.
func (m ContactMonth) Next() string {
	if next := string(m.Days[len(m.Days)-1].Add(1)[:7]); next <= string(m.Today[:7]) {
		return next
	}
	return ""
}
