package school

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const settingKey = "school"

const settingsSubject = "school" // of their changes

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
	// Host is the name, beside its numbers, under which browsers find this machine; other names are refused.
	Host string `json:",omitempty"`
	// KeepIDs keeps identity numbers, sealed; otherwise they are used for birth date and gender and forgotten.
	KeepIDs bool `json:",omitempty"`
	// Demo marks a made-up school; a program that serves real children refuses it.
	Demo bool `json:",omitempty"`
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

var hostForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$`)

// Validate checks the shape.
func (sc Settings) Validate() error {
	if !ValidName(sc.Name) {
		return ErrName
	}
	if _, err := time.LoadLocation(sc.TimeZone); err != nil || sc.TimeZone == "" || sc.Week < time.Sunday || sc.Week > time.Saturday {
		return ErrInvalid
	}
	if sc.Host != "" && !hostForm.MatchString(sc.Host) {
		return ErrHost
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

// TermBegun returns the last term that has begun by a day; between two terms it counts until the next begins.
func (sc Settings) TermBegun(by Day) (last Term, found bool) {
	for _, t := range sc.Terms {
		if t.Begin <= by {
			last, found = t, true
		}
	}
	return last, found
}

// WeekOf is the first day of the school week that d is in.
func (sc Settings) WeekOf(d Day) Day {
	return d.Add(-int(d.Weekday()-sc.Week+7) % 7)
}

// settingParts are the settings as fields of their form and of the history of their changes.
var settingParts = func() []Part[Settings] {
	parts := []Part[Settings]{
		{"name", func(sc Settings) string { return sc.Name }, func(into *Settings, sc Settings) { into.Name = sc.Name }},
		{"zone", func(sc Settings) string { return sc.TimeZone }, func(into *Settings, sc Settings) { into.TimeZone = sc.TimeZone }},
		{"host", func(sc Settings) string { return sc.Host }, func(into *Settings, sc Settings) { into.Host = sc.Host }},
		{"week", func(sc Settings) string { return strconv.Itoa(int(sc.Week)) },
			func(into *Settings, sc Settings) { into.Week = sc.Week }},
		{"ids", func(sc Settings) string { return strconv.FormatBool(sc.KeepIDs) },
			func(into *Settings, sc Settings) { into.KeepIDs = sc.KeepIDs }},
		{"callin", func(sc Settings) string { return WriteHours(sc.CallInHours) },
			func(into *Settings, sc Settings) { into.CallInHours = sc.CallInHours }},
		{"terms", listed(func(sc Settings) []Term { return sc.Terms },
			func(t Term) string { return t.Name + " " + string(t.Begin) + " " + strconv.Itoa(t.Weeks) }),
			func(into *Settings, sc Settings) { into.Terms = sc.Terms }},
		{"periods", listed(func(sc Settings) []Period { return sc.Periods },
			func(p Period) string { return p.Name + " " + p.Span.String() }),
			func(into *Settings, sc Settings) { into.Periods = sc.Periods }},
		{"holidays", listed(func(sc Settings) []Holiday { return sc.Holidays },
			func(h Holiday) string { return h.Name + " " + string(h.First) + " " + string(h.Last) }),
			func(into *Settings, sc Settings) { into.Holidays = sc.Holidays }},
		{"letters", listed(func(sc Settings) []Clock { return sc.LetterHours }, Clock.String),
			func(into *Settings, sc Settings) { into.LetterHours = sc.LetterHours }},
		{"hotlines", listed(func(sc Settings) []Hotline { return sc.Hotlines },
			func(h Hotline) string { return h.Number + " " + h.Name }),
			func(into *Settings, sc Settings) { into.Hotlines = sc.Hotlines }},
		{"hours", func(sc Settings) string { return WriteHours(sc.PhoneHours) },
			func(into *Settings, sc Settings) { into.PhoneHours = sc.PhoneHours }},
	}
	for _, l := range RuleLimits {
		parts = append(parts, Part[Settings]{string(l.Rule), func(sc Settings) string { return strconv.Itoa(sc.Rule(l.Rule)) },
			func(into *Settings, sc Settings) {
				into.Rules = maps.Clone(into.Rules) // the settings of a transaction are shared
				if into.Rules == nil {
					into.Rules = map[Rule]int{}
				}
				into.Rules[l.Rule] = sc.Rule(l.Rule)
			}})
	}
	return parts
}()

// listed writes a list of the settings, one after the other.
func listed[T any](of func(Settings) []T, write func(T) string) func(Settings) string {
	return func(sc Settings) string {
		var all []string
		for _, v := range of(sc) {
			all = append(all, write(v))
		}
		return strings.Join(all, "；")
	}
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

// SetSettings changes the settings from the revision that the actor saw; where somebody else has changed the same part since,
// it is a *Stale. The time zone takes effect at the next start.
func (s *School) SetSettings(actor Actor, school Settings) error {
	return s.Update(func(tx *Tx) error {
		if err := actor.May(RoleAdmin); err != nil {
			return err
		}
		if err := school.Validate(); err != nil {
			return err
		}
		old := tx.Settings
		if school.Demo != old.Demo { // of a made-up school alone, which has no history
			return PutSettings(tx, school)
		}
		merged, err := Merge(tx, settingsSubject, settingParts, old, old.Revision, school, school.Revision)
		if err != nil {
			return err
		}
		if err := merged.Validate(); err != nil { // two halves that are right may be wrong together
			return err
		}
		return SaveSettings(tx, actor, old, merged)
	})
}

// SaveSettings stores settings with the trace of what changed; where nothing did, nothing is written.
func SaveSettings(tx *Tx, actor Actor, old, school Settings) error {
	school.Revision = old.Revision + 1
	if changed, err := PutEdit(tx, actor, settingsSubject, settingParts, old, school, school.Revision); err != nil || !changed {
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
		changes, err = NamedChanges(tx, settingsSubject)
		return err
	})
	return changes, err
}

// PutDefaults founds a school.
func PutDefaults(tx *Tx) error { return PutSettings(tx, Defaults) }
