package school

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

const settingKey = "school"

const settingRows Bucket[Settings] = "setting"

// Settings holds the settings of the house.
type Settings struct {
	Revision int // counts its changes, see Change
	Name     string
	TimeZone string
	Terms    []Term       `json:",omitempty"` // in order of time
	Week     time.Weekday // the day on which a school week begins; boarders' weeks may be shifted
	Periods  []Period     `json:",omitempty"` // of a school day, in order of time
	Holidays []Holiday    `json:",omitempty"`
	// PhoneHours is when the phone room is open, by weekday.
	PhoneHours []Hours
	// CallInHours is when families may call the phone room themselves.
	CallInHours []Hours `json:",omitempty"`
	// LetterHours are the times of day at which letters are handed to the keepers, so that a letter cannot be matched with
	// who has just left the kiosk. None: at once. A letter that asks for help now never waits.
	LetterHours []Clock
	Hotlines    []Hotline
	Rules       map[Rule]int `json:",omitempty"` // those that differ from their default
	// KeepIDs keeps identity numbers, sealed; otherwise they are used for birth date and gender and forgotten.
	KeepIDs bool `json:",omitempty"`
	// Demo marks a made-up school; a program that serves real children refuses it.
	Demo bool `json:",omitempty"`
	// Made says which made-up school it is: its links and logins are reckoned from that again at each start.
	Made string `json:",omitempty"`
}

// Term is a school term; weeks are counted from the school week that its first day is in.
type Term struct {
	Name  string
	Begin Day
	Weeks int
}

// Period is a part of the school day, as children call it: 大课间, 晚自习.
type Period struct {
	Name string
	Span
}

// End is the first day after the term.
func (t Term) End() Day { return t.Begin.Add(7 * t.Weeks) }

// Holiday is a span of days, both included, on which no room is open.
type Holiday struct {
	Name        string
	First, Last Day
}

// Hotline is a number that anyone may call without a ticket and without a row.
type Hotline struct{ Number, Name string }

// Defaults are a new school's. The hotlines are those of the whole country (DOMAIN B3); a school tries them before it
// prints them.
var Defaults = Settings{Name: "我们的学校", TimeZone: "Asia/Shanghai", Week: time.Monday, LetterHours: []Clock{12 * 60, 18 * 60},
	PhoneHours: everyDay(Span{7 * 60, 21*60 + 30}), Hotlines: []Hotline{{"110", "报警"}, {"12355", "青少年热线"}, {"12356", "心理热线"}}}

func everyDay(s Span) (hours []Hours) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		hours = append(hours, Hours{d, s.From, s.To})
	}
	return hours
}

// Validate checks the shape.
func (sc Settings) Validate() error {
	if !ValidName(sc.Name) {
		return ErrName
	}
	if _, err := time.LoadLocation(sc.TimeZone); err != nil || sc.TimeZone == "" || sc.Week < time.Sunday || sc.Week > time.Saturday {
		return ErrInvalid
	}
	for i, t := range sc.Terms {
		if _, err := ParseDay(string(t.Begin)); err != nil || !ValidName(t.Name) || t.Weeks < 1 || t.Weeks > 30 {
			return ErrTerm
		}
		if i > 0 && t.Begin < sc.Terms[i-1].End() {
			return ErrTerm
		}
	}
	for i, p := range sc.Periods {
		if !ValidName(p.Name) || p.From < 0 || p.To > 24*60 || p.From >= p.To || i > 0 && p.From < sc.Periods[i-1].To {
			return ErrPeriod
		}
	}
	for _, h := range sc.Holidays {
		_, err1 := ParseDay(string(h.First))
		_, err2 := ParseDay(string(h.Last))
		if err1 != nil || err2 != nil || h.First > h.Last || !ValidName(h.Name) {
			return ErrHoliday
		}
	}
	for _, h := range slices.Concat(sc.PhoneHours, sc.CallInHours) {
		if !h.Valid() {
			return ErrSpan
		}
	}
	for _, c := range sc.LetterHours {
		if c < 0 || c >= 24*60 {
			return ErrSpan
		}
	}
	for _, h := range sc.Hotlines {
		if !ValidName(h.Name) || len(h.Number) < 3 || len(h.Number) > 13 || strings.Trim(h.Number, "0123456789-") != "" {
			return ErrHotline
		}
	}
	for r, n := range sc.Rules {
		if l, known := LimitsOf(r); !known || n < l.Min || n > l.Max {
			return ErrRule
		}
	}
	return nil
}

// RollHours is when children sign in for the night in their dormitory's hall. Over midnight it does not go: who comes then
// is a case for whoever is on duty, and not for a kiosk.
func (sc Settings) RollHours() Span {
	return Span{Clock(60 * sc.Rule(RuleRollFrom)), Clock(60 * sc.Rule(RuleRollUntil))}
}

