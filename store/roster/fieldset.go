package roster

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"zhixinwu/store/school"
)

// The functions of this file read one field each, as people write it, into a child; "" clears it. They never guess:
// what can be read in two ways, or not at all, is an error with a sentence, and then nothing of the form or the row
// is stored.
func nothing(*names, *Child) string { return "" }

func yesNo(b bool) string {
	if b {
		return "是"
	}
	return "否"
}

// text sets a field that is what was written, up to a length in characters.
func text(at func(*Child) *string, most int) func(*names, *Child, string) error {
	return func(_ *names, c *Child, s string) error {
		if utf8.RuneCountInString(s) > most || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }) {
			return ErrLong
		}
		*at(c) = s
		return nil
	}
}

func yes(at func(*Child) *bool) func(*names, *Child, string) error {
	return func(_ *names, c *Child, s string) (err error) {
		*at(c), err = parseYes(s)
		return err
	}
}

func parseYes(s string) (bool, error) {
	switch s {
	case "是", "有", "√", "✓", "Y", "y", "1":
		return true, nil
	case "", "否", "无", "没有", "×", "N", "n", "0":
		return false, nil
	}
	return false, ErrYesNo
}

func setName(_ *names, c *Child, s string) error {
	// Two characters are often written with a space between, to look as wide as three.
	latin := func(r rune) bool { return r < 0x80 && unicode.IsLetter(r) }
	if r := []rune(strings.Join(strings.Fields(s), "")); len(r) <= 4 && !strings.ContainsFunc(s, latin) {
		s = string(r)
	}
	if !school.ValidName(s) || strings.ContainsFunc(s, unicode.IsDigit) {
		return school.ErrName
	}
	c.Name = s
	return nil
}

func setGender(_ *names, c *Child, s string) error {
	switch s {
	case "男", "女", "":
		c.Gender = s
	case "男生", "男孩", "女生", "女孩":
		c.Gender = string([]rune(s)[:1])
	default:
		return ErrGender
	}
	return nil
}

func setBirth(n *names, c *Child, s string) (err error) {
	if s == "" {
		c.Birth = ""
		return nil
	}
	d, err := school.ParseDate(s)
	if err != nil {
		return err
	}
	// Pupils of grades 1 to 9 are far from both ends; what lies beyond is a slip.
	if d > n.today.Add(-3*365) || d < n.today.Add(-25*365) {
		return ErrBirth
	}
	c.Birth = d
	return nil
}

func setNumber(_ *names, c *Child, s string) (err error) {
	number := ""
	if s != "" {
		if number, err = ParseStudentNumber(s); err != nil {
			return err
		}
	}
	c.Number, c.Sealed = number, nil
	return nil
}

// setID uses an identity number and forgets it, unless the school keeps it: it names the birthday and the sex.
func setID(n *names, c *Child, s string) error {
	if s == "" {
		return nil
	}
	id, err := ParseIDCard(s)
	if err != nil {
		return err
	}
	if c.Birth != "" && c.Birth != id.Birth || c.Gender != "" && c.Gender != id.Gender {
		return ErrIDOther
	}
	c.Birth, c.Gender = id.Birth, id.Gender
	n.id, err = compact(s, ErrIDCard)
	return err
}

func setClass(n *names, c *Child, s string) error {
	class, err := school.ParseClass(s)
	if err != nil && n.grade != "" {
		class, err = school.ParseClass(n.grade + s)
	}
	if err != nil {
		return err
	}
	c.Class = class
	return nil
}

// setBoards reads 寄宿, 走读 and yes or no; a child that does not board has no bed. A blank stays one: where nobody has
// said it, nothing is known.
func setBoards(_ *names, c *Child, s string) error {
	switch {
	case s == "":
		c.Boards = ""
	case strings.Contains(s, "走读") || strings.Contains(s, "非寄宿") || strings.Contains(s, "不住"):
		c.Boards = GoesHome
	case strings.Contains(s, "寄宿") || strings.Contains(s, "住校") || strings.Contains(s, "住宿") || strings.Contains(s, "内宿"):
		c.Boards = Boards
	default:
		yes, err := parseYes(s)
		if err != nil {
			return err
		}
		c.Boards = Boarding(yesNo(yes))
	}
	if c.Boards != Boards {
		c.Bed = Bed{}
	}
	return nil
}

func setBuilding(n *names, c *Child, s string) error {
	c.Bed.Building = ""
	if s == "" {
		return nil
	}
	last := 0
	for id, name := range n.buildings {
		if name == s {
			c.Bed.Building, c.Boards = id, Boards
			return nil
		}
		last = max(last, school.Digits(id))
	}
	if !school.ValidName(s) || last >= 99 {
		return school.ErrBed
	}
	b := school.Building{ID: school.Padded(last+1, 2), Name: s}
	n.buildings[b.ID] = s
	n.fresh = append(n.fresh, b)
	c.Bed.Building, c.Boards = b.ID, Boards
	return nil
}

