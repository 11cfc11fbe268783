package mail

import (
	"crypto/rand"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

// ReturnCode is what a child keeps of a letter: four pictures, in order, and four digits, 12⁴ × 10⁴ ≈ 2×10⁸ codes.
// Nothing stores it: its lookup and its key derive from it slowly, with the school's secret, so the data alone cannot
// be searched.
type ReturnCode struct {
	Pictures [4]string
	Digits   string
}

func newReturnCode() (c ReturnCode) {
	pick := func(n int) int {
		i, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
		if err != nil {
			panic(err) // only without a source of randomness
		}
		return int(i.Int64())
	}
	for i := range c.Pictures {
		c.Pictures[i] = visit.Pictures[pick(len(visit.Pictures))]
	}
	c.Digits = school.Padded(pick(10000), 4)
	return c
}

// String is the code in one spelling: star-boat-apple-fish-4072.
func (c ReturnCode) String() string { return strings.Join(c.Pictures[:], "-") + "-" + c.Digits }

// ParseReturnCode reads a code with any of " -,/" between its parts; anything else than four known pictures and four
// digits is ErrReplyForm, which is not counted as a try.
func ParseReturnCode(typed string) (c ReturnCode, err error) {
	if len(typed) > 128 {
		return c, ErrReplyForm
	}
	parts := strings.FieldsFunc(strings.ToLower(typed), func(r rune) bool { return strings.ContainsRune(" -,/", r) })
	if len(parts) < 5 {
		return c, ErrReplyForm
	}
	for i, p := range parts[:4] {
		if !slices.Contains(visit.Pictures, p) {
			return c, ErrReplyForm
		}
		c.Pictures[i] = p
	}
	c.Digits = strings.Join(parts[4:], "")
	if _, err := strconv.ParseUint(c.Digits, 10, 16); err != nil || len(c.Digits) != 4 {
		return ReturnCode{}, ErrReplyForm
	}
	return c, nil
}
