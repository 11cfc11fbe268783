package school_test

import (
	"errors"
	"strings"
	"testing"

	"zhixinwu/store/school"
)

func TestParseDate(t *testing.T) {
	for written, want := range map[string]school.Day{
		"2015-03-08": "2015-03-08", "2015.3.8": "2015-03-08", "2015/3/8": "2015-03-08", "20150308": "2015-03-08",
		"2015年3月8日": "2015-03-08", "2015年03月08": "2015-03-08", " 2015 年 3 月 8 日 ": "2015-03-08",
		"２０１５．３．８": "2015-03-08", "2015/3/8 0:00": "2015-03-08", "2015-03-08 00:00:00": "2015-03-08",
		"42071": "2015-03-08", "2016.2.29": "2016-02-29", "1900-01-01": "1900-01-01", "2100-12-31": "2100-12-31",
	} {
		if got, err := school.ParseDate(written); err != nil || got != want {
			t.Errorf("%q: %s, %v; want %s", written, got, err, want)
		}
	}
	for _, unclear := range []string{
		"", "无", "2015.2.30", "2015-02-29", "2015.3", "2015年3月", "15.3.8", "8/3/2015", "3/8/15", "2015-3/8", "2015年3-8",
		"2015.3.8日", "1899-12-31", "2101-01-01", "20151301", "201503", "2015", "99999", "2015-03-08 12:00", "2015/3/80:00",
		"2015..3.8", "4.2071E4", strings.Repeat("2", 99),
	} {
		if got, err := school.ParseDate(unclear); !errors.Is(err, school.ErrDay) {
			t.Errorf("%q: %s, %v", unclear, got, err)
		}
	}
}

// FuzzParseDate: a day that was read is a real one, and read the same again in each spelling.
func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2015.3.8", "20150308", "42071", "2015年3月8日", "2015/3/8 0:00", "２０１５－０３－０８"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, written string) {
		d, err := school.ParseDate(written)
		if err != nil {
			return
		}
		if _, err := school.ParseDay(string(d)); err != nil || d < "1900" || d > "2101" {
			t.Fatalf("%q is %q", written, d)
		}
		for _, spelled := range []string{
			string(d), strings.ReplaceAll(string(d), "-", ""), strings.ReplaceAll(string(d), "-", "."),
			string(d[:4] + "年" + d[5:7] + "月" + d[8:] + "日"),
		} {
			if again, err := school.ParseDate(spelled); err != nil || again != d {
				t.Fatalf("%q is %s, but %s is %s, %v", written, d, spelled, again, err)
			}
		}
	})
}
