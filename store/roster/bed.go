package roster

import (
	"regexp"
	"strings"

	"golang.org/x/text/width"
)

// Bed is a boarding place; the zero value is none. Building is an id, the others are as painted on the door.
type Bed struct{ Building, Room, Bed string }

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