// setRoom reads a room, or the whole place as it is often written: 女生楼301-4床, 301室4号床.
func setRoom(n *names, c *Child, s string) error {
	building, room, bed, ok := splitPlace(s)
	if !ok {
		return school.ErrBed
	}
	if building != "" {
		if err := setBuilding(n, c, building); err != nil {
			return err
		}
	}
	if bed != "" {
		c.Bed.Bed = bed
	}
	c.Bed.Room = room
	return nil
}

func setBed(_ *names, c *Child, s string) error {
	s = strings.TrimRight(width.Fold.String(s), "床号铺位")
	if len(s) > 8 || strings.Contains(s, "/") {
		return school.ErrBed
	}
	c.Bed.Bed = s
	return nil
}

func setOf(relation string, set func(*Relative, string) error) func(*names, *Child, string) error {
	return func(_ *names, c *Child, s string) error {
		r := c.Relative(relation)
		if err := set(&r, s); err != nil {
			return err
		}
		c.setRelative(r)
		return nil
	}
}

func ofRelation(relation string, read func(Relative) string) func(*names, *Child) string {
	return func(_ *names, c *Child) string { return read(c.Relative(relation)) }
}

func setRelativeName(r *Relative, s string) error {
	if s != "" && !school.ValidName(s) {
		return school.ErrName
	}
	r.Name = s
	return nil
}

func setPhones(r *Relative, s string) error {
	phones, err := ParsePhones(s)
	if err == nil {
		r.setNumbers(phones)
	}
	return err
}

func setBest(r *Relative, s string) (err error) {
	r.Best, err = school.ParseSpans(s)
	return err
}

// someGuardian is the relation of a guardian of whom a list does not say what he or she is to the child.
const someGuardian = "监护人"

func ofGuardian(set func(*Relative, string) error) func(*names, *Child, string) error {
	return func(n *names, c *Child, s string) error {
		if c.Guardian == "" && s == "" {
			return nil
		}
		c.Guardian = cmp.Or(c.Guardian, someGuardian)
		return setOf(c.Guardian, set)(n, c, s)
	}
}

// setGuardian says which member of the family looks after the child. One without a drawing of its own takes what was known
// of the guardian before under another word with it: 监护人 becomes 姑姑.
func setGuardian(_ *names, c *Child, s string) error {
	s = relationNames.Replace(s)
	if s == c.Guardian {
		return nil
	}
	if s != "" && !school.ValidName(s) {
		return school.ErrName
	}
	old := c.Relative(c.Guardian)
	if c.Guardian != "" && !slices.Contains(Relations, c.Guardian) {
		c.Family = slices.DeleteFunc(slices.Clone(c.Family), func(r Relative) bool { return r.Relation == c.Guardian })
		if s != "" && c.Relative(s).empty() {
			old.Relation = s
			c.Guardian = s
			c.setRelative(old)
			return nil
		}
	}
	c.Guardian = s
	return nil
}

// setGuardianName finds a guardian who is named without a relation among the family already known.
func setGuardianName(n *names, c *Child, s string) error {
	if c.Guardian == "" && s != "" {
		if i := slices.IndexFunc(c.Family, func(r Relative) bool { return r.Name == s }); i >= 0 {
			c.Guardian = c.Family[i].Relation
			return nil
		}
	}
	return ofGuardian(setRelativeName)(n, c, s)
}

func guardianPhones(n *names, c *Child, s string) error { return ofGuardian(setPhones)(n, c, s) }

func getMentors(n *names, c *Child) string {
	var all []string
	for _, id := range c.Mentors {
		if name := n.staff[id]; name != "" {
			all = append(all, name)
		}
	}
	return strings.Join(all, "、")
}

// setMentors reads names of colleagues who may be paired. Of two with one name the older account is taken, because a
// list cannot tell them apart; a name that nobody has is ErrMentor.
func setMentors(n *names, c *Child, s string) error {
	var mentors []string
	for _, name := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、,，;； \n", r) }) {
		found := ""
		for id, known := range n.staff {
			if known == name && (found == "" || id < found) {
				found = id
			}
		}
		if found == "" {
			return ErrMentor
		}
		if !slices.Contains(mentors, found) {
			mentors = append(mentors, found)
		}
	}
	c.Mentors = mentors
	return nil
}

func setConsentDay(n *names, c *Child, s string) (err error) {
	if s == "" {
		c.Consent.Day = ""
		return nil
	}
	d, err := school.ParseDate(s)
	if err == nil && d > n.today {
		err = ErrFuture
	}
	if err == nil {
		c.Consent.Day = d
	}
	return err
}
