package roster

import (
	"regexp"
	"strings"

	"golang.org/x/text/width"

	"zhixinwu/store/school"
)

// IDCard is what an identity number tells that the school may keep. The number itself is neither kept nor logged,
// unless the school has decided otherwise (Settings.KeepIDs) and then only sealed: it exposes birthday and sex, and
// is no key of ours (DOMAIN B2).
type IDCard struct {
	Birth  school.Day
	Gender string // 男, 女
}

var (
	idForm      = regexp.MustCompile(`^[1-9]\d{16}[\dX]$`)
	studentForm = regexp.MustCompile(`^[GJL]\d{17}[\dX]$`)
	idWeights   = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
)

// ParseIDCard reads an identity number of 18 characters: area, birthday, sequence (odd for boys) and a check character by ISO
// 7064 MOD 11-2 (GB 11643). Full width, spaces and a small x are forgiven. A number of 15 digits or one that does not check
// is ErrIDCard, one that Excel shortened ErrExponent.
func ParseIDCard(written string) (IDCard, error) {
	text, err := compact(written, ErrIDCard)
	if err != nil {
		return IDCard{}, err
	}
	if exponent.MatchString(text) {
		return IDCard{}, ErrExponent
	}
	if !idForm.MatchString(text) {
		return IDCard{}, ErrIDCard
	}
	sum := 0
	for i, w := range idWeights {
		sum += int(text[i]-'0') * w
	}
	birth, err := school.ParseDate(text[6:14])
	if err != nil || text[17] != "10X98765432"[sum%11] {
		return IDCard{}, ErrIDCard
	}
	card := IDCard{Birth: birth, Gender: "女"}
	if text[16]%2 == 1 {
		card.Gender = "男"
	}
	return card, nil
}

// ParseStudentNumber reads a 学籍号: G and the identity number, J and 18 generated characters for a child without one, or L and
// 18 temporary ones. It is given in capitals without spaces; a G whose number does not check is ErrStudentNumber.
func ParseStudentNumber(written string) (string, error) {
	text, err := compact(written, ErrStudentNumber)
	if err != nil || !studentForm.MatchString(text) {
		return "", ErrStudentNumber
	}
	if text[0] == 'G' {
		if _, err := ParseIDCard(text[1:]); err != nil {
			return "", ErrStudentNumber
		}
	}
	return text, nil
}

// compact is written in half width and capitals without spaces; fails if it is longer than any number.
func compact(written string, fails error) (string, error) {
	if len(written) > 128 {
		return "", fails
	}
	return strings.ToUpper(strings.Join(strings.Fields(width.Fold.String(written)), "")), nil
}
