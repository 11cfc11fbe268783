package views

import (
	"strings"
	"zhixinwu/store/mail"
)

// KioskCode shows the return code and asks for it back: a child that cannot tap it now could not find its answer
// later.
type KioskCode struct {
	Kiosk
	Code     mail.ReturnCode
	Readers  []string
	Pictures []string
	Called   *KioskUrgent // the adult that the child called with the letter, if it did
}

func (KioskCode) Template() string { return "kiosk/code" }

// Words is the code as it is read aloud.
func (k KioskCode) Words() (text string) {
	for _, p := range k.Code.Pictures {
		text += pictureNames[p] + "，"
	}
	for _, d := range k.Code.Digits {
		text += string(d) + " "
	}
	return text
}

var pictureNames = map[string]string{
	"star":     "星星",
	"boat":     "小船",
	"apple":    "苹果",
	"fish":     "小鱼",
	"sun":      "太阳",
	"moon":     "月亮",
	"tree":     "大树",
	"flower":   "小花",
	"car":      "汽车",
	"ball":     "足球",
	"umbrella": "雨伞",
	"kite":     "风筝",
}

// spelled turns the pictures' names as people say them into their keys.
var spelled = func() *strings.Replacer {
	var pairs []string
	for key, name := range pictureNames {
		pairs = append(pairs, name, " "+key+" ")
	}
	return strings.NewReplacer(pairs...)
}()

// SpelledCode is a return code that somebody typed with the names of its pictures, 星星小船苹果小鱼4072, as the store reads it.
func SpelledCode(typed string) string { return spelled.Replace(typed) }
