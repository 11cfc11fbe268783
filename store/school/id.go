package school

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// RandomID returns 128 random bits in 32 hex digits.
func RandomID() string { return hex.EncodeToString(RandomBytes(16)) }

// RandomBytes are for secrets; the process ends where the system has none.
func RandomBytes(n int) []byte {
	b := make([]byte, n)
	rand.Read(b)
	return b
}

// HashOf is how secrets that have enough entropy of their own (cookies, links, card codes) are kept.
func HashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Padded is n in decimal with zeros before it, so that byte order in keys is the order of numbers up to that width.
func Padded(n, width int) string {
	s := strconv.Itoa(n)
	if len(s) < width {
		s = strings.Repeat("0", width-len(s)) + s
	}
	return s
}
