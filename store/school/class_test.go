package school_test

import (
	"errors"
	"testing"

	"zhixinwu/store/school"
)

func TestParseClass(t *testing.T) {
	for written, want := range map[string]school.Class{
		"三(2)班": {Grade: 3, Number: 2}, "三（2）班": {Grade: 3, Number: 2}, " 三 (2) 班 ": {Grade: 3, Number: 2},
		"三年级二班": {Grade: 3, Number: 2}, "三年级(2)班": {Grade: 3, Number: 2}, "3年级2班": {Grade: 3, Number: 2},
		"三2班": {Grade: 3, Number: 2}, "三二班": {Grade: 3, Number: 2}, "二.4": {Grade: 2, Number: 4},
		"七3": {Grade: 7, Number: 3}, "七（３）班": {Grade: 7, Number: 3}, "初一(3)班": {Grade: 7, Number: 3},
		"0901班": {Grade: 9, Number: 1}, "九年级0901班": {Grade: 9, Number: 1}, "301班": {Grade: 3, Number: 1},
		"五年级": {Grade: 5, Number: 1}, "六年级一班": {Grade: 6, Number: 1}, "初三12班": {Grade: 9, Number: 12},
		"四年级十二班": {Grade: 4, Number: 12}, "一年级二十一班": {Grade: 1, Number: 21},
	} {
		if got, err := school.ParseClass(written); err != nil || got != want {
			t.Errorf("%s: %v, %v; want %v", written, got, err, want)
		}
	}
	for _, unclear := range []string{"", "班", "2023级3班", "三(0)班", "十年级1班", "高一1班", "0班", "三(100)班", "3-二十十班", "三(2)班三(3)班", "\xff"} {
		if got, err := school.ParseClass(unclear); !errors.Is(err, school.ErrClass) {
			t.Errorf("%q: %v, %v", unclear, got, err)
		}
	}
}

func FuzzParseClass(f *testing.F) {
	f.Add("三(2)班")
	f.Add("0901班")
	f.Add("四年级十二班")
	f.Fuzz(func(t *testing.T, written string) {
		c, err := school.ParseClass(written)
		if err != nil {
			return
		}
		if again, err := school.ParseClass(c.String()); err != nil || again != c {
			t.Fatalf("%q is %v, which is read as %v, %v", written, c, again, err)
		}
	})
}
