package roster

import (
	"slices"

	"zhixinwu/store/school"
)

// onCard is what a 联系卡 asks for: who the child is, where the parents are, who looks after it, and how each is reached.
// That it was checked this term, that somebody is paired with the child, and what the dorm needs are duties of their own.
var onCard = []string{"gender", "birth", "care", "address", "phone", "father.name", "mother.name", "father.workplace",
	"mother.workplace", "guardian.name", "guardian.phones"}

// missing lists what a file lacks of what is owed for this child, and how much of it is there in percent. For every
// child what the school registers; for a left-behind one the 联系卡 of 三官桥中学 too (DOMAIN L2) and as many mentors as
// RuleMentors asks (学校至少有一名老师联系帮扶, 冷水江市教育局). The percent is of one file; 建档率 is Listing.Coverage.
func (c Child) missing(set school.Settings, today school.Day) (missing []string, percent int) {
	owed := 0
	need := func(key string, there bool) {
		owed++
		if !there {
			missing = append(missing, key)
		}
	}
	phone := slices.ContainsFunc(c.Family, func(r Relative) bool {
		return slices.ContainsFunc(r.Phones, func(p Phone) bool { return p.Dead == "" })
	})
	need("gender", c.Gender != "")
	need("birth", c.Birth != "")
	need("number", c.Number != "" || c.Sealed != nil)
	need("care", c.Care != "" && c.Care != CareSome)
	need("address", c.Address != "")
	need("phone", phone)
	need("consent.day", c.Consent.Day != "")
	need("confirmed", c.confirmed(set, today))
	need("boards", c.Boards != "")
	if c.Boards == Boards {
		need("bed", c.Bed.Building != "" && c.Bed.Room != "" && c.Bed.Bed != "")
	}
	if c.LeftBehind() { // 联系卡: 父母姓名、外出打工的地址、联系电话；代理监护人的姓名、联系方式
		father, mother, guardian := c.Relative("爸爸"), c.Relative("妈妈"), c.Relative(c.Guardian)
		need("father.name", father.Name != "" || c.Care == CareSingle)
		need("mother.name", mother.Name != "" || c.Care == CareSingle)
		need("father.workplace", father.Workplace != "" || c.Care != CareBoth && c.Care != CareFather)
		need("mother.workplace", mother.Workplace != "" || c.Care != CareBoth && c.Care != CareMother)
		need("guardian.name", guardian.Name != "")
		need("guardian.phones", len(guardian.Phones) > 0)
		need("mentors", len(c.Mentors) >= set.Rule(school.RuleMentors))
	}
	return missing, (owed - len(missing)) * 100 / owed
}

// confirmed reports whether the contact card was checked this term, or ever where the school has entered no terms.
func (c Child) confirmed(set school.Settings, today school.Day) bool {
	term, _ := set.TermBegun(today)
	return c.Confirmed != "" && c.Confirmed >= term.Begin
}
