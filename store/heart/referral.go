package heart

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"zhixinwu/store/kv"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/visit"
)

const referralsBy school.Index = "referral-staff"
const referralSeq school.Sequence = "referral-seq"

const referralsOpen school.Index = "referral-open"

const referrals school.Bucket[Referral] = "referral"

// ReferralState is where a proposal stands. Whoever made it sees only whether somebody has taken it up: what came of it,
// and a child's no, are the child's.
type ReferralState string

// A proposal is open until a counselor ends it; nothing else does but the deletion of the child's file, which closes
// it.
//
//	open  → taken   a counselor has invited the child
//	open  → closed  a counselor has seen to it in another way
//	taken → open    the talk was called off before it took place, by whomever: the child's no is one of several reasons
const (
	ReferralOpen   ReferralState = "open"
	ReferralTaken  ReferralState = "taken"
	ReferralClosed ReferralState = "closed"
)

// ReferralReasons in the order of their buttons: what one sees, not what one concludes.
var ReferralReasons = []string{"quiet", "sad", "angry", "sleep", "home", "friends", "absent", "other"}

// Referral is a child that a colleague asks the counselors to see. It is the dorm's and the class's way to 知心屋 for
// what the school's plan calls 观察留守儿童动向、心理活动 (三官桥中学方案, DOMAIN C9), without the detour over the heads of the school.
type Referral struct {
	N       int
	Child   string
	By      string
	Reasons []string
	Words   string `json:",omitempty"` // what was seen, in a sentence
	At      time.Time
	State   ReferralState
	Taker   string    `json:",omitempty"`
	Ended   time.Time `json:",omitzero"`
	Back    time.Time `json:",omitzero"` // last taken up and come to nothing
}

// maxReferralRunes keeps it to what was seen.
const maxReferralRunes = 200

// mayRefer: a class teacher the own class and paired children, dorm staff the own buildings, head and office any. A
// form lists nobody else, and what is sent past the form is school.ErrForbidden.
func mayRefer(a school.Actor, c roster.Child) bool {
	return a.Staff.Has(school.RoleHead, school.RoleOffice) ||
		a.Staff.Has(school.RoleTeacher) && (a.Staff.HasClass(c.Class) || slices.Contains(c.Mentors, a.ID())) ||
		a.Staff.Has(school.RoleDorm) && c.Bed.Building != "" && a.Staff.HasBuilding(c.Bed.Building)
}

// putReferral is the only writer of a proposal and its two indexes: open while it waits, by staff for good.
func putReferral(tx *school.Tx, r Referral) error {
	key := school.Padded(r.N, 8)
	var err error
	if r.State == ReferralOpen {
		err = referralsOpen.Mark(tx, key)
	} else {
		err = referralsOpen.Delete(tx, key)
	}
	if err != nil {
		return err
	}
	if err := referralsBy.Mark(tx, r.By+"/"+key); err != nil {
		return err
	}
	tx.Publish(school.TopicBooking)
	return referrals.Put(tx, key, r)
}

// Refer proposes a child. A second proposal of the same child by the same colleague replaces the first while it
// waits, so that a double tap, or a second thought, does not make two. ErrReferral without a reason, with one twice,
// or with more words than maxReferralRunes.
func (s *Room) Refer(actor school.Actor, child string, reasons []string, words string) (r Referral, err error) {
	words = strings.TrimSpace(words)
	if len(reasons) == 0 || !utf8.ValidString(words) || utf8.RuneCountInString(words) > maxReferralRunes {
		return r, ErrReferral
	}
	for i, reason := range reasons {
		if !slices.Contains(ReferralReasons, reason) || slices.Contains(reasons[:i], reason) {
			return r, ErrReferral
		}
	}
	err = s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleTeacher, school.RoleDorm, school.RoleHead, school.RoleOffice); err != nil {
			return err
		}
		c, found, err := roster.FindChild(tx, child)
		if err != nil {
			return err
		}
		if !found || !c.Here(tx.Day) || !mayRefer(actor, c) {
			return school.ErrForbidden
		}
		r = Referral{Child: child, By: actor.ID(), At: tx.Now, State: ReferralOpen}
		open, err := openReferrals(tx)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(open, r.same); i >= 0 {
			r = open[i]
		} else if r.N, err = referralSeq.Next(tx); err != nil {
			return err
		}
		r.Reasons, r.Words = reasons, words
		if err := school.Record(tx, actor, actReferral, child); err != nil {
			return err
		}
		return putReferral(tx, r)
	})
	return r, err
}

// openReferrals are those that wait, by number, which is the order in which they were made.
func openReferrals(tx *school.Tx) (all []Referral, err error) {
	err = referralsOpen.Keys(tx, kv.Range{}, func(key string) error {
		r, err := referrals.Must(tx, key)
		all = append(all, r)
		return err
	})
	return all, err
}

// answerReferral closes what led to an invitation, in the invitation's own transaction. ErrReferralMove if a
// colleague was quicker: the child is not invited twice over one proposal.
func answerReferral(tx *school.Tx, actor school.Actor, n int, child string) error {
	r, found, err := referrals.Get(tx, school.Padded(n, 8))
	if err != nil {
		return err
	}
	if !found || r.Child != child {
		return school.ErrNotFound
	}
	if r.State != ReferralOpen {
		return ErrReferralMove
	}
	r.State, r.Taker, r.Ended = ReferralTaken, actor.ID(), tx.Now
	return putReferral(tx, r)
}

