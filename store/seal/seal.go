// Package seal keeps what only named people may read: letters sealed to a mailbox, keys locked with a passphrase, and the
// threads that a child opens with a return code.
package seal

import (
	"bytes"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/hpke"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
)

// Key opens what was sealed to its public half. It is kept as bytes so that Wipe can take it out of memory. While it opens
// something the library makes a copy of its own, which lies there until the memory is used again: nothing refers to it.
type Key struct{ private []byte }

// ErrSealed: the key is the wrong one, or the text was moved to another record or damaged.
var ErrSealed = errors.New("seal: cannot be opened with this key")

var kem = hpke.DHKEM(ecdh.X25519())

// NewKey makes a fresh key.
func NewKey() Key {
	k, err := kem.GenerateKey()
	if err != nil {
		panic(err) // only without a source of randomness
	}
	return keyOf(k)
}

// KeyFrom derives a key from secret material of at least 32 bytes.
func KeyFrom(material []byte) Key {
	k, err := kem.DeriveKeyPair(material)
	if err != nil {
		panic(err) // only for a length that is too short
	}
	return keyOf(k)
}

func keyOf(k hpke.PrivateKey) Key {
	private, err := k.Bytes()
	if err != nil {
		panic(err) // only for a key that a device keeps to itself
	}
	return Key{private}
}

// Public returns the half that seals.
func (k Key) Public() []byte {
	private, err := kem.NewPrivateKey(k.private)
	if err != nil {
		panic(err) // only for the zero Key
	}
	return private.PublicKey().Bytes()
}

// Clone is a copy with a life of its own; Wipe ends one: the key opens nothing any more.
func (k Key) Clone() Key { return Key{bytes.Clone(k.private)} }
func (k Key) Wipe()      { clear(k.private) }

// Seal encrypts plain to a public key. info binds the text to its record: moved to another, it does not open. The length
// is rounded up to a few sizes, so that it does not tell a picture from a sentence.
func Seal(public []byte, info string, plain []byte) ([]byte, error) {
	pk, err := kem.NewPublicKey(public)
	if err != nil {
		return nil, err
	}
	return hpke.Seal(pk, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), []byte(info), pad(plain))
}

// Open decrypts what Seal made, or returns ErrSealed. Who has read the bytes clears them.
func (k Key) Open(info string, sealed []byte) ([]byte, error) {
	private, err := kem.NewPrivateKey(k.private)
	if err != nil {
		return nil, ErrSealed
	}
	padded, err := hpke.Open(private, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), []byte(info), sealed)
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
	lock := lockKey(stretch(passphrase, salt), pepper)
	defer lock.Wipe()
	box, err := Seal(lock.Public(), lockInfo, k.private)
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
	keyOf := KeyFrom
	if l.Peppered {
		keyOf = func(stretched []byte) Key { return lockKey(stretched, pepper) }
	}
	lock := keyOf(stretch(passphrase, l.Salt))
	defer lock.Wipe()
	private, err := lock.Open(lockInfo, l.Box)
	if err != nil {
		return Key{}, err
	}
	defer clear(private)
	return ParseKey(private)
}

// SealKey hands k over to the holder of another key.
func SealKey(public []byte, info string, k Key) ([]byte, error) {
	return Seal(public, info, k.private)
}

// ParseKey reads the bytes that SealKey sealed.
func ParseKey(private []byte) (Key, error) {
	k, err := kem.NewPrivateKey(private)
	if err != nil {
		return Key{}, ErrSealed
	}
	return keyOf(k), nil
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
