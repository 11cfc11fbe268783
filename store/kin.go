package store

import "slices"

// Kin is a member of the family as the one to call.
type Kin struct {
	Relative
	Now bool // a good time to call
}

// Living reports whether a number that is not dead is left.
func (k Kin) Living() bool {
	return slices.ContainsFunc(k.Phones, func(p Phone) bool { return p.Dead == "" })
}

// kin are those whom the child may call: who has a number, those for whom the time is good first.
func kin(c Child, now Clock) (all []Kin) {
	for _, r := range c.Family {
		if len(r.Phones) > 0 {
			all = append(all, Kin{r, slices.ContainsFunc(r.Best, func(s Span) bool { return s.Holds(now) })})
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
