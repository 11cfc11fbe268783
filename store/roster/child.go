package roster

import (
	"cmp"
	"errors"
	"strings"
	"unicode/utf8"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

const classes school.Index = "class"
const childSeq school.Sequence = "child-seq"

const beds school.Index = "bed"

const childRows school.Bucket[Child] = "child"

// Child is one child's file, 一人一档 (冷水江市教育局, DOMAIN L1). It has no income and no parents' identity numbers, though
// printed registers ask for them: nothing here needs them (DOMAIN B1).
type Child struct {
	ID       string
	Revision int // counts its changes, see Change
	Name     string
	Pinyin   string        `json:",omitempty"` // of the name, where the usual reading is wrong
	Gender   string        // 男, 女, or empty
	Birth    school.Day    `json:",omitempty"`
	Number   string        `json:",omitempty"` // 学籍号; of the form G only on its way to PutChild, which puts it into Sealed
	Sealed   *SealedNumber `json:",omitempty"`
	Class    school.Class
	Boards   Boarding `json:",omitempty"`
	Bed      Bed
	Care     Care       `json:",omitempty"`
	Custody  string     `json:",omitempty"` // 监护类型, as the school writes it
	Address  string     `json:",omitempty"`
	Family   []Relative `json:",omitempty"`
	Guardian string     `json:",omitempty"` // relation of the 委托监护人 in Family
	Village  Relative   `json:",omitzero"`  // contact in the village
	Mentors  []string   `json:",omitempty"` // staff paired with the child, 帮扶教师
	Helper   string     `json:",omitempty"` // 学习帮手, a classmate's name
	Note     string     `json:",omitempty"`

	Consent   Consent    `json:",omitzero"`
	Added     school.Day `json:",omitempty"` // the file was opened
	Touched   school.Day `json:",omitempty"` // a field of the contact card last changed
	Confirmed school.Day `json:",omitempty"` // the contact card was last checked with the family
	Photo     string     `json:",omitempty"` // names the stored picture
	Serial    int        // of the valid card
	Erased    Erasure    `json:",omitzero"`  // the file was deleted; nothing but the id and its going are left
	Left      school.Day `json:",omitempty"` // first day the child no longer belongs to the school; empty while it does
	LeftWhy   Leaving    `json:",omitempty"`
}

// Consent is the guardian's, which 个人信息保护法 31 asks for under 14.
type Consent struct {
	Day   school.Day
	By    string // relation of whoever gave it
	Paper bool   // a signed form is in the folder
}

// Erasure is the deletion of a file on the request of a guardian.
type Erasure struct {
	Day school.Day
	By  string // relation of whoever asked
}

// Leaving is why a child no longer belongs to the school.
type Leaving string

// Why a child left. A file goes through these states; every change of them is in its history:
//
//	at school → leaving    the office named a day ahead (DepartChild): here in every room until then
//	at school → left       the day has come, or was today
//	at school → graduated  the top grade, at the step into a new year (RollOver)
//	left      → at school  it came back (ReturnChild), stood on a list again (Import), or the step was undone
//	left      → erased     a guardian asked for it (EraseFile); nothing leads back
const (
	LeftSchool Leaving = "left" // another school, or none
	Graduated  Leaving = "graduated"
)

// Here reports whether the child belongs to the school on a day. The first day of a departure may lie ahead; until
// then the child is here in every room, and no room spells this rule itself.
func (c Child) Here(on school.Day) bool { return c.Left == "" || on < c.Left }

// Short is what a child is greeted with: 林小满 → 小满, 周禾 → 小禾.
func (c Child) Short() string {
	r := []rune(c.Name)
	switch {
	case len(r) == 2:
		return "小" + string(r[1])
	case len(r) >= 3:
		return string(r[len(r)-2:])
	}
	return c.Name
}

// Initial is the character on the child's round badge.
func (c Child) Initial() string {
	r, _ := utf8.DecodeLastRuneInString(c.Name)
	return string(r)
}

// Validate checks the shape of a file.
func (c Child) Validate() error {
	if !school.ValidName(c.Name) {
		return school.ErrName
	}
	if err := c.Class.Validate(); err != nil {
		return err
	}
	for _, p := range []string{c.Bed.Building, c.Bed.Room, c.Bed.Bed} {
		if len(p) > 8 || strings.Contains(p, "/") {
			return school.ErrBed
		}
	}
	return nil
}

// PutChild stores a file, and tells the rooms of a departure, if it is new or has another day. A return is not told: nothing
// is given back by itself.
func PutChild(tx *school.Tx, by school.Actor, c Child) error {
	if leaves, err := storeChild(tx, c); err != nil || !leaves {
		return err
	}
	return tellLeaves(tx, by, c)
}

// tellLeaves lets the rooms follow a departure that is stored.
func tellLeaves(tx *school.Tx, by school.Actor, c Child) error {
	return tx.Tell(func(f school.Follower) error { return f.ChildLeaves(tx, by, c.ID, c.Left) })
}

// storeChild is the only writer of a file and its indexes; leaves is a departure that the rooms are still to be told of.
// Whoever has a bed boards. A child whose departure lies ahead stays in the indexes, so whoever walks one asks for those
// who are Here.
//
// The steps: old index rows out → new ones in, if the child is here → tasks whose reason is gone are closed → the file.
func storeChild(tx *school.Tx, c Child) (leaves bool, err error) {
	if c.Bed.Building != "" {
		c.Boards = Boards
	}
	old, found, err := childRows.Get(tx, c.ID)
	if err != nil {
		return false, err
	}
	if found {
		if err := beds.Delete(tx, old.bedKey()); err != nil {
			return false, err
		}
		if err := classes.Delete(tx, old.Class.Key()+"/"+old.ID); err != nil {
			return false, err
		}
	}
	if c.Here(tx.Day) {
		if c.Bed.Building != "" {
			if err := beds.Mark(tx, c.bedKey()); err != nil {
				return false, err
			}
		}
		if err := classes.Mark(tx, c.Class.Key()+"/"+c.ID); err != nil {
			return false, err
		}
	}
	tx.Publish(school.TopicChild)
	if err := settleTasks(tx, c); err != nil {
		return false, err
	}
	if err := childRows.Put(tx, c.ID, numberKeyOf(tx.Derive).hidden(c)); err != nil {
		return false, err
	}
	return c.Left != "" && c.Left != old.Left, nil
}

func (c Child) bedKey() string {
	return c.Bed.Building + "/" + c.Bed.Room + "/" + c.Bed.Bed + "/" + c.ID
}

// bedOn is where the child sleeps on a day; the file keeps the bed of one who has left, and nobody sleeps there by it.
func (c Child) bedOn(day school.Day) Bed {
	if !c.Here(day) {
		return Bed{}
	}
	return c.Bed
}

// AddChildren opens files and issues first cards, all or none. It returns the children with their ids. A bed that
// another has, or that two of the list have, is ErrBedTaken. One audit row stands for all of them: the list was one
// act.
func (s *Room) AddChildren(actor school.Actor, children []Child) ([]Child, error) {
	added := make([]Child, len(children))
	err := s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleOffice); err != nil {
			return err
		}
		for i, c := range children {
			var err error
			if err = bedFree(tx, c); err != nil {
				return err
			}
			if added[i], err = addChild(tx, actor, c); err != nil {
				return err
			}
		}
		return school.Record(tx, actor, actChildAdd, "")
	})
	return added, err
}

