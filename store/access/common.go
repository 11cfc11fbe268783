package access

import (
	"regexp"
	"strings"
)

// usualWords are what guessers try first of what is long enough: the top of lists of stolen passwords, of China's above all,
// and what this house and its schools are called.
var usualWords = strings.Fields(`
	password passw0rd p@ssw0rd p@ssword password1 password12 password123 passwort iloveyou iloveyou1 sunshine princess
	football baseball superman batman123 trustno1 starwars whatever letmein1 letmein123 welcome1 welcome123 welcome2
	admin123 admin1234 admin888 admin666 admin999 administrator root1234 rootroot test1234 testtest guest123 user1234
	changeme changeme1 default1 computer internet qwerty12 qwerty123 qwertyui qwertyuiop asdfghjk asdfghjkl zxcvbnm1
	1qaz2wsx qazwsxedc 1q2w3e4r 1q2w3e4r5t q1w2e3r4 zaq12wsx asdf1234 qwer1234 abcd1234 abc12345 abc123456 a1234567
	a12345678 a123456789 aa123456 aa123456789 q1234567 q123456789 w123456789 qq123456 wang1234 woaini1314 woaini520
	woaini521 5201314a wo5201314 iloveu520 nihao123 nihao1234 zhangwei woshishui mima1234 mima123456 mimamima
	147258369 123qweasd 123456789a 123456qwe 1234qwer 11223344 112233445566 88888888 66668888 zhixinwu zhixinwu1
	zhixinwu123 zhixinwu888 xuexiao123 laoshi123 laoshi888 teacher1 teacher123 school123 counselor counselor1
	知心屋知心屋 我爱你我爱你 床前明月光疑是地上霜 好好学习天天向上 天天向上好好学习 一二三四五六七八`)

// common reports whether a password or passphrase is one of the first guesses: a usual word, one thing again and again, or
// keys in a row.
func common(secret string) bool {
	s := strings.ToLower(strings.TrimSpace(secret))
	for _, word := range usualWords {
		if s == word {
			return true
		}
	}
	return repeats(s) || inRow(s)
}

// repeats: the whole is a part of up to half its length, again and again: 88888888, abcabcabc, 1212.
func repeats(s string) bool {
	rs := []rune(s)
	for n := 1; n <= len(rs)/2; n++ {
		same := true
		for i := n; i < len(rs) && same; i++ {
			same = rs[i] == rs[i-n]
		}
		if same {
			return true
		}
	}
	return false
}

var keyRows = []string{"01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm"}

// inRow: characters in the order of digits, letters or keys, forwards or backwards: 12345678, 87654321, hgfedcba.
func inRow(s string) bool {
	back := []rune(s)
	for i, j := 0, len(back)-1; i < j; i, j = i+1, j-1 {
		back[i], back[j] = back[j], back[i]
	}
	for _, row := range keyRows {
		if strings.Contains(row, s) || strings.Contains(row, string(back)) {
			return true
		}
	}
	return false
}

// usualPINs are patterns of a number pad, what sounds like words, such as 1314 一生一世 and 168 一路发, years and birthdays.
var usualPINs = regexp.MustCompile(`^(2580|0852|1470|3690|1379|1397|7913|1590|3570|1314|5201?|5211?|5200|1688|5188|5888|` +
	`5201314|5211314|1314520|1314521|147258|258369|159357|147369|((19|20)[0-9]{2})?(0[1-9]|1[0-2])([0-2][0-9]|3[01])|` +
	`(19|20)[0-9]{2})$`)

// usualPIN reports whether digits are among those that everybody tries.
func usualPIN(pin string) bool {
	distinct := map[rune]bool{}
	for _, d := range pin {
		distinct[d] = true
	}
	return len(distinct) <= 2 || repeats(pin) || inRow(pin) || usualPINs.MatchString(pin)
}
