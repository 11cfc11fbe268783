package store_test

import (
	"testing"
	"time"

	"zhixinwu/store"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
)

// TestEvening: what a scan at a hall says goes by the hour and by the building; the row of the scan does not.
func TestEvening(t *testing.T) {
	s := storetest.Open(t, 2)                                                             // beds in 1号楼 and 2号楼
	if err := s.SetBuilding(s.Admin, school.Building{ID: "03", Name: "1号"}); err != nil { // begins as 1号楼 does
		t.Fatal(err)
	}
	day, err := s.Roster.AddChildren(s.Office, []roster.Child{{Name: "麦走读", Class: school.Class{Grade: 1, Number: 1}}})
	if err != nil {
		t.Fatal(err)
	}
	hall := func(place string) school.Device {
		d, err := s.Access.AddDevice(s.Admin, school.Device{Name: place, Place: place, Offers: []school.Offer{school.OfferRoll}})
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	first, second, third := hall("1号楼门厅"), hall("2号楼"), hall("1号食堂边")
	for _, c := range []struct {
		name  string
		clock school.Clock
		at    school.Device
		child roster.Child
		want  store.EveningKind
		bed   string
	}{
		{"before the evening", 17*60 + 59, first, s.Children[0], store.EveningEarly, ""},
		{"before it, elsewhere", 17*60 + 59, second, s.Children[0], store.EveningEarly, ""},
		{"as it begins", 18 * 60, first, s.Children[0], store.EveningIn, "1号楼"},
		{"the other building", 18*60 + 1, second, s.Children[0], store.EveningOther, "1号楼"},
		{"and the other way round", 18*60 + 2, first, s.Children[1], store.EveningOther, "2号楼"},
		{"a hall whose name begins alike", 18*60 + 3, third, s.Children[0], store.EveningOther, "1号楼"},
		{"a hall of no known building", 18*60 + 4, s.Hall, s.Children[0], store.EveningIn, "1号楼"},
		{"who sleeps at home", 18*60 + 5, first, day[0], store.EveningIn, ""},
		{"no hall", 18*60 + 6, s.Kiosk, s.Children[0], store.EveningNone, ""},
		{"the last minute", 23*60 + 59, second, s.Children[1], store.EveningIn, "2号楼"},
		{"after midnight", 24 * 60, second, s.Children[1], store.EveningEarly, ""},
	} {
		s.Clock.Pass(school.Day("2026-11-23").At(c.clock, s.Now().Location()).Sub(s.Now()))
		sc, err := s.Scan(c.at, s.Code(c.child))
		if err != nil || sc.Evening.Kind != c.want || sc.Evening.Bed != c.bed || sc.Signin.Roll != c.at.Has(school.OfferRoll) {
			t.Errorf("%s: %+v, roll %v, %v", c.name, sc.Evening, sc.Signin.Roll, err)
		}
	}
	s.Set(func(settings *school.Settings) { settings.Rules = map[school.Rule]int{school.RuleRollFrom: 0} })
	s.Clock.Pass(time.Minute)
	if sc, err := s.Scan(second, s.Code(s.Children[1])); err != nil || sc.Evening.Kind != store.EveningIn {
		t.Errorf("a school that signs in at any hour: %+v, %v", sc.Evening, err)
	}
}
