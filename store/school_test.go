package store_test

import (
	"errors"
	"testing"
	"time"

	"zhixinwu/store"
	"zhixinwu/store/storetest"
)

// TestSettings: what makes no sense is refused whole; what is stored has its history; two administrators do not overwrite
// each other.
func TestSettings(t *testing.T) {
	s := storetest.Open(t, 2)
	school, err := s.School()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change func(*store.School)
		want   error
	}{
		"name":          {func(sc *store.School) { sc.Name = "" }, store.ErrName},
		"zone":          {func(sc *store.School) { sc.TimeZone = "Mars/Base" }, store.ErrInvalid},
		"term":          {func(sc *store.School) { sc.Terms = []store.Term{{Name: "秋", Begin: "2026-09-31", Weeks: 20}} }, store.ErrTerm},
		"terms overlap": {func(sc *store.School) { sc.Terms = []store.Term{{"秋", "2026-09-01", 20}, {"春", "2026-10-01", 20}} }, store.ErrTerm},
		"period": {func(sc *store.School) {
			sc.Periods = []store.Period{{"早读", store.Span{From: 500, To: 560}}, {"课间", store.Span{From: 550, To: 600}}}
		}, store.ErrPeriod},
		"holiday":          {func(sc *store.School) { sc.Holidays = []store.Holiday{{"元旦", "2027-01-03", "2027-01-01"}} }, store.ErrHoliday},
		"hours":            {func(sc *store.School) { sc.PhoneHours = []store.Hours{{time.Monday, 600, 500}} }, store.ErrSpan},
		"hotline":          {func(sc *store.School) { sc.Hotlines = []store.Hotline{{"tel:110", "报警"}} }, store.ErrHotline},
		"number":           {func(sc *store.School) { sc.Rules = map[store.Rule]int{store.RuleKioskIdle: 3} }, store.ErrRule},
		"unknown number":   {func(sc *store.School) { sc.Rules = map[store.Rule]int{"x": 3} }, store.ErrRule},
		"an older version": {func(sc *store.School) { sc.Revision++ }, store.ErrStale},
	} {
		changed := school
		c.change(&changed)
		if err := s.SetSchool(s.Admin, changed); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	fresh := school
	fresh.Name, fresh.Rules = "新名字小学", map[store.Rule]int{store.RuleVisits: 2}
	fresh.Holidays = []store.Holiday{{"元旦", "2027-01-01", "2027-01-03"}}
	if err := s.SetSchool(s.Head, fresh); !errors.Is(err, store.ErrForbidden) {
		t.Errorf("the head: %v", err)
	}
	if err := s.SetSchool(s.Admin, fresh); err != nil {
		t.Fatal(err)
	}
	if err := s.SetSchool(s.Admin, fresh); !errors.Is(err, store.ErrStale) {
		t.Errorf("the second of two: %v", err)
	}
	changes, err := s.SchoolChanges(s.Admin)
	if err != nil || len(changes) != 1 || changes[0].Who != "管理员" || len(changes[0].Fields) != 3 ||
		changes[0].Fields[2] != (store.FieldChange{Field: "name", From: "试验小学", To: "新名字小学"}) {
		t.Errorf("%+v, %v", changes, err)
	}
	now, err := s.School()
	if err != nil || now.Rule(store.RuleVisits) != 2 || now.Rule(store.RuleTalks) != 1 {
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
	for written, want := range map[string]string{"": "", "12:00-13:30": "12:00-13:30", "12点-13点半，18:00～20:00": "12:00-13:30、18:00-20:00", "７：３０－８：００": "07:30-08:00",
		"0:00-24:00": "00:00-24:00", "12到13": "12:00-13:00"} {
		if got, err := store.ParseSpans(written); err != nil || store.WriteSpans(got) != want {
			t.Errorf("%s: %s, %v", written, store.WriteSpans(got), err)
		}
	}
	for _, bad := range []string{"晚上", "13:00-12:00", "12:00-12:00", "12:60-13:00", "23:00-25:00", "12:00-14:00、13:00-15:00", "12:00"} {
		if got, err := store.ParseSpans(bad); !errors.Is(err, store.ErrSpan) {
			t.Errorf("%s is %v, %v", bad, got, err)
		}
	}
}
