package seal

import (
	"crypto/aes"
	"crypto/cipher"
)

// Text seals a short text with a secret of 32 bytes. Its length shows; info binds it to what it is.
func Text(secret []byte, info, text string) []byte {
	return gcm(secret).Seal(nil, nil, []byte(text), []byte(info))
}

// OpenText is the text that Text sealed, or ErrSealed.
func OpenText(secret []byte, info string, sealed []byte) (string, error) {
	plain, err := gcm(secret).Open(nil, nil, sealed, []byte(info))
	if err != nil {
		return "", ErrSealed
	}
	return string(plain), nil
}

func gcm(secret []byte) cipher.AEAD {
	block, err := aes.NewCipher(secret)
	if err != nil {
		panic(err) // only for a secret of another length
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // only for another cipher
	}
	return aead
}
