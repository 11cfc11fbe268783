package roster

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
	"zhixinwu/store/seal"
)

// A 学籍号 of the form G is the child's identity number behind a letter. On the disk it is sealed with the key file, in a
// child's row and in the history of its changes, so the data file alone does not tell it.

// SealedNumber is a student number that holds an identity number.
type SealedNumber struct {
	Box  []byte // see numberKey.seal
	Find string // a fingerprint, by which a whole number that was typed is found
}

// numberKey seals and finds them. It derives from the key file.
type numberKey []byte

// numberKeyOf takes the Derive of a school or of a transaction.
func numberKeyOf(derive func(string) []byte) numberKey { return derive("student-number") }

// identifies reports whether a student number gives away an identity number.
func identifies(number string) bool { return strings.HasPrefix(number, "G") }

const numberInfo = "zhixinwu/student-number"

func (k numberKey) seal(number string) *SealedNumber {
	return &SealedNumber{seal.Text(k, numberInfo, number), k.find(number)}
}

// of is a child's number, however it is kept. One that does not open is none: it stays in the row as it is.
func (k numberKey) of(c *Child) string {
	if c.Sealed == nil {
		return c.Number
	}
	number, err := seal.OpenText(k, numberInfo, c.Sealed.Box)
	if err != nil {
		return ""
	}
	return number
}

func (k numberKey) find(number string) string {
	mac := hmac.New(sha256.New, k)
	mac.Write([]byte(number))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// asked is the fingerprint of a word of a search that is a whole number, with the G or without, or "".
func (k numberKey) asked(word string) string {
	for _, number := range []string{word, "G" + word} {
		if number, err := ParseStudentNumber(number); err == nil && identifies(number) {
			return k.find(number)
		}
	}
	return ""
}

// hidden is a child as it may lie on the disk.
func (k numberKey) hidden(c Child) Child {
	if identifies(c.Number) {
		c.Sealed, c.Number = k.seal(c.Number), ""
	}
	return c
}

// sealedText marks a number in the history of changes that was sealed.
const sealedText = "sealed:"

// hide seals the numbers among changed fields, show opens them.
func (k numberKey) hide(fields []school.FieldChange) {
	eachNumber(fields, func(text *string) {
		if identifies(*text) {
			*text = sealedText + base64.StdEncoding.EncodeToString(seal.Text(k, numberInfo, *text))
		}
	})
}

func (k numberKey) show(fields []school.FieldChange) {
	eachNumber(fields, func(text *string) { *text = k.opened(*text) })
}

// opened is a number from the history of changes. One that does not open is none, as in of.
func (k numberKey) opened(text string) string {
	sealed, is := strings.CutPrefix(text, sealedText)
	if !is {
		return text
	}
	box, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return ""
	}
	number, err := seal.OpenText(k, numberInfo, box)
	if err != nil {
		return ""
	}
	return number
}

func eachNumber(fields []school.FieldChange, do func(*string)) {
	for i := range fields {
		if fields[i].Field == "number" {
			do(&fields[i].From)
			do(&fields[i].To)
		}
	}
}

// masked is a number for those who may see the file but not the identity number: its last four characters.
func masked(number string) string {
	if !identifies(number) {
		return number
	}
	return "G" + strings.Repeat("*", len(number)-5) + number[len(number)-4:]
}

// SealNumbers leads to the schema in which no student number gives away an identity number: it seals those in the children's
// rows, in their history and in the way back from the last import.
func SealNumbers(tx *school.Tx) error {
	k := numberKeyOf(tx.Derive)
	var plain []Child // a scan must not write under its own feet
	if err := childRows.Each(tx, kv.Range{}, func(_ string, c Child) error {
		if identifies(c.Number) {
			plain = append(plain, c)
		}
		return nil
	}); err != nil {
		return err
	}
	for _, c := range plain {
		if err := childRows.Put(tx, c.ID, k.hidden(c)); err != nil {
			return err
		}
	}
	if err := school.RewriteChanges(tx, "child/", func(ch *school.Change) { k.hide(ch.Fields) }); err != nil {
		return err
	}
	undo, found, err := importUndo.Get(tx, undoKey)
	if err != nil || !found {
		return err
	}
	for i, r := range undo.Rows {
		if r.Old != nil {
			old := k.hidden(*r.Old)
			undo.Rows[i].Old = &old
		}
	}
	return importUndo.Put(tx, undoKey, undo)
}
