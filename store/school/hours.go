package school

import (
	"strings"
	"time"
)

// Hours is one opening on one weekday, From ≤ t < To.
type Hours struct {
	Weekday  time.Weekday
	From, To Clock
}

// Valid reports whether the opening is a part of one day; over midnight it is written as two.
func (h Hours) Valid() bool {
	return h.Weekday >= time.Sunday && h.Weekday <= time.Saturday && h.From >= 0 && h.To <= 24*60 && h.From < h.To
}

// WriteHours is the one way openings are shown in a history, one weekday after the other.
func WriteHours(hours []Hours) string {
	var parts []string
	for _, h := range hours {
		parts = append(parts, "周"+string([]rune("日一二三四五六")[h.Weekday])+" "+Span{h.From, h.To}.String())
	}
	return strings.Join(parts, "；")
}