// HolidayOn returns the holiday that a day is in.
func (sc Settings) HolidayOn(d Day) (Holiday, bool) {
	i := slices.IndexFunc(sc.Holidays, func(h Holiday) bool { return h.First <= d && d <= h.Last })
	if i < 0 {
		return Holiday{}, false
	}
	return sc.Holidays[i], true
}

// PeriodAt is what a time of day is called, or "".
func (sc Settings) PeriodAt(c Clock) string {
	i := slices.IndexFunc(sc.Periods, func(p Period) bool { return p.Holds(c) })
	if i < 0 {
		return ""
	}
	return sc.Periods[i].Name
}

// TermOn returns the term that a day is in.
func (sc Settings) TermOn(d Day) (Term, bool) {
	i := slices.IndexFunc(sc.Terms, func(t Term) bool { return t.Begin <= d && d < t.End() })
	if i < 0 {
		return Term{}, false
	}
	return sc.Terms[i], true
}

// WeekOf is the first day of the school week that d is in.
func (sc Settings) WeekOf(d Day) Day {
	return d.Add(-int(d.Weekday()-sc.Week+7) % 7)
}

// fields are the settings as text, for the history of their changes.
func (sc Settings) fields() map[string]string {
	f := map[string]string{"name": sc.Name, "zone": sc.TimeZone, "week": strconv.Itoa(int(sc.Week)), "ids": strconv.FormatBool(sc.KeepIDs),
		"hours": WriteHours(sc.PhoneHours), "callin": WriteHours(sc.CallInHours)}
	var terms, periods, holidays, letters, hotlines []string
	for _, p := range sc.Periods {
		periods = append(periods, p.Name+" "+p.Span.String())
	}
	for _, t := range sc.Terms {
		terms = append(terms, t.Name+" "+string(t.Begin)+" "+strconv.Itoa(t.Weeks))
	}
	for _, h := range sc.Holidays {
		holidays = append(holidays, h.Name+" "+string(h.First)+" "+string(h.Last))
	}
	for _, c := range sc.LetterHours {
		letters = append(letters, c.String())
	}
	for _, h := range sc.Hotlines {
		hotlines = append(hotlines, h.Number+" "+h.Name)
	}
	for key, list := range map[string][]string{
		"terms": terms, "periods": periods, "holidays": holidays, "letters": letters, "hotlines": hotlines,
	} {
		f[key] = strings.Join(list, "；")
	}
	for _, l := range RuleLimits {
		f[string(l.Rule)] = strconv.Itoa(sc.Rule(l.Rule))
	}
	return f
}

// Settings returns the settings.
func (s *School) Settings() (school Settings, err error) {
	err = s.View(func(tx *Tx) error {
		school = tx.Settings
		return nil
	})
	return school, err
}

// PutSettings is the only writer of the settings; the rest of the transaction goes by them.
func PutSettings(tx *Tx, school Settings) error {
	tx.Settings = school
	return settingRows.Put(tx, settingKey, school)
}

// SetSettings replaces the settings, if they are still at the revision that the actor saw; otherwise ErrStale. The time zone
// takes effect at the next start.
func (s *School) SetSettings(actor Actor, school Settings) error {
	return s.Update(func(tx *Tx) error {
		if err := actor.May(RoleAdmin); err != nil {
			return err
		}
		if err := school.Validate(); err != nil {
			return err
		}
		old := tx.Settings
		if old.Revision != school.Revision {
			return ErrStale
		}
		if school.Demo != old.Demo { // of a made-up school alone, which has no history
			return PutSettings(tx, school)
		}
		return SaveSettings(tx, actor, old, school)
	})
}

// SaveSettings stores settings with the trace of what changed; where nothing did, nothing is written.
func SaveSettings(tx *Tx, actor Actor, old, school Settings) error {
	fields := Differences(old.fields(), school.fields())
	if len(fields) == 0 {
		return nil
	}
	school.Revision++
	if err := PutChange(tx, "school", school.Revision, Change{At: tx.Now, Staff: actor.ID(), Why: "edit", Fields: fields}); err != nil {
		return err
	}
	if err := Record(tx, actor, actSchoolSet, ""); err != nil {
		return err
	}
	if err := PutSettings(tx, school); err != nil {
		return err
	}
	return tx.Tell(func(f Follower) error { return f.SettingsSet(tx, actor, old) })
}

// SettingsChanges are the edits of the settings, the latest first.
func (s *School) SettingsChanges(actor Actor) (changes []NamedChange, err error) {
	err = s.View(func(tx *Tx) error {
		if err := actor.May(RoleAdmin); err != nil {
			return err
		}
		changes, err = NamedChanges(tx, "school")
		return err
	})
	return changes, err
}

// PutDefaults founds a school.
func PutDefaults(tx *Tx) error { return PutSettings(tx, Defaults) }
