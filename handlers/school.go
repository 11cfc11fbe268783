package handlers

import (
	"errors"
	"strconv"
	"strings"
	"time"
	"zhixinwu/store/school"
	"zhixinwu/views"

	"github.com/gofiber/fiber/v2"
)

// The school's settings and buildings, for the administrator: /admin/settings. A setting is one field, a list of them
// one text field with one thing a line, as people write it.
//
//	POST /admin/settings          revision, name, week, terms, periods, holidays, letters, hotlines, hours-0 to -6, ids,
//	                              and a field for each rule, by its name
//	POST /admin/buildings         name
//	POST /admin/buildings/rename  building, name

// settings are the administrator's; so is their history below them.
func (s *Server) settings(c *fiber.Ctx) error {
	return s.settingsWith(c, fiber.StatusOK, views.Settings{}, nil)
}

// settingsWith shows the settings, or what was typed in their place.
func (s *Server) settingsWith(c *fiber.Ctx, status int, p views.Settings, typed *views.SettingsForm) error {
	var err error
	if p.Settings, err = s.store.Settings(); err != nil {
		return err
	}
	p.Form = writtenSettings(p.Settings)
	if typed != nil {
		p.Form = *typed
	}
	if p.Buildings, err = s.store.AllBuildings(actor(c)); err != nil {
		return err
	}
	if p.Changes, err = s.store.SettingsChanges(actor(c)); err != nil {
		return err
	}
	return s.page(c, status, "/admin/settings", p)
}

// writtenSettings is how settings stand in the fields of the form: one thing a line.
func writtenSettings(sc school.Settings) views.SettingsForm {
	f := views.SettingsForm{Revision: sc.Revision, Name: sc.Name, Host: sc.Host, Week: int(sc.Week), KeepIDs: sc.KeepIDs,
		Rules: map[school.Rule]string{}}
	for _, t := range sc.Terms {
		f.Terms += t.Name + " " + string(t.Begin) + " " + strconv.Itoa(t.Weeks) + "\n"
	}
	for _, p := range sc.Periods {
		f.Periods += p.Name + " " + p.Span.String() + "\n"
	}
	for _, h := range sc.Holidays {
		f.Holidays += h.Name + " " + string(h.First) + " " + string(h.Last) + "\n"
	}
	var letters []string
	for _, at := range sc.LetterHours {
		letters = append(letters, at.String())
	}
	f.Letters = strings.Join(letters, "、")
	for _, h := range sc.Hotlines {
		f.Hotlines += h.Number + " " + h.Name + "\n"
	}
	spans := map[time.Weekday][]school.Span{}
	for _, h := range sc.PhoneHours {
		spans[h.Weekday] = append(spans[h.Weekday], school.Span{From: h.From, To: h.To})
	}
	for d := range f.Hours {
		f.Hours[d] = school.WriteSpans(spans[time.Weekday(d)])
	}
	for _, l := range school.RuleLimits {
		f.Rules[l.Rule] = strconv.Itoa(sc.Rule(l.Rule))
	}
	return f
}

// saveSettings changes a copy of the settings as they are, so that what the form does not show stays. The revision
// that was read goes along: whoever saves second is told, with everything typed still there.
func (s *Server) saveSettings(c *fiber.Ctx) error {
	typed := views.SettingsForm{
		Name:     trimmed(c.FormValue("name")),
		Terms:    c.FormValue("terms"),
		Periods:  c.FormValue("periods"),
		Holidays: c.FormValue("holidays"),
		Letters:  c.FormValue("letters"),
		Hotlines: c.FormValue("hotlines"),
		Host:     strings.ToLower(trimmed(c.FormValue("host"))),
		KeepIDs:  c.FormValue("ids") != "",
		Rules:    map[school.Rule]string{},
	}
	for d := range typed.Hours {
		typed.Hours[d] = c.FormValue("hours-" + strconv.Itoa(d))
	}
	for _, l := range school.RuleLimits {
		typed.Rules[l.Rule] = c.FormValue(string(l.Rule))
	}
	settings, err := s.store.Settings()
	if err != nil {
		return err
	}
	if typed.Revision, err = count(c, "revision"); err == nil {
		typed.Week, err = count(c, "week")
	}
	if err == nil {
		err = readSettings(&settings, typed)
	}
	if err == nil {
		err = s.store.SetSettings(actor(c), settings)
	}
	if err != nil {
		mine, clashes, second := overruled[school.Settings](err)
		if second {
			typed = writtenSettings(mine)
		}
		return retry(err, func(status int, say string) error {
			return s.settingsWith(c, status, views.Settings{Say: say, Clashes: clashes}, &typed)
		})
	}
	return s.settingsWith(c, fiber.StatusOK, views.Settings{Done: true}, nil)
}

