package handlers

import (
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
	"zhixinwu/store/school"

	"github.com/gofiber/fiber/v2"
)

// This file reads forms: it turns what a browser sent into values of Go, and refuses what no honest form sends. What
// a value may be in the school is the store's to say.

// field reads a field of a posted form, as c.FormValue does: see postedValue. What no honest form holds is
// school.ErrInvalid before it gets further.
func field(c *fiber.Ctx, name string, most int) (string, error) {
	return honest(c.FormValue(name), most)
}

// honest refuses broken UTF-8, and what is longer than any honest input, before it gets further.
func honest(v string, most int) (string, error) {
	if len(v) > most || !utf8.ValidString(v) {
		return "", school.ErrInvalid
	}
	return v, nil
}

// trimmed takes away the spaces around what somebody typed.
func trimmed(s string) string { return strings.TrimSpace(s) }

// values returns all values of a field that may be sent several times, as ticked boxes are; none is nil.
func values(c *fiber.Ctx, name string) (all []string) {
	for _, v := range c.Request().PostArgs().PeekMulti(name) {
		all = append(all, string(v))
	}
	return all
}

// yes is a field that is ticked, or says so.
func yes(v string) bool { return v == "1" || v == "on" || v == "true" || v == "yes" }

// number reads a small whole number; anything else is -1, which no check lets through.
func number(v string) int {
	n, err := strconv.ParseUint(trimmed(v), 10, 16)
	if err != nil {
		return -1
	}
	return int(n)
}

// count reads a form field that is a whole number.
func count(c *fiber.Ctx, name string) (int, error) {
	n := number(c.FormValue(name))
	if n < 0 {
		return 0, school.ErrInvalid
	}
	return n, nil
}

// lines yields the words of each line that has any.
func lines(text string) func(func([]string) bool) {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(text) {
			if words := strings.Fields(line); len(words) > 0 && !yield(words) {
				return
			}
		}
	}
}

// hoursOn reads one weekday's hours as people write them, one span after the other.
func hoursOn(day int, written string) (hours []school.Hours, err error) {
	spans, err := school.ParseSpans(written)
	for _, sp := range spans {
		hours = append(hours, school.Hours{Weekday: time.Weekday(day), From: sp.From, To: sp.To})
	}
	return hours, err
}

// whom reads a ticket and one of its family's numbers, by relation and place: digits stay out of forms that children
// see.
func whom(c *fiber.Ctx) (key, relation string, phone int, err error) {
	key, err1 := field(c, "ticket", 32)
	relation, err2 := field(c, "relation", 128)
	phone, err3 := strconv.Atoi(c.FormValue("phone", "0"))
	if errors.Join(err1, err2, err3) != nil {
		err = school.ErrInvalid
	}
	return key, relation, phone, err
}