// reopenReferral puts the proposal that led to a talk back on the list when the talk is called off, unless the child has
// left or the same colleague has proposed it again meanwhile.
func reopenReferral(tx *school.Tx, b Booking) error {
	if b.Referral == 0 {
		return nil
	}
	r, err := referrals.Must(tx, school.Padded(b.Referral, 8))
	if err != nil || r.State != ReferralTaken {
		return err
	}
	c, err := roster.ChildOf(tx, b.Child)
	if err != nil || !c.Here(tx.Day) {
		return err
	}
	open, err := openReferrals(tx)
	if err != nil || slices.ContainsFunc(open, r.same) {
		return err
	}
	r.State, r.Taker, r.Ended, r.Back = ReferralOpen, "", time.Time{}, tx.Now
	return putReferral(tx, r)
}

// same reports whether another is about the same child, by the same colleague.
func (r Referral) same(o Referral) bool { return o.Child == r.Child && o.By == r.By }

// LinkReferrals leads to schema 8: the talks that still lie ahead learn whose proposal they come from. invited is the number
// of the proposal by the slot of its invitation, as the proposals knew it.
func LinkReferrals(tx *school.Tx, invited map[string]int) error {
	var linked []Booking // a scan must not write under its own feet
	if err := bookings.Each(tx, kv.Range{From: string(tx.Day)}, func(key string, b Booking) error {
		r, found, err := referrals.Get(tx, school.Padded(invited[key], 8))
		if found && r.State == ReferralTaken && r.Child == b.Child && b.Reserved() {
			b.Referral = r.N
			linked = append(linked, b)
		}
		return err
	}); err != nil {
		return err
	}
	for _, b := range linked {
		if err := putBooking(tx, b); err != nil {
			return err
		}
	}
	return nil
}

// CloseReferral says that the counselor has seen to it in another way.
func (s *Room) CloseReferral(actor school.Actor, n int) error {
	return s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleCounselor); err != nil {
			return err
		}
		r, err := referrals.Must(tx, school.Padded(n, 8))
		if err != nil {
			return err
		}
		if r.State == ReferralClosed {
			return nil
		}
		if r.State != ReferralOpen {
			return ErrReferralMove
		}
		r.State, r.Taker, r.Ended = ReferralClosed, actor.ID(), tx.Now
		return putReferral(tx, r)
	})
}

// NamedReferral is a proposal with its names.
type NamedReferral struct {
	Referral
	Of  roster.Child
	Who string
}

func nameReferral(tx *school.Tx, r Referral) (NamedReferral, error) {
	c, err := roster.ChildOf(tx, r.Child)
	if err != nil {
		return NamedReferral{}, err
	}
	who, err := school.StaffName(tx, r.By)
	return NamedReferral{r, c, who}, err
}

// Referrals are those that wait for a counselor, the oldest first.
func (s *Room) Referrals(actor school.Actor) (all []NamedReferral, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleCounselor); err != nil {
			return err
		}
		all = nil
		open, err := openReferrals(tx)
		if err != nil {
			return err
		}
		for _, r := range open {
			named, err := nameReferral(tx, r)
			if err != nil {
				return err
			}
			all = append(all, named)
		}
		return nil
	})
	return all, err
}

// ReferPage is what a colleague proposes with: the children in reach, and the own proposals, the latest first.
type ReferPage struct {
	Children []roster.Child
	Mine     []NamedReferral
}

// minesShown is how many of the own proposals a page holds.
const minesShown = 20

// ReferPage returns it.
func (s *Room) ReferPage(actor school.Actor) (p ReferPage, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleTeacher, school.RoleDorm, school.RoleHead, school.RoleOffice); err != nil {
			return err
		}
		p = ReferPage{}
		if err := roster.EachChild(tx, kv.Range{}, func(c roster.Child) error {
			if mayRefer(actor, c) {
				p.Children = append(p.Children, c)
			}
			return nil
		}); err != nil {
			return err
		}
		return referralsBy.KeysBack(tx, kv.Prefix(actor.ID()+"/"), func(key string) error {
			r, err := referrals.Must(tx, key[len(actor.ID())+1:])
			if err != nil {
				return err
			}
			named, err := nameReferral(tx, r)
			if err != nil {
				return err
			}
			// who has it is the child's, also before whoever proposed it
			named.Taker = ""
			if p.Mine = append(p.Mine, named); len(p.Mine) == minesShown {
				return kv.ErrStop
			}
			return nil
		})
	})
	return p, err
}

// FindChildren is for a counselor at work: the children whose name holds what was typed, a class, or the one whose
// card was scanned into the field. At most 40, shortest names first, because what was typed is most of a short name.
func (s *Room) FindChildren(actor school.Actor, typed string) (found []roster.Child, err error) {
	typed = strings.TrimSpace(typed)
	if typed == "" || len(typed) > 64 {
		return nil, nil
	}
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleCounselor); err != nil {
			return err
		}
		found = nil
		if code, err := visit.ParseCode(typed); err == nil {
			c, err := roster.ChildOfCard(tx, code)
			if err == nil {
				found = append(found, c)
			}
			return err
		}
		return roster.EachChild(tx, kv.Range{}, func(c roster.Child) error {
			if strings.Contains(c.Name, typed) || c.Class.String() == typed {
				found = append(found, c)
			}
			return nil
		})
	})
	slices.SortStableFunc(found, func(a, b roster.Child) int { return cmp.Compare(len(a.Name), len(b.Name)) })
	return found[:min(len(found), 40)], err
}