// readSettings reads the form into a school; what cannot be read is the error of that field. It forgives what people
// write (周 behind the weeks, full-width colons, a holiday of one day) and checks no rule: that is the store's.
//
// All lists are emptied first and filled from the form, so a line that was deleted is gone; a rule that is at its
// default is not kept, so that a later default reaches the school.
func readSettings(sc *school.Settings, f views.SettingsForm) error {
	sc.Revision, sc.Name, sc.Host, sc.Week, sc.KeepIDs = f.Revision, f.Name, f.Host, time.Weekday(f.Week), f.KeepIDs
	sc.Terms, sc.Periods, sc.Holidays, sc.Hotlines, sc.LetterHours, sc.PhoneHours = nil, nil, nil, nil, nil, nil
	for words := range lines(f.Terms) {
		name, rest, ok := named(words, 2)
		if !ok {
			return school.ErrTerm
		}
		begin, err1 := school.ParseDate(rest[0])
		weeks, err2 := strconv.Atoi(strings.TrimSuffix(rest[1], "周"))
		if errors.Join(err1, err2) != nil {
			return school.ErrTerm
		}
		sc.Terms = append(sc.Terms, school.Term{Name: name, Begin: begin, Weeks: weeks})
	}
	for words := range lines(f.Periods) {
		name, rest, ok := named(words, 1)
		if !ok {
			return school.ErrPeriod
		}
		spans, err := school.ParseSpans(rest[0])
		if err != nil || len(spans) != 1 {
			return school.ErrPeriod
		}
		sc.Periods = append(sc.Periods, school.Period{Name: name, Span: spans[0]})
	}
	for words := range lines(f.Holidays) {
		name, rest, ok := named(words, 2)
		if !ok || !isDate(rest[0]) { // a holiday of one day
			if name, rest, ok = named(words, 1); !ok {
				return school.ErrHoliday
			}
		}
		first, err1 := school.ParseDate(rest[0])
		last, err2 := school.ParseDate(rest[len(rest)-1])
		if errors.Join(err1, err2) != nil {
			return school.ErrHoliday
		}
		sc.Holidays = append(sc.Holidays, school.Holiday{Name: name, First: first, Last: last})
	}
	for words := range lines(f.Hotlines) {
		if len(words) < 2 {
			return school.ErrHotline
		}
		sc.Hotlines = append(sc.Hotlines, school.Hotline{Number: words[0], Name: strings.Join(words[1:], " ")})
	}
	for _, at := range strings.FieldsFunc(f.Letters, func(r rune) bool { return strings.ContainsRune("、,， ", r) }) {
		t, err := time.Parse("15:04", strings.ReplaceAll(at, "：", ":"))
		if err != nil {
			return school.ErrSpan
		}
		sc.LetterHours = append(sc.LetterHours, school.ClockOf(t))
	}
	for d, written := range f.Hours {
		on, err := hoursOn(d, written)
		if err != nil {
			return err
		}
		sc.PhoneHours = append(sc.PhoneHours, on...)
	}
	sc.Rules = map[school.Rule]int{}
	for _, l := range school.RuleLimits {
		n, err := strconv.Atoi(trimmed(f.Rules[l.Rule]))
		if f.Rules[l.Rule] == "" && l.Min == 0 && l.Max == 1 { // a switch that is off sends nothing
			n, err = 0, nil
		}
		if err != nil {
			return school.ErrRule
		}
		if n != l.Default {
			sc.Rules[l.Rule] = n
		}
	}
	return nil
}

// named parts a line into its name, which may hold spaces, and the n words after it.
func named(words []string, n int) (name string, rest []string, ok bool) {
	if len(words) <= n {
		return "", nil, false
	}
	at := len(words) - n
	return strings.Join(words[:at], " "), words[at:], true
}

func isDate(word string) bool {
	_, err := school.ParseDate(word)
	return err == nil
}

// addBuilding and renameBuilding have a form of their own beside the settings, because files point to buildings by
// number.
func (s *Server) addBuilding(c *fiber.Ctx) error {
	_, err := s.store.AddBuilding(actor(c), trimmed(c.FormValue("name")))
	return s.settingsDone(c, err)
}

func (s *Server) renameBuilding(c *fiber.Ctx) error {
	b := school.Building{ID: c.FormValue("building"), Name: trimmed(c.FormValue("name"))}
	return s.settingsDone(c, s.store.SetBuilding(actor(c), b))
}

// settingsDone shows the settings after something beside the form was done; what stood unsaved in the form is not
// kept.
func (s *Server) settingsDone(c *fiber.Ctx, err error) error {
	if err == nil {
		return c.Redirect("/admin/settings", fiber.StatusSeeOther)
	}
	return retry(err, func(status int, say string) error {
		return s.settingsWith(c, status, views.Settings{Say: say}, nil)
	})
}
