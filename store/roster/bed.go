package roster

import (
	"encoding/json"
	"regexp"
	"strings"

	"golang.org/x/text/width"
)

// Bed is a boarding place; the zero value is none. Building is an id, the others are as painted on the door.
type Bed struct{ Building, Room, Bed string }

// Boarding says whether a child lives at school, in the words of a list. "" is what nobody has said yet: who is left blank
// is neither a boarder nor known to go home.
type Boarding string

const (
	Boards   Boarding = "是" // the bed may not be known yet
	GoesHome Boarding = "否"
)

// UnmarshalJSON also reads the true of before schema 5: the steps up to it meet it, and what leads back from an import.
func (b *Boarding) UnmarshalJSON(raw []byte) error {
	if string(raw) == "true" {
		*b = Boards
		return nil
	}
	return json.Unmarshal(raw, (*string)(b))
}

var placeForm = regexp.MustCompile(`^(.*?[楼栋幢舍院区])?-?([0-9A-Za-z]{1,8})(?:室|房|号房|寝室|宿舍|号)?(?:[-、,/ ]?([0-9]{1,2})(?:号床|床|号|铺|号铺)?)?$`)

// splitPlace reads a boarding place as schools write it, 女生楼301-4床. building and bed may be empty; ok is false for
// what is no place. Room and bed are kept as they are painted on the doors, which need not be numbers.
func splitPlace(written string) (building, room, bed string, ok bool) {
	s := strings.Join(strings.Fields(width.Fold.String(written)), "")
	if s == "" {
		return "", "", "", true
	}
	m := placeForm.FindStringSubmatch(s)
	if m == nil {
		return "", "", "", false
	}
	return m[1], m[2], m[3], true
}
