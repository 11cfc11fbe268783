package roster

import (
	"slices"
	"strings"

	"zhixinwu/store/school"
)

// Relations that have a drawing at the kiosk; any other is written out.
var Relations = []string{"爸爸", "妈妈", "爷爷", "奶奶", "外公", "外婆"}

// Relative is a member of the family whom the child may call, as the 联系卡 has it: 父母姓名、外出打工的地址、联系电话 (三官桥中学总结, DOMAIN
// L2). A relation occurs once in a family; it is the key of ticket and form.
type Relative struct {
	Relation  string // 爸爸, 妈妈, 奶奶…
	Name      string
	Phones    []Phone       `json:",omitempty"`
	Workplace string        `json:",omitempty"` // where a parent works away
	Best      []school.Span `json:",omitempty"` // when a call is welcome: the shifts of a factory
	Address   string        `json:",omitempty"`
}

// Phone is a number of the family. Dead is the day somebody found that it leads nowhere.
type Phone struct {
	Number string
	Dead   school.Day `json:",omitempty"`
}

// Numbers are the phones one after the other, as a ledger shows them.
func (r Relative) Numbers() string {
	var numbers []string
	for _, p := range r.Phones {
		numbers = append(numbers, p.Number)
	}
	return strings.Join(numbers, "、")
}

// setNumbers replaces the phones and keeps what is known of those that stay.
func (r *Relative) setNumbers(numbers []string) {
	old := r.Phones
	r.Phones = nil
	for _, n := range numbers {
		p := Phone{Number: n}
		if i := slices.IndexFunc(old, func(o Phone) bool { return o.Number == n }); i >= 0 {
			p = old[i]
		}
		r.Phones = append(r.Phones, p)
	}
}

func (r Relative) empty() bool {
	return r.Name == "" && len(r.Phones) == 0 && r.Workplace == "" && len(r.Best) == 0 && r.Address == ""
}

// Relative returns the family member with a relation, or a fresh one.
func (c *Child) Relative(relation string) Relative {
	if i := slices.IndexFunc(c.Family, func(r Relative) bool { return r.Relation == relation }); i >= 0 {
		return c.Family[i]
	}
	return Relative{Relation: relation}
}

// setRelative puts r in the place of the family member with the same relation. One of whom nothing is known any more is
// none.
func (c *Child) setRelative(r Relative) {
	family := slices.Clone(c.Family) // the caller's old file may share it
	i := slices.IndexFunc(family, func(o Relative) bool { return o.Relation == r.Relation })
	switch {
	case i < 0 && r.empty():
		return
	case i < 0:
		family = append(family, r)
		slices.SortStableFunc(family, func(a, b Relative) int { return rank(a.Relation) - rank(b.Relation) })
	case r.empty() && c.Guardian != r.Relation:
		family = slices.Delete(family, i, i+1)
	default:
		family[i] = r
	}
	c.Family = family
}

// rank puts the parents first and those without a drawing last.
func rank(relation string) int {
	if i := slices.Index(Relations, relation); i >= 0 {
		return i
	}
	return len(Relations)
}
