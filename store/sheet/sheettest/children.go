// Package sheettest makes lists such as schools keep, of made-up children, with what is true about each of them: so that a
// test can prove that every row was read right.
package sheettest

import (
	"fmt"
	"strings"
	"time"
)

// Child is what is true about a child, in the one spelling of the store.
type Child struct {
	Name, Gender   string
	Birth          string // 2015-03-08
	Class          string // 三(2)班
	Identity       string
	StudentNumber  string
	Boards         bool
	Bed            string // 女生楼301-4床; empty for a day pupil
	Care           string // as the register has it: 父母双方外出…
	Father, Mother Parent
}

// Parent is a mother or a father.
type Parent struct {
	Name, Workplace string
	Phones          []string
}

var (
	stems    = []rune("甲乙丙丁戊己庚辛壬癸")
	branches = []rune("子丑寅卯辰巳午未申酉戌亥")
	numerals = []rune("一二三四五六七八九十")
	places   = []string{"广东东莞", "浙江义乌", "福建晋江", "本县县城", "江苏昆山", "贵阳"}
	cares    = []string{"父母双方外出", "父亲外出", "母亲外出", "单亲", "无人外出"}
	// trapNames begin like a line that is no child.
	trapNames = map[int]string{7: "小计一", 77: "注一一", 177: "审核一", 277: "合计一", 377: "备注一", 477: "单位一", 577: "日期一", 677: "填表一"}
)

// PerClass is how many children a class has; classes fill one after the other from 一(1)班.
const PerClass = 48

// Children are up to 1,200 children with different names, always the same ones.
func Children(n int) []Child {
	all := make([]Child, n)
	for i := range all {
		born := time.Date(2019-i/PerClass/4, 9, 1+i%PerClass*7, 0, 0, 0, 0, time.UTC)
		c := Child{
			Name:   string([]rune{stems[i%10], branches[i/10%12], numerals[i/120%10]}),
			Gender: [2]string{"女", "男"}[i%2],
			Birth:  born.Format("2006-01-02"),
			Class:  fmt.Sprintf("%c(%d)班", numerals[i/PerClass/4], i/PerClass%4+1),
			Boards: i%3 != 0,
			Care:   cares[i%len(cares)],
			Father: Parent{
				Name:      "父" + string(stems[i%10]) + string(branches[i/10%12]),
				Workplace: places[i%len(places)],
				Phones:    phones(i, 137),
			},
			Mother: Parent{
				Name:      "母" + string(branches[i%12]) + string(stems[i/12%10]),
				Workplace: places[i/2%len(places)],
				Phones:    phones(i+3, 158),
			},
		}
		if trap, ok := trapNames[i]; ok {
			c.Name = trap
		}
		if c.Boards {
			c.Bed = fmt.Sprintf("%s生楼%d%02d-%d床", c.Gender, i/400+1, i/10%40+1, i%10+1)
		}
		c.Identity = identity(c.Birth, i%500*2+i%2)
		c.StudentNumber = "G" + c.Identity
		if i%10 == 9 {
			c.StudentNumber = fmt.Sprintf("J%018d", 990000000000000000+i)
		}
		all[i] = c
	}
	return all
}

func phones(i, prefix int) []string {
	number := fmt.Sprintf("%d%08d", prefix, i)
	switch i % 11 {
	case 4:
		return nil
	case 5:
		return []string{number, fmt.Sprintf("0851-%07d", 2000000+i)}
	}
	return []string{number}
}

// identity is a number that checks, of an area that does not exist.
func identity(birth string, sequence int) string {
	s := "990000" + strings.ReplaceAll(birth, "-", "") + fmt.Sprintf("%03d", sequence%1000)
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(s[i]-'0') * w
	}
	return s + "10X98765432"[sum%11:sum%11+1]
}
