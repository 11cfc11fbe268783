package roster

import "strings"

// Care says who of the parents works away.
type Care string

// The situations. What is empty is not known, which a file lacks; CareSome is known to be left-behind and still lacks
// who.
const (
	CareBoth   Care = "both" // both parents away
	CareFather Care = "father"
	CareMother Care = "mother"
	CareSingle Care = "single" // one guardian alone
	CareSome   Care = "some"   // a list said 留守 and not who is away
	CareHome   Care = "home"   // nobody away
)

// Cares in the order of a form.
var Cares = []Care{CareBoth, CareFather, CareMother, CareSingle, CareSome, CareHome}

var careNames = map[Care]string{
	CareBoth:   "父母都外出",
	CareFather: "父亲外出",
	CareMother: "母亲外出",
	CareSingle: "单亲",
	CareSome:   "留守，没写谁外出",
	CareHome:   "没有外出",
}

// String is the one way a care situation is shown.
func (c Care) String() string { return careNames[c] }

// LeftBehind reports whether the duties for 留守儿童 are owed: a parent works away, or one guardian is alone. It is the
// one definition, for lists, greetings, figures and what a file owes. Registers define it more narrowly, or after
// 连续3个月 or 半年以上 (DOMAIN B1); a school that does not count a child says so by the field.
func (c Child) LeftBehind() bool { return c.Care != "" && c.Care != CareHome }

var careWords = strings.NewReplacer("爸爸", "父", "妈妈", "母", "父亲", "父", "母亲", "母", "双亲", "父母", "双方", "父母",
	"务工", "", "打工", "", "外出", "", "在外", "", "一方", "", "均", "", "都", "", "留守", "", "儿童", "", "家庭", "", " ", "")

// setCare reads a care situation in our own words or in those of lists: 双亲在外务工, 父亲外出, 是, 否. What is left after the
// filler words decides; anything else is ErrCare, because a guess would owe or spare a child its duties.
func setCare(_ *names, c *Child, s string) error {
	for care, name := range careNames {
		if s == name {
			c.Care = care
			return nil
		}
	}
	switch careWords.Replace(s) {
	case "父母", "父母父母":
		c.Care = CareBoth
	case "父":
		c.Care = CareFather
	case "母":
		c.Care = CareMother
	case "单亲", "孤儿", "单独监护":
		c.Care = CareSingle
	case "否", "无", "非", "不是", "没有", "无人", "父母在家":
		c.Care = CareHome
	case "是", "有", "√":
		c.Care = CareSome
	case "":
		c.Care = ""
		if s != "" {
			c.Care = CareSome
		}
	default:
		return ErrCare
	}
	return nil
}

// setCustody reads a 监护类型. Many registers write there who works away, which is the care situation.
func setCustody(n *names, c *Child, s string) error {
	read := Child{}
	if s != "" && setCare(n, &read, s) == nil {
		c.Care = read.Care
		return nil
	}
	return text(func(c *Child) *string { return &c.Custody }, 40)(n, c, s)
}

// relationNames turns what a list calls a relation into what a child says.
var relationNames = strings.NewReplacer("外祖父", "外公", "外祖母", "外婆", "姥爷", "外公", "姥姥", "外婆", "祖父", "爷爷", "祖母", "奶奶", "父亲", "爸爸", "母亲", "妈妈",
	"父子", "爸爸", "父女", "爸爸", "母子", "妈妈", "母女", "妈妈", "爷孙", "爷爷", " ", "")
