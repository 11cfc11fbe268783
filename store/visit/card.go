package visit

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"

	"zhixinwu/store/school"
)

const cards school.Bucket[Card] = "card"

// A card code is 18 digits and nothing else: a keyboard-wedge scanner types them, and an input method that is switched on
// eats letters but not digits. Sixteen come from an HMAC, two are ISO 7064 MOD 97-10 check digits.
const codeLength = 18

// Card is what the database knows of a card, under the hash of its code: a stolen data file holds no code.
type Card struct {
	Child  string
	Serial int // valid only while it is the child's
}

// CardCode computes the code of a child's n-th card.
func CardCode(tx *school.Tx, child string, serial int) string {
	mac := hmac.New(sha256.New, tx.Derive("card"))
	fmt.Fprintf(mac, "%s/%d", child, serial)
	body := binary.BigEndian.Uint64(mac.Sum(nil)) % 1e16
	return withCheckDigits(fmt.Sprintf("%016d", body))
}

// withCheckDigits appends the two digits that make the whole number ≡ 1 (mod 97), ISO 7064 MOD 97-10.
func withCheckDigits(body string) string {
	return fmt.Sprintf("%s%02d", body, 98-mod97(body)*100%97)
}

func mod97(digits string) int {
	m := 0
	for _, d := range digits {
		m = (m*10 + int(d-'0')) % 97
	}
	return m
}

// ParseCode reads what a scanner or a finger typed: full-width digits, spaces and hyphens are forgiven, and so are up
// to two foreign characters that a scanner was set to put before or behind. ErrCardFormat means that it was not a
// code at all, ErrCardDigits that a digit is wrong.
func ParseCode(typed string) (string, error) {
	if len(typed) > 128 {
		return "", ErrCardFormat
	}
	var code strings.Builder
	foreign := 0
	for _, r := range typed {
		switch {
		case r >= '0' && r <= '9':
			code.WriteRune(r)
		case r >= '０' && r <= '９':
			code.WriteRune(r - '０' + '0')
		case strings.ContainsRune(" \u3000\u00a0\t\r\n-－", r):
		default:
			foreign++
		}
	}
	// A scanner's own prefix or suffix may itself be a digit; then the check digits tell which end it is on.
	digits := code.String()
	if foreign <= 2 && len(digits) == codeLength+1 {
		for _, c := range []string{digits[1:], digits[:codeLength]} {
			if mod97(c) == 1 {
				return c, nil
			}
		}
	}
	switch {
	case foreign > 2 || len(digits) != codeLength:
		return "", ErrCardFormat
	case mod97(digits) != 1:
		return "", ErrCardDigits
	}
	return digits, nil
}

// PutCard files the child's current card under its hash. Earlier ones stay, and are known as replaced by their serial.
func PutCard(tx *school.Tx, child string, serial int) error {
	return cards.Put(tx, school.HashOf(CardCode(tx, child, serial)), Card{Child: child, Serial: serial})
}

// DropCard takes back a card that nobody has held.
func DropCard(tx *school.Tx, child string, serial int) error {
	return cards.Delete(tx, school.HashOf(CardCode(tx, child, serial)))
}

// CardOf finds the card of a code, valid or replaced.
func CardOf(tx *school.Tx, code string) (Card, error) {
	card, found, err := cards.Get(tx, school.HashOf(code))
	if err == nil && !found {
		err = ErrCardUnknown
	}
	return card, err
}
