package phone

import (
	"cmp"
	"slices"
	"time"

	"zhixinwu/store/kv"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

const sums school.Bucket[ContactSum] = "contact-sum"

const contacts school.Bucket[Contact] = "contact"

// ContactKind is how a child and its family were in touch.
type ContactKind string

// The kinds. A talk counts when it was spoken; a letter when somebody has entered it.
const (
	ContactTalk   ContactKind = "talk"
	ContactLetter ContactKind = "letter" // written or drawn, sent home
)

// Contact is one row of the ledger: that there was contact, never what was said. Parents owe it weekly (未成年人保护法 23),
// and the school's plan asks the class teacher 每月指导留守儿童给父母写信或通话一次 (三官桥中学总结, DOMAIN C4); how many a month is
// school.RuleContacts. Nobody enters a talk: the phone room's own end of it is the row.
type Contact struct {
	Child   string
	Day     school.Day // on which it was
	At      time.Time  `json:",omitzero"` // end of the talk
	Kind    ContactKind
	Whom    string `json:",omitempty"` // relation, where known
	Video   bool   `json:",omitempty"`
	In      bool   `json:",omitempty"` // the family called
	No      int    `json:",omitempty"` // of the ticket
	Entered time.Time
	By      string `json:",omitempty"` // member of staff; empty: the child itself at the line
}

// key is the same for the same contact, so that it is never counted twice.
func (c Contact) key() string {
	what := string(c.Kind)
	if c.Kind == ContactTalk {
		what += school.Padded(c.No, 6)
	}
	return c.Child + "/" + string(c.Day) + "/" + what
}

// ContactSum is what limits, order and ledger ask of a child's contacts, so that none of them counts history. The
// parts of a week or a month that is over still stand in it: read them through in, or against the week asked for.
type ContactSum struct {
	Spoke   time.Time  `json:",omitzero"` // end of the last spoken talk
	Letter  school.Day `json:",omitempty"`
	Week    school.Day `json:",omitempty"` // first day of the school week in which Talks were spoken
	Talks   int        `json:",omitempty"`
	Month   string     `json:",omitempty"` // "2026-11", in which Calls, Letters and Whom were
	Calls   int        `json:",omitempty"`
	Letters int        `json:",omitempty"`
	Whom    []string   `json:",omitempty"`
	Ask     string     `json:",omitempty"` // key of the talk of which nobody has said how it went
}

// LastSpoke is when a child last talked with its family; zero if it never did.
func LastSpoke(tx *school.Tx, child string) (time.Time, error) {
	sum, _, err := sums.Get(tx, child)
	return sum.Spoke, err
}

func monthOf(d school.Day) string { return string(d[:7]) }

// in is the sum as it stands in a month: what was counted in an earlier one is not this one's.
func (s ContactSum) in(month string) ContactSum {
	if s.Month < month {
		s.Month, s.Calls, s.Letters, s.Whom = month, 0, 0, nil
	}
	return s
}

// putContact is the only writer of a contact and its sum. One that is there already changes nothing, so the answer to
// a talk, sent twice, counts one talk. A row of an earlier month is filed and leaves the month's counts as they are;
// so does a talk of an earlier week with the week's. The last spoken talk and the last letter only ever move forward.
func putContact(tx *school.Tx, c Contact) error {
	if _, found, err := contacts.Get(tx, c.key()); err != nil || found {
		return err
	}
	c.Entered = tx.Now
	sum, _, err := sums.Get(tx, c.Child)
	if err != nil {
		return err
	}
	sum = sum.in(monthOf(c.Day))
	this := sum.Month == monthOf(c.Day)
	if this && c.Whom != "" && !slices.Contains(sum.Whom, c.Whom) {
		sum.Whom = append(slices.Clone(sum.Whom), c.Whom)
	}
	switch c.Kind {
	case ContactTalk:
		if c.At.After(sum.Spoke) {
			sum.Spoke = c.At
		}
		if week := tx.Settings.WeekOf(c.Day); week > sum.Week {
			sum.Week, sum.Talks = week, 1
		} else if week == sum.Week {
			sum.Talks++
		}
		if this {
			sum.Calls++
		}
	case ContactLetter:
		sum.Letter = max(sum.Letter, c.Day)
		if this {
			sum.Letters++
		}
	}
	tx.Publish(school.TopicPhone)
	if err := sums.Put(tx, c.Child, sum); err != nil {
		return err
	}
	return contacts.Put(tx, c.key(), c)
}

// letterDays is how long afterwards a letter home can still be entered.
const letterDays = 31

// LogLetters files that children wrote or drew a letter home on a day. Those already filed stay as they are. All or
// none: one child out of the actor's reach is school.ErrForbidden for the whole list. ErrContactDay for a day ahead,
// or one more than letterDays ago, because what is entered that late is a guess.
func (s *Room) LogLetters(actor school.Actor, children []string, day school.Day) error {
	return s.school.Update(func(tx *school.Tx) error {
		if _, err := school.ParseDay(string(day)); err != nil || day > tx.Day || day < tx.Day.Add(-letterDays) {
			return ErrContactDay
		}
		if len(children) == 0 {
			return ErrNoChildren
		}
		for _, id := range children {
			if _, err := ledgerChild(tx, actor, id); err != nil {
				return err
			}
			if err := putContact(tx, Contact{Child: id, Day: day, Kind: ContactLetter, By: actor.ID()}); err != nil {
				return err
			}
			if err := school.Record(tx, actor, actLetterHome, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// InviteCall leaves children the news that the phone room would like them to call home; it waits for their next scan.
// It is an offer, not a ticket: the child takes a number as always, or does not.
func (s *Room) InviteCall(actor school.Actor, children []string) error {
	return s.school.Update(func(tx *school.Tx) error {
		if len(children) == 0 {
			return ErrNoChildren
		}
		for _, id := range children {
			if _, err := ledgerChild(tx, actor, id); err != nil {
				return err
			}
			if err := visit.PutNews(tx, visit.News{Child: id, Kind: visit.NewsCall}); err != nil {
				return err
			}
			if err := school.Record(tx, actor, actInvite, id); err != nil {
				return err
			}
		}
		tx.Publish(school.TopicPhone)
		return nil
	})
}

// ledgerChild returns a child whose contacts the actor may see: keepers and office all, teachers their own classes'.
func ledgerChild(tx *school.Tx, actor school.Actor, id string) (c roster.Child, err error) {
	if err := actor.May(school.RoleKeeper, school.RoleOffice, school.RoleHead, school.RoleTeacher); err != nil {
		return c, err
	}
	if c, err = roster.ChildOf(tx, id); err == nil && !seesContactsOf(actor, c.Class) {
		err = school.ErrForbidden
	}
	return c, err
}

// seesContactsOf: keepers, office and heads every class, a teacher the own ones.
func seesContactsOf(a school.Actor, c school.Class) bool {
	return a.Staff.Has(school.RoleKeeper, school.RoleOffice, school.RoleHead) || a.Staff.Has(school.RoleTeacher) && a.Staff.HasClass(c)
}

// ContactLedger says who has not heard from home, the longest first.
type ContactLedger struct {
	Day     school.Day
	Classes []school.Class
	Class   school.Class // the zero Class is all
	Rows    []ContactRow
	Within  [4]int // children whose last talk was in the last 7, 8–14, 15–30 days, or longer ago
	Reached int    // children who had a talk or a letter this month
	Asked   int    // contacts a month that the school asks for
}

// ContactRow is one child in it. Days is since the last spoken talk; negative when there was none.
type ContactRow struct {
	Child roster.Child
	ContactSum
	Days    int
	Invited bool
}

// Span is the row's place among Within.
func (r ContactRow) Span() int {
	switch {
	case r.Days < 0 || r.Days > 30:
		return 3
	case r.Days > 14:
		return 2
	case r.Days > 7:
		return 1
	}
	return 0
}

// Enough reports whether the month's contacts are as many as asked for.
func (r ContactRow) Enough(asked int) bool { return r.Calls+r.Letters >= asked }

// Contacts returns the ledger of a class, or of all that the actor may see. It reads one sum a child and no history.
// A class that none of those children is in is school.ErrForbidden.
func (s *Room) Contacts(actor school.Actor, class school.Class) (l ContactLedger, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleKeeper, school.RoleOffice, school.RoleHead, school.RoleTeacher); err != nil {
			return err
		}
		l = ContactLedger{Day: tx.Day, Class: class, Asked: tx.Settings.Rule(school.RuleContacts)}
		month := monthOf(tx.Day)
		if err := roster.EachChild(tx, kv.Range{}, func(c roster.Child) error {
			if !seesContactsOf(actor, c.Class) {
				return nil
			}
			if n := len(l.Classes); n == 0 || l.Classes[n-1] != c.Class {
				l.Classes = append(l.Classes, c.Class)
			}
			if class != (school.Class{}) && c.Class != class {
				return nil
			}
			row, err := contactRow(tx, c, month)
			l.Rows = append(l.Rows, row)
			l.Within[row.Span()]++
			if row.Calls+row.Letters > 0 {
				l.Reached++
			}
			return err
		}); err != nil {
			return err
		}
		if class != (school.Class{}) && !slices.Contains(l.Classes, class) {
			return school.ErrForbidden
		}
		slices.SortStableFunc(l.Rows, func(a, b ContactRow) int { return a.Spoke.Compare(b.Spoke) })
		return nil
	})
	return l, err
}

// contactRow is one child's row: its sum in that month, the days since it last spoke with home, and whether it was
// invited.
func contactRow(tx *school.Tx, c roster.Child, month string) (ContactRow, error) {
	row := ContactRow{Child: c, Days: -1}
	sum, _, err := sums.Get(tx, c.ID)
	if err != nil {
		return row, err
	}
	row.ContactSum = sum.in(month)
	if !sum.Spoke.IsZero() {
		row.Days = int(tx.Day.Midnight().Sub(school.DayOf(sum.Spoke).Midnight()).Hours() / 24)
	}
	news, err := visit.NewsOf(tx, c.ID)
	row.Invited = slices.ContainsFunc(news, func(n visit.News) bool { return n.Kind == visit.NewsCall })
	return row, err
}

// ContactMonth is one class's month as a calendar.
type ContactMonth struct {
	Class school.Class
	Month string // "2026-11"
	Days  []school.Day
	Rows  []ContactCalendar
	Today school.Day
}

// ContactCalendar is a child's line in it: what there was on each day.
type ContactCalendar struct {
	Child roster.Child
	Days  map[school.Day][]ContactKind
}

// Empty reports a month without any contact.
func (c ContactCalendar) Empty() bool { return len(c.Days) == 0 }

// ContactMonth returns the calendar of a class and month ("2026-11"); an empty month is the present one. Children
// with the fewest days of contact come first: the list is read to find whom to ask.
func (s *Room) ContactMonth(actor school.Actor, class school.Class, month string) (m ContactMonth, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleKeeper, school.RoleOffice, school.RoleHead, school.RoleTeacher); err != nil {
			return err
		}
		if !seesContactsOf(actor, class) {
			return school.ErrForbidden
		}
		if month == "" {
			month = monthOf(tx.Day)
		}
		first, err := school.ParseDay(month + "-01")
		if err != nil {
			return err
		}
		if err := school.Record(tx, actor, actMonthTaken, "class/"+class.Key()); err != nil {
			return err
		}
		m = ContactMonth{Class: class, Month: month, Today: tx.Day}
		for d := first; monthOf(d) == month; d = d.Add(1) {
			m.Days = append(m.Days, d)
		}
		return roster.EachChild(tx, kv.Prefix(class.Key()+"/"), func(c roster.Child) error {
			row := ContactCalendar{Child: c, Days: map[school.Day][]ContactKind{}}
			err := contacts.Each(tx, kv.Prefix(c.ID+"/"+month), func(_ string, c Contact) error {
				if !slices.Contains(row.Days[c.Day], c.Kind) {
					row.Days[c.Day] = append(row.Days[c.Day], c.Kind)
				}
				return nil
			})
			m.Rows = append(m.Rows, row)
			return err
		})
	})
	slices.SortStableFunc(m.Rows, func(a, b ContactCalendar) int { return cmp.Compare(len(a.Days), len(b.Days)) })
	return m, err
}
