package school_test

import (
	"errors"
	"testing"
	"time"

	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// TestSettings: what makes no sense is refused whole; what is stored has its history; two administrators do not overwrite
// each other.
func TestSettings(t *testing.T) {
	s := storetest.Open(t, 2)
	settings, err := s.Settings()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change func(*school.Settings)
		want   error
	}{
		"name": {func(sc *school.Settings) { sc.Name = "" }, school.ErrName},
		"zone": {func(sc *school.Settings) { sc.TimeZone = "Mars/Base" }, school.ErrInvalid},
		"host": {func(sc *school.Settings) { sc.Host = "evil.example:80/x" }, school.ErrHost},
		"term": {func(sc *school.Settings) { sc.Terms = []school.Term{{Name: "秋", Begin: "2026-09-31", Weeks: 20}} }, school.ErrTerm},
		"terms overlap": {func(sc *school.Settings) {
			sc.Terms = []school.Term{{"秋", "2026-09-01", 20}, {"春", "2026-10-01", 20}}
		}, school.ErrTerm},
		"period": {func(sc *school.Settings) {
			sc.Periods = []school.Period{{"早读", school.Span{From: 500, To: 560}}, {"课间", school.Span{From: 550, To: 600}}}
		}, school.ErrPeriod},
		"holiday": {func(sc *school.Settings) {
			sc.Holidays = []school.Holiday{{"元旦", "2027-01-03", "2027-01-01"}}
		}, school.ErrHoliday},
		"hours":            {func(sc *school.Settings) { sc.PhoneHours = []school.Hours{{time.Monday, 600, 500}} }, school.ErrSpan},
		"hotline":          {func(sc *school.Settings) { sc.Hotlines = []school.Hotline{{"tel:110", "报警"}} }, school.ErrHotline},
		"number":           {func(sc *school.Settings) { sc.Rules = map[school.Rule]int{school.RuleKioskIdle: 3} }, school.ErrRule},
		"unknown number":   {func(sc *school.Settings) { sc.Rules = map[school.Rule]int{"x": 3} }, school.ErrRule},
		"an older version": {func(sc *school.Settings) { sc.Revision++ }, school.ErrStale},
	} {
		changed := settings
		c.change(&changed)
		if err := s.SetSettings(s.Admin, changed); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	fresh := settings
	fresh.Name, fresh.Rules = "新名字小学", map[school.Rule]int{school.RuleMentors: 2}
	fresh.Holidays = []school.Holiday{{"元旦", "2027-01-01", "2027-01-03"}}
	if err := s.SetSettings(s.Head, fresh); !errors.Is(err, school.ErrForbidden) {
		t.Errorf("the head: %v", err)
	}
	if err := s.SetSettings(s.Admin, fresh); err != nil {
		t.Fatal(err)
	}
	other := settings
	other.Name, other.Week = "别的名字小学", time.Sunday
	err = s.SetSettings(s.Admin, other)
	var stale *school.Stale[school.Settings]
	if !errors.Is(err, school.ErrStale) || !errors.As(err, &stale) {
		t.Fatalf("the second of two: %v", err)
	}
	if len(stale.Clashes) != 1 || stale.Clashes[0].Mine != "别的名字小学" || stale.Clashes[0].Theirs != "新名字小学" ||
		stale.Clashes[0].Who != "管理员" || stale.Mine.Name != "别的名字小学" || stale.Mine.Revision != 1 || len(stale.Mine.Holidays) != 1 {
		t.Errorf("the second sees %+v and keeps %+v", stale.Clashes, stale.Mine)
	}
	changes, err := s.SettingsChanges(s.Admin)
	if err != nil || len(changes) != 1 || changes[0].Who != "管理员" || len(changes[0].Fields) != 3 ||
		changes[0].Fields[2] != (school.FieldChange{Field: "name", From: "试验小学", To: "新名字小学"}) {
		t.Errorf("%+v, %v", changes, err)
	}
	now, err := s.Settings()
	if err != nil || now.Rule(school.RuleMentors) != 2 || now.Rule(school.RuleContacts) != 1 {
		t.Errorf("%+v, %v", now, err)
	}
	if h, on := now.HolidayOn("2027-01-03"); !on || h.Name != "元旦" {
		t.Error("the last day of a holiday is none")
	}
	now.Week = time.Sunday
	if got := now.WeekOf("2026-11-23"); got != "2026-11-22" {
		t.Errorf("the week of Monday begins on %s", got)
	}
	now.Week = time.Wednesday
	if got := now.WeekOf("2026-11-24"); got != "2026-11-18" {
		t.Errorf("a shifted week begins on %s", got)
	}
}

func TestParseSpans(t *testing.T) {
	for written, want := range map[string]string{
		"":                     "",
		"12:00-13:30":          "12:00-13:30",
		"12点-13点半，18:00～20:00": "12:00-13:30、18:00-20:00",
		"７：３０－８：００":            "07:30-08:00",
		"0:00-24:00":           "00:00-24:00",
		"12到13":                "12:00-13:00",
	} {
		if got, err := school.ParseSpans(written); err != nil || school.WriteSpans(got) != want {
			t.Errorf("%s: %s, %v", written, school.WriteSpans(got), err)
		}
	}
	for _, bad := range []string{"晚上", "13:00-12:00", "12:00-12:00", "12:60-13:00", "23:00-25:00", "12:00-14:00、13:00-15:00", "12:00"} {
		if got, err := school.ParseSpans(bad); !errors.Is(err, school.ErrSpan) {
			t.Errorf("%s is %v, %v", bad, got, err)
		}
	}
}
