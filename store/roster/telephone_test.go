package roster_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/width"

	"zhixinwu/store/roster"
)

func TestParsePhones(t *testing.T) {
	for written, want := range map[string]string{
		"": "", "无": "", " - ": "", "没有": "", "/": "", "——": "",
		"13700000001": "13700000001", "137 0000 0001": "13700000001", "137-0000-0001": "13700000001", "１３７００００００００１"[:33]: "13700000000",
		"+8613700000001": "13700000001", "8613700000001": "13700000001", "0086 137 0000 0001": "13700000001",
		"+86-137-0000-0001": "13700000001", "13700000001，13800000002": "13700000001 13800000002",
		"13700000001、13800000002；13900000003": "13700000001 13800000002 13900000003",
		"13700000001/13800000002":             "13700000001 13800000002",
		"13700000001\n13800000002":            "13700000001 13800000002",
		"13700000001 或 13800000002":           "13700000001 13800000002",
		"137 0000 0001 138 0000 0002":         "13700000001 13800000002", "13700000001 13700000001": "13700000001",
		"0851-1234567": "0851-1234567", "(0851)1234567": "0851-1234567", "０８５１－１２３４５６７": "0851-1234567",
		"01012345678": "010-12345678", "0851 1234 5678": "0851-12345678",
		"13700000001(爸爸)": "13700000001", "13700000001（爸爸），13800000002（妈妈）": "13700000001 13800000002", "13700000001/": "13700000001",
	} {
		if got, err := roster.ParsePhones(written); err != nil || strings.Join(got, " ") != want {
			t.Errorf("%q: %q, %v; want %q", written, got, err, want)
		}
	}
	for _, shortened := range []string{"1.37E+10", "1.37e10", "1E+10", "１．３７Ｅ＋１０"} {
		if got, err := roster.ParsePhones(shortened); !errors.Is(err, roster.ErrExponent) {
			t.Errorf("%q: %q, %v", shortened, got, err)
		}
	}
	for _, unclear := range []string{
		"1370000000", "137000000011", "12700000001", "1234567", "0851-1234567-8", "0851-1234567转801", "0851-1234567-801",
		"爸爸13700000001", "13700000001x", "137000000l1", "13700000001 5", "()", "(爸爸)", "wx13700000001", "0851-1234567 8",
		strings.Repeat("13700000001,", 30),
	} {
		if got, err := roster.ParsePhones(unclear); !errors.Is(err, roster.ErrPhone) {
			t.Errorf("%q: %q, %v", unclear, got, err)
		}
	}
}

// FuzzParsePhones: what was read is read the same again, and its digits stand in the cell in this order.
func FuzzParsePhones(f *testing.F) {
	for _, s := range []string{
		"137 0000 0001", "0851-1234567/13800000002(妈妈)", "+86-137-0000-0001", "(0851)1234567或0851 1234 5678", "无", "1.37E+10",
	} {
		f.Add(s)
	}
	digits := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, width.Fold.String(s))
	}
	f.Fuzz(func(t *testing.T, written string) {
		phones, err := roster.ParsePhones(written)
		if err != nil {
			return
		}
		if again, err := roster.ParsePhones(strings.Join(phones, "、")); err != nil || !slices.Equal(again, phones) {
			t.Fatalf("%q is %q, which is read as %q, %v", written, phones, again, err)
		}
		rest := digits(written)
		for _, p := range phones {
			_, after, found := strings.Cut(rest, digits(p))
			if !found {
				t.Fatalf("%q has no %s", written, p)
			}
			rest = after
		}
		if len(phones) == 0 && digits(written) != "" {
			t.Fatalf("the digits of %q are lost", written)
		}
	})
}
