package school

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/text/width"
)

// Class is grade and number; the school's many spellings are for reading only.
type Class struct{ Grade, Number int }

var gradeNames = []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}

// String is the one way a class is shown: 三(2)班.
func (c Class) String() string {
	if c.Grade < 1 || c.Grade >= len(gradeNames) {
		return "未分班"
	}
	return fmt.Sprintf("%s(%d)班", gradeNames[c.Grade], c.Number)
}

// Key is the class in keys, 0302; byte order is that of grades and numbers.
func (c Class) Key() string { return Padded(c.Grade, 2) + Padded(c.Number, 2) }

var gradeOf = map[string]int{"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
	"初一": 7, "初二": 8, "初三": 9, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6, "7": 7, "8": 8, "9": 9}

var (
	classWords = regexp.MustCompile(`^(初[一二三]|[一二三四五六七八九1-9])(?:年级|年|级)?[(\[.·-]?([一二三四五六七八九十]{1,3}|[0-9]{1,2})?[)\]]?班?$`)
	classCode  = regexp.MustCompile(`^(?:[一二三四五六七八九]年级)?(0?[1-9])([0-9]{2})班?$`)
)

// ParseClass reads a class as schools write it: 三(2)班, 三（2）班, 三年级二班, 七3, 初一(3)班, 301班, 0901班. A grade alone is its
// only class. What could be read in two ways, such as a year of entry, is ErrClass.
func ParseClass(written string) (Class, error) {
	if len(written) > 64 {
		return Class{}, ErrClass
	}
	text := strings.Join(strings.Fields(width.Fold.String(written)), "")
	if m := classCode.FindStringSubmatch(text); m != nil {
		c := Class{Grade: gradeOf[strings.TrimPrefix(m[1], "0")], Number: Digits(m[2])}
		return c, c.Validate()
	}
	m := classWords.FindStringSubmatch(text)
	if m == nil {
		return Class{}, ErrClass
	}
	c := Class{Grade: gradeOf[m[1]], Number: 1}
	if m[2] != "" {
		c.Number = chineseNumber(m[2])
	}
	return c, c.Validate()
}

// Validate checks the shape.
func (c Class) Validate() error {
	if c.Grade < 1 || c.Grade > 9 || c.Number < 1 || c.Number > 99 {
		return ErrClass
	}
	return nil
}

// chineseNumber reads 1 to 99 in either digits; 0 is none of them.
func chineseNumber(s string) int {
	if s[0] < 0x80 {
		return Digits(s)
	}
	tens, ones, ten := strings.Cut(s, "十")
	switch {
	case !ten:
		return gradeOf[s]
	case tens == "" && ones == "":
		return 10
	case tens == "":
		return 10 + gradeOf[ones]
	case gradeOf[tens] == 0 || ones != "" && gradeOf[ones] == 0:
		return 0
	}
	return gradeOf[tens]*10 + gradeOf[ones]
}

// Digits is the number that ASCII digits write; whoever calls it has made sure that there are no others.
func Digits(s string) (n int) {
	for _, d := range s {
		n = n*10 + int(d-'0')
	}
	return n
}

// Next is the class a year later, or the zero Class when it has left the top grade.
func (c Class) Next(top int) Class {
	if c.Grade >= top {
		return Class{}
	}
	return Class{c.Grade + 1, c.Number}
}
