package phone

import (
	"slices"

	"zhixinwu/store/roster"
	"zhixinwu/store/school"
)

// Kin is a member of the family as the one to call.
type Kin struct {
	roster.Relative
	Now bool // a good time to call
}

// Living reports whether a number that is not dead is left.
func (k Kin) Living() bool {
	return slices.ContainsFunc(k.Phones, func(p roster.Phone) bool { return p.Dead == "" })
}

// kin are those whom the child may call: who has a number, those for whom the time is good first.
func kin(c roster.Child, now school.Clock) (all []Kin) {
	for _, r := range c.Family {
		if len(r.Phones) > 0 {
			all = append(all, Kin{r, slices.ContainsFunc(r.Best, func(s school.Span) bool { return s.Holds(now) })})
		}
	}
	slices.SortStableFunc(all, func(a, b Kin) int {
		switch {
		case a.Now == b.Now:
			return 0
		case a.Now:
			return -1
		}
		return 1
	})
	return all
}
