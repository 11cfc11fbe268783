package visit_test

import (
	"errors"
	"strings"
	"testing"

	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/storetest"
	"zhixinwu/store/visit"
)

func TestParseCode(t *testing.T) {
	s := storetest.Open(t, 2)
	good := s.Code(s.Children[0])
	if len(good) != 18 || strings.Trim(good, "0123456789") != "" {
		t.Fatalf("a code is 18 digits: %q", good)
	}
	wide := strings.Map(func(r rune) rune { return r - '0' + '０' }, good)
	wrong := good[:5] + string('0'+(good[5]-'0'+1)%10) + good[6:]
	swapped := good[:8] + string(good[9]) + string(good[8]) + good[10:]
	for typed, want := range map[string]error{
		good:                nil,
		wide:                nil,
		" " + good + "\r\n": nil,
		good[:6] + " " + good[6:12] + "-" + good[12:]: nil,
		"]" + good:                nil,
		"a" + good + "z":          nil,
		"ab7" + good:              nil, // a digit in front, as some scanners are set
		"ab" + good + "c":         visit.ErrCardFormat,
		"ab7" + good + "c":        visit.ErrCardFormat,
		wrong:                     visit.ErrCardDigits,
		good[:17]:                 visit.ErrCardFormat,
		good + good:               visit.ErrCardFormat,
		"":                        visit.ErrCardFormat,
		"abc":                     visit.ErrCardFormat,
		"\xff\xfe":                visit.ErrCardFormat,
		strings.Repeat("1", 5000): visit.ErrCardFormat,
	} {
		got, err := visit.ParseCode(typed)
		if !errors.Is(err, want) || (want == nil && got != good) {
			t.Errorf("%.40q: %q, %v; want %v", typed, got, err, want)
		}
	}
	if swapped != good {
		if _, err := visit.ParseCode(swapped); !errors.Is(err, visit.ErrCardDigits) {
			t.Errorf("two digits swapped: %v", err)
		}
	}
}

func FuzzParseCode(f *testing.F) {
	f.Add("123456789012345678")
	f.Add("１２３ 456]")
	f.Fuzz(func(t *testing.T, typed string) {
		if code, err := visit.ParseCode(typed); err == nil {
			if again, err := visit.ParseCode(code); err != nil || again != code {
				t.Fatalf("%q gives %q, which gives %q, %v", typed, code, again, err)
			}
		}
	})
}

func TestScan(t *testing.T) {
	s := storetest.Open(t, 4)
	scan := func(d school.Device, code string) error { _, err := s.Scan(d, code); return err }
	lost := s.Code(s.Children[0])
	fresh, err := s.Roster.ReplaceCard(s.Office, s.Children[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	gone := s.Code(s.Children[1])
	if err := s.Roster.DepartChild(s.Office, s.Children[1].ID, "2026-11-23"); err != nil {
		t.Fatal(err)
	}
	later := s.Code(s.Children[2])
	if err := s.Roster.DepartChild(s.Office, s.Children[2].ID, "2026-11-24"); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		code string
		want error
	}{
		"new card": {fresh, nil}, "lost card": {lost, roster.ErrCardReplaced}, "left": {gone, roster.ErrCardLeft},
		"leaves tomorrow": {later, nil}, "stranger": {"000000000000000098", visit.ErrCardUnknown},
	} {
		if err := scan(s.Kiosk, c.code); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
