// Package seal keeps what only named people may read: letters sealed to a mailbox, keys locked with a passphrase, and the
// threads that a child opens with a return code.
package seal

import (
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/hpke"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
)

// Key opens what was sealed to its public half.
type Key struct{ private hpke.PrivateKey }

// ErrSealed: the key is the wrong one, or the text was moved to another record or damaged.
var ErrSealed = errors.New("seal: cannot be opened with this key")

var kem = hpke.DHKEM(ecdh.X25519())

// NewKey makes a fresh key.
func NewKey() Key {
	k, err := kem.GenerateKey()
	if err != nil {
		panic(err) // only without a source of randomness
	}
	return Key{k}
}

// KeyFrom derives a key from secret material of at least 32 bytes.
func KeyFrom(material []byte) Key {
	k, err := kem.DeriveKeyPair(material)
	if err != nil {
		panic(err) // only for a length that is too short
	}
	return Key{k}
}

// Public returns the half that seals.
func (k Key) Public() []byte { return k.private.PublicKey().Bytes() }

// Seal encrypts plain to a public key. info binds the text to its record: moved to another, it does not open. The length
// is rounded up to a few sizes, so that it does not tell a picture from a sentence.
func Seal(public []byte, info string, plain []byte) ([]byte, error) {
	pk, err := kem.NewPublicKey(public)
	if err != nil {
		return nil, err
	}
	return hpke.Seal(pk, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), []byte(info), pad(plain))
}

// Open decrypts what Seal made, or returns ErrSealed.
func (k Key) Open(info string, sealed []byte) ([]byte, error) {
	padded, err := hpke.Open(k.private, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), []byte(info), sealed)
	if err != nil {
		return nil, ErrSealed
	}
	n := int(binary.BigEndian.Uint32(padded))
	return padded[4 : 4+n], nil
}

// pad writes the length before the text and rounds the whole up to 2 KiB, then to powers of two.
func pad(plain []byte) []byte {
	size := 2048
	for size < 4+len(plain) {
		size *= 2
	}
	out := make([]byte, size)
	binary.BigEndian.PutUint32(out, uint32(len(plain)))
	copy(out[4:], plain)
	return out
}

// Locked is a key that a passphrase opens.
type Locked struct {
	Salt, Box []byte
	Peppered  bool `json:",omitempty"` // and only together with a secret that is kept apart from the box
}

// Lock encrypts k under a passphrase and a pepper. It takes as long as a password check.
func Lock(k Key, passphrase string, pepper []byte) (Locked, error) {
	salt := make([]byte, 16)
	rand.Read(salt)
	private, err := k.private.Bytes()
	if err != nil {
		return Locked{}, err
	}
	box, err := Seal(lockKey(stretch(passphrase, salt), pepper).Public(), lockInfo, private)
	return Locked{Salt: salt, Box: box, Peppered: true}, err
}

const lockInfo = "zhixinwu/locked"

// lockKey needs both halves: whoever has one of them alone has nothing to try the other on.
func lockKey(stretched, pepper []byte) Key {
	mac := hmac.New(sha256.New, pepper)
	mac.Write(stretched)
	return KeyFrom(mac.Sum(nil))
}

// Unlock returns the key, or ErrSealed for a wrong passphrase or pepper.
func (l Locked) Unlock(passphrase string, pepper []byte) (Key, error) {
	lock := KeyFrom
	if l.Peppered {
		lock = func(stretched []byte) Key { return lockKey(stretched, pepper) }
	}
	private, err := lock(stretch(passphrase, l.Salt)).Open(lockInfo, l.Box)
	if err != nil {
		return Key{}, err
	}
	return ParseKey(private)
}

// SealKey hands k over to the holder of another key.
func SealKey(public []byte, info string, k Key) ([]byte, error) {
	private, err := k.private.Bytes()
	if err != nil {
		return nil, err
	}
	return Seal(public, info, private)
}

// ParseKey reads the bytes that SealKey sealed.
func ParseKey(private []byte) (Key, error) {
	k, err := kem.NewPrivateKey(private)
	if err != nil {
		return Key{}, ErrSealed
	}
	return Key{k}, nil
}

// Thread returns what a return code leads to: the name under which the letter is found, and the key that opens its
// answers. salt is the school's secret, without which even all possible codes lead nowhere.
func Thread(code string, salt []byte) (lookup []byte, key Key) {
	root := stretch(code, salt)
	part := func(name string) []byte {
		out, err := hkdf.Expand(sha256.New, root, name, 32)
		if err != nil {
			panic(err) // only for a length that HKDF cannot give
		}
		return out
	}
	return part("lookup"), KeyFrom(part("key"))
}
