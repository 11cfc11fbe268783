package views

import (
	"time"
	"zhixinwu/store/phone"
	"zhixinwu/store/school"
)

// KioskLine is the tablet beside a line: free and nobody's, or whom it calls, or a talk with whom to dial and how
// long.
type KioskLine struct {
	Kiosk
	phone.LineTablet
	Hotlines []school.Hotline
	Outcomes []phone.Outcome
}

func (KioskLine) Template() string { return "kiosk/line" }

// Shown are those of the family that fit on the screen.
func (k KioskLine) Shown() []phone.Kin { return k.Family[:min(len(k.Family), 6)] }

// Chosen is whom the child called; without relation before it tapped.
func (k KioskLine) Chosen() phone.Kin {
	for _, kin := range k.Family {
		if k.Talk != nil && kin.Relation == k.Talk.Whom {
			return kin
		}
	}
	return phone.Kin{}
}

// PhoneLines is what the keeper sets.
type PhoneLines struct {
	phone.Setup
	Say string
}

func (PhoneLines) Template() string { return "staff/phone/lines" }

// WeekHours are a weekday's openings as they are typed.
type WeekHours struct {
	Weekday time.Weekday
	Name    string
	Typed   string
}

// CallInWeek is the week of the hours in which families may call.
func (p PhoneLines) CallInWeek() (all []WeekHours) {
	for _, d := range week {
		all = append(all, WeekHours{d, weekdays[d], spansOn(p.CallIn, d)})
	}
	return all
}

// openings are opening hours as a table in a school shows them, one weekday a line.
func openings(hours []school.Hours) (lines []string) {
	for _, d := range week {
		if spans := spansOn(hours, d); spans != "" {
			lines = append(lines, weekdays[d]+" "+spans)
		}
	}
	return lines
}

func lineName(id, kind string) string {
	if kind == "video" {
		return id + " 号视频"
	}
	return id + " 号电话"
}
