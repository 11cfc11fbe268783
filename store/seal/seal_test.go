package seal_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"zhixinwu/store/seal"
)

func TestSeal(t *testing.T) {
	k, other := seal.NewKey(), seal.NewKey()
	for _, plain := range []string{"", "信", strings.Repeat("长", 5000)} {
		sealed, err := seal.Seal(k.Public(), "letter/1", []byte(plain))
		if err != nil {
			t.Fatal(err)
		}
		got, err := k.Open("letter/1", sealed)
		if err != nil || string(got) != plain {
			t.Errorf("%d bytes came back as %d: %v", len(plain), len(got), err)
		}
		if _, err := k.Open("letter/2", sealed); !errors.Is(err, seal.ErrSealed) {
			t.Errorf("moved to another record: %v", err)
		}
		if _, err := other.Open("letter/1", sealed); !errors.Is(err, seal.ErrSealed) {
			t.Errorf("another's key: %v", err)
		}
		sealed[len(sealed)-1] ^= 1
		if _, err := k.Open("letter/1", sealed); !errors.Is(err, seal.ErrSealed) {
			t.Errorf("a changed byte: %v", err)
		}
	}
	if _, err := k.Open("letter/1", nil); !errors.Is(err, seal.ErrSealed) {
		t.Errorf("nothing: %v", err)
	}
}

// TestLength: what is sealed comes in few sizes, so that the size does not tell a face from a sentence. The last byte that
// has room in a size is kept there, and the next one takes the next size.
func TestLength(t *testing.T) {
	k := seal.NewKey()
	size := func(n int) int {
		sealed, err := seal.Seal(k.Public(), "", make([]byte, n))
		if err != nil {
			t.Fatal(err)
		}
		return len(sealed)
	}
	if size(0) != size(2000) || size(2100) != size(4000) || size(2000) == size(2100) {
		t.Errorf("sizes: %d %d %d %d", size(0), size(2000), size(2100), size(4000))
	}
	const length = 4 // what is sealed begins with the length of the text
	for _, c := range []struct{ n, more int }{{2048 - length, 0}, {2049 - length, 2048}, {4096 - length, 2048}, {4097 - length, 6144}} {
		if got := size(c.n); got != size(0)+c.more {
			t.Errorf("%d bytes are sealed in %d, %d more than none, want %d", c.n, got, got-size(0), c.more)
		}
	}
}

func TestLock(t *testing.T) {
	k, pepper := seal.NewKey(), []byte("the school's own")
	locked, err := seal.Lock(k, "一句只有我知道的话", pepper)
	if err != nil {
		t.Fatal(err)
	}
	back, err := locked.Unlock("一句只有我知道的话", pepper)
	if err != nil || !bytes.Equal(back.Public(), k.Public()) {
		t.Errorf("another key came back: %v", err)
	}
	if _, err := locked.Unlock("一句别人知道的话", pepper); !errors.Is(err, seal.ErrSealed) {
		t.Errorf("wrong passphrase: %v", err)
	}
	if _, err := locked.Unlock("一句只有我知道的话", []byte("another school's")); !errors.Is(err, seal.ErrSealed) {
		t.Errorf("without the key file: %v", err)
	}
	again, err := seal.Lock(k, "一句只有我知道的话", pepper)
	if err != nil || bytes.Equal(again.Salt, locked.Salt) {
		t.Errorf("one guess would try both of two locks: %v", err)
	}
}

func TestThread(t *testing.T) {
	salt := bytes.Repeat([]byte{1}, 32)
	lookup, key := seal.Thread("star-boat-apple-fish-4072", salt)
	again, same := seal.Thread("star-boat-apple-fish-4072", salt)
	if !bytes.Equal(lookup, again) || !bytes.Equal(key.Public(), same.Public()) {
		t.Error("the same code leads elsewhere")
	}
	if found := seal.KeyFrom(lookup); bytes.Equal(found.Public(), key.Public()) {
		t.Error("the name under which a letter is found, which the file holds, opens its answers")
	}
	for _, c := range []struct {
		code string
		salt []byte
	}{{"star-boat-apple-fish-4073", salt}, {"star-boat-apple-fish-4072", bytes.Repeat([]byte{2}, 32)}} {
		if l, k := seal.Thread(c.code, c.salt); bytes.Equal(l, lookup) || bytes.Equal(k.Public(), key.Public()) {
			t.Errorf("%s with another salt leads to the same", c.code)
		}
	}
}

func TestPassword(t *testing.T) {
	hash := seal.HashPassword("密码 pass")
	if !seal.PasswordIs(hash, "密码 pass") || seal.PasswordIs(hash, "密码 pasS") || seal.PasswordIs(hash, "") {
		t.Error("the wrong one of two passwords fits")
	}
	for _, none := range []string{"", "$", seal.NoPassword, "$argon2id$v=19$m=1,t=1,p=1$!$x"} {
		if seal.PasswordIs(none, "") || seal.PasswordIs(none, "密码 pass") {
			t.Errorf("%q is opened", none)
		}
	}
	if again := seal.HashPassword("密码 pass"); again == hash {
		t.Error("two hashes of one password are equal")
	}
}

func TestText(t *testing.T) {
	secret, other := bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32)
	sealed := seal.Text(secret, "number", "G110101201503078000")
	if got, err := seal.OpenText(secret, "number", sealed); err != nil || got != "G110101201503078000" {
		t.Errorf("%q came back: %v", got, err)
	}
	if bytes.Contains(sealed, []byte("11010")) || bytes.Equal(sealed, seal.Text(secret, "number", "G110101201503078000")) {
		t.Error("the text shows, or shows that it is the same")
	}
	for name, open := range map[string]func() (string, error){
		"another secret": func() (string, error) { return seal.OpenText(other, "number", sealed) },
		"something else": func() (string, error) { return seal.OpenText(secret, "name", sealed) },
		"cut":            func() (string, error) { return seal.OpenText(secret, "number", sealed[:20]) },
		"nothing":        func() (string, error) { return seal.OpenText(secret, "number", nil) },
	} {
		if got, err := open(); got != "" || !errors.Is(err, seal.ErrSealed) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}
