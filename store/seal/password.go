package seal

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// argon2id with 19 MiB and two passes, the first choice of OWASP's list for a small machine: about 35 ms.
const (
	argonTime   = 2
	argonMemory = 19 * 1024
)

// slots bounds how many hashes run at once: each takes its whole memory.
var slots = make(chan struct{}, 2)

// stretch makes 32 bytes of key from something a person can remember.
func stretch(secret string, salt []byte) []byte {
	slots <- struct{}{}
	defer func() { <-slots }()
	return argon2.IDKey([]byte(secret), salt, argonTime, argonMemory, 1, 32)
}

// NoPassword is checked for an unknown login, so that it takes as long as a known one; no password fits it.
var NoPassword = encode(make([]byte, 16), make([]byte, 32))

// HashPassword returns the usual text form of an argon2id hash.
func HashPassword(password string) string {
	salt := make([]byte, 16)
	rand.Read(salt)
	return encode(salt, stretch(password, salt))
}

func encode(salt, sum []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, argonMemory, argonTime,
		b64.EncodeToString(salt), b64.EncodeToString(sum))
}

// PasswordIs checks a password against a hash of this program.
func PasswordIs(hash, password string) bool {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false
	}
	return subtle.ConstantTimeCompare([]byte(encode(salt, stretch(password, salt))), []byte(hash)) == 1
}