// addChild opens a file and issues the first card.
func addChild(tx *school.Tx, by school.Actor, c Child) (Child, error) {
	if err := c.Validate(); err != nil {
		return c, err
	}
	n, err := childSeq.Next(tx)
	if err != nil {
		return c, err
	}
	c.ID, c.Serial, c.Added = school.Padded(n, 6), 1, cmp.Or(c.Added, tx.Day)
	if err := PutChild(tx, by, c); err != nil {
		return c, err
	}
	return c, visit.PutCard(tx, c.ID, c.Serial)
}

// dropChild takes back a file on which nothing stands: its id is not given out again, and its card answers as
// unknown.
func dropChild(tx *school.Tx, c Child) error {
	tx.Publish(school.TopicChild)
	if err := visit.DropCard(tx, c.ID, c.Serial); err != nil {
		return err
	}
	if err := beds.Delete(tx, c.bedKey()); err != nil {
		return err
	}
	if err := classes.Delete(tx, c.Class.Key()+"/"+c.ID); err != nil {
		return err
	}
	if err := identities.Delete(tx, c.ID); err != nil {
		return err
	}
	return childRows.Delete(tx, c.ID)
}

// ChildOf returns a file that another row promises, or school.ErrNotFound.
func ChildOf(tx *school.Tx, id string) (Child, error) { return childRows.Must(tx, id) }

// FindChild returns a file that may not be there.
func FindChild(tx *school.Tx, id string) (Child, bool, error) { return childRows.Get(tx, id) }

// Boarders returns the children of one building who are here, in the order of rooms and beds. A boarder of whom no
// building is known is in nobody's list for the night: File.Missing names it to the office ("bed").
func Boarders(tx *school.Tx, building string) (children []Child, err error) {
	err = beds.Keys(tx, kv.Prefix(building+"/"), func(key string) error {
		c, err := childRows.Must(tx, key[strings.LastIndexByte(key, '/')+1:])
		if err == nil && c.Here(tx.Day) {
			children = append(children, c)
		}
		return err
	})
	return children, err
}

// bedFree refuses the bed of another child who is here. A room alone, and a building alone, are nobody's bed.
func bedFree(tx *school.Tx, c Child) error {
	if c.Bed.Building == "" || c.Bed.Bed == "" || !c.Here(tx.Day) {
		return nil
	}
	return beds.Keys(tx, kv.Prefix(strings.TrimSuffix(c.bedKey(), c.ID)), func(key string) error {
		other, err := childRows.Must(tx, key[strings.LastIndexByte(key, '/')+1:])
		if err == nil && other.ID != c.ID && other.Here(tx.Day) {
			err = ErrBedTaken
		}
		return err
	})
}

// yieldBed leaves the bed to another child who is here and has it by now; where the child sleeps is not known then.
func yieldBed(tx *school.Tx, c *Child) error {
	err := bedFree(tx, *c)
	if !errors.Is(err, ErrBedTaken) {
		return err
	}
	c.Bed = Bed{}
	return nil
}

// EachChild walks the children who are here, by class.
func EachChild(tx *school.Tx, in kv.Range, fn func(Child) error) error {
	return classes.Keys(tx, in, func(key string) error {
		_, id, _ := strings.Cut(key, "/")
		c, err := childRows.Must(tx, id)
		if err != nil || !c.Here(tx.Day) {
			return err
		}
		return fn(c)
	})
}

// EveryChild walks all files, also of those who have left.
func EveryChild(tx *school.Tx, fn func(Child) error) error {
	return childRows.Each(tx, kv.Range{}, func(_ string, c Child) error { return fn(c) })
}
