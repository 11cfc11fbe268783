package heart

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhixinwu/store/school"
)

const plans school.Bucket[Plan] = "plan"

// Plan is a counselor's week: when the door is open, how long one talk is, and how long a breath between two. The
// policy wants 知心屋 with 安排专人负责 and 日常化、全覆盖 (冷水江市教育局, DOMAIN C1); 心理辅导室建设指南 (教基一厅函〔2015〕36号) wants it open every
// school day. Neither is enforced: a plan says what is true.
type Plan struct {
	Counselor string
	Revision  int `json:",omitempty"` // counts its changes, see school.Change
	Room      string
	Face      string // the drawing children know the counselor by
	Minutes   int
	Pause     int            `json:",omitempty"` // minutes between two talks
	Hours     []school.Hours // what lies between two of one weekday is a break
	Groups    []Group        `json:",omitempty"`
}

// Group is a weekly circle of children, as a class's: one beginning with several seats.
type Group struct {
	Name string
	school.Hours
	Seats int
}

// Faces are the drawings a counselor may choose from.
var Faces = []string{"sun", "flower", "tree", "cloud"}

// maxSeats bounds a group to a class.
const maxSeats = 60

// Validate checks the shape. Nothing of one weekday overlaps (ErrPlanOverlap): one counselor is in one place.
// ErrGroup for a circle of fewer than two seats or five minutes.
func (p Plan) Validate() error {
	if !school.ValidName(p.Room) || p.Minutes < 5 || p.Minutes > 180 || p.Pause < 0 || p.Pause > 60 || !slices.Contains(Faces, p.Face) {
		return school.ErrInvalid
	}
	all := slices.Clone(p.Hours)
	for _, g := range p.Groups {
		if !school.ValidName(g.Name) || g.Seats < 2 || g.Seats > maxSeats || g.To-g.From < 5 {
			return ErrGroup
		}
		all = append(all, g.Hours)
	}
	slices.SortFunc(all, func(a, b school.Hours) int {
		return cmp.Or(cmp.Compare(a.Weekday, b.Weekday), cmp.Compare(a.From, b.From))
	})
	for i, h := range all {
		if !h.Valid() {
			return school.ErrInvalid
		}
		if i > 0 && all[i-1].Weekday == h.Weekday && h.From < all[i-1].To {
			return ErrPlanOverlap
		}
	}
	return nil
}

// openings are the beginnings of one day, exceptions apart; whatever is shorter than a talk is left over.
func (p Plan) openings(d school.Day) (all []Opening) {
	slot := Slot{Day: d, Counselor: p.Counselor}
	for _, h := range p.Hours {
		if h.Weekday != d.Weekday() {
			continue
		}
		for slot.Clock = h.From; slot.Clock+school.Clock(p.Minutes) <= h.To; slot.Clock += school.Clock(p.Minutes + p.Pause) {
			all = append(all, Opening{Slot: slot, Minutes: p.Minutes, Room: p.Room})
		}
	}
	for _, g := range p.Groups {
		if g.Weekday == d.Weekday() {
			slot.Clock = g.From
			all = append(all, Opening{Slot: slot, Minutes: int(g.To - g.From), Room: p.Room, Group: g.Name, Seats: g.Seats})
		}
	}
	slices.SortFunc(all, func(a, b Opening) int { return cmp.Compare(a.Clock, b.Clock) })
	return all
}

// opens reports whether the week has room for a booking where it lies.
func (p Plan) opens(b Booking) bool {
	day := b.Day.Weekday()
	if b.Group != "" {
		return slices.ContainsFunc(p.Groups, func(g Group) bool { return g.Weekday == day && g.From == b.Clock })
	}
	return slices.ContainsFunc(p.Hours, func(h school.Hours) bool {
		return h.Weekday == day && h.From <= b.Clock && b.end() <= h.To
	})
}

// planParts are a plan as the fields of its form.
var planParts = func() []school.Part[Plan] {
	parts := []school.Part[Plan]{
		{Key: "room", Text: func(p Plan) string { return p.Room }, Take: func(into *Plan, p Plan) { into.Room = p.Room }},
		{Key: "face", Text: func(p Plan) string { return p.Face }, Take: func(into *Plan, p Plan) { into.Face = p.Face }},
		{Key: "minutes", Text: func(p Plan) string { return strconv.Itoa(p.Minutes) },
			Take: func(into *Plan, p Plan) { into.Minutes = p.Minutes }},
		{Key: "pause", Text: func(p Plan) string { return strconv.Itoa(p.Pause) }, Take: func(into *Plan, p Plan) { into.Pause = p.Pause }},
		{Key: "groups", Text: func(p Plan) string {
			var all []string
			for _, g := range p.Groups {
				all = append(all, fmt.Sprintf("%s %s %d", school.WriteHours([]school.Hours{g.Hours}), g.Name, g.Seats))
			}
			return strings.Join(all, "；")
		}, Take: func(into *Plan, p Plan) { into.Groups = p.Groups }},
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		other := func(h school.Hours) bool { return h.Weekday != d }
		parts = append(parts, school.Part[Plan]{
			Key:  "day" + strconv.Itoa(int(d)),
			Text: func(p Plan) string { return school.WriteHours(slices.DeleteFunc(slices.Clone(p.Hours), other)) },
			Take: func(into *Plan, p Plan) {
				kept := slices.DeleteFunc(slices.Clone(into.Hours), func(h school.Hours) bool { return !other(h) })
				into.Hours = append(kept, slices.DeleteFunc(slices.Clone(p.Hours), other)...)
			},
		})
	}
	return parts
}()

// SetPlan changes a counselor's week from the revision that the actor saw; where somebody else has changed the same part
// since, it is a *school.Stale. Bookings stay where the door is still open, and no beginning that one of them reaches
// into is offered; the others are moved as an exception moves them, and like there not before the actor is sure of what
// becomes of them: ErrUnsure comes with it, and nothing is stored. What has become free goes to the waiting line at once.
func (s *Room) SetPlan(actor school.Actor, p Plan, sure func([]Displaced) bool) (moved []Displaced, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		moved = nil
		if err := mayPlan(actor, p.Counselor); err != nil {
			return err
		}
		st, err := school.StaffOf(tx, p.Counselor)
		if err != nil {
			return err
		}
		if !st.Has(school.RoleCounselor) {
			return school.ErrInvalid
		}
		old, _, err := plans.Get(tx, p.Counselor)
		if err != nil {
			return err
		}
		old.Counselor = p.Counselor
		fresh, err := school.Merge(tx, planSubject(p.Counselor), planParts, old, old.Revision, p, p.Revision)
		if err != nil {
			return err
		}
		if err := fresh.Validate(); err != nil {
			return err
		}
		fresh.Revision = old.Revision + 1
		changed, err := school.PutEdit(tx, actor, planSubject(p.Counselor), planParts, old, fresh, fresh.Revision)
		if err != nil || !changed {
			return err
		}
		cal, err := openCalendar(tx)
		if err != nil {
			return err
		}
		cal.plans[p.Counselor] = fresh
		moves, err := cal.relocate(tx, tx.Day, tx.Day.Add(maxAway), "", func(b Booking) bool {
			return (b.Counselor == p.Counselor || cal.standsIn(b, p.Counselor)) && !cal.opens(b)
		})
		if err != nil {
			return err
		}
		if moved = cal.told(actor, moves); len(moved) > 0 && !sure(moved) {
			return ErrUnsure
		}
		if err := school.Record(tx, actor, actPlanSet, p.Counselor); err != nil {
			return err
		}
		if err := plans.Put(tx, p.Counselor, fresh); err != nil {
			return err
		}
		tx.Publish(school.TopicBooking)
		return carryOut(tx, actor, moves, "plan")
	})
	return moved, err
}

func planSubject(counselor string) string { return "plan/" + counselor }

// mayPlan: a counselor plans the own week, the administrator everybody's.
func mayPlan(a school.Actor, counselor string) error {
	if a.Staff.Has(school.RoleCounselor) && a.ID() == counselor {
		return nil
	}
	return a.May(school.RoleAdmin)
}

// PlanPage is what a counselor plans with.
type PlanPage struct {
	Plan
	Away     []NamedException // own ones that are not over
	Standing []NamedException // in which the actor stands in
	Others   []school.Staff   // counselors who could stand in
	Feed     bool             // a calendar link is out
}

// PlanPage returns the actor's own plan with what is not over of the exceptions: own ones, and those in which the
// actor stands in for somebody. Before the first plan it offers one without hours.
func (s *Room) PlanPage(actor school.Actor) (p PlanPage, err error) {
	err = s.school.View(func(tx *school.Tx) error {
		if err := actor.May(school.RoleCounselor); err != nil {
			return err
		}
		p = PlanPage{}
		var planned bool
		if p.Plan, planned, err = plans.Get(tx, actor.ID()); err != nil {
			return err
		}
		if !planned {
			// nothing is stored before the counselor saves, so children are not offered hours that nobody chose
			p.Plan = Plan{Counselor: actor.ID(), Room: "知心屋", Face: Faces[0], Minutes: 20}
		}
		cal, err := openCalendar(tx)
		if err != nil {
			return err
		}
		for _, e := range cal.away {
			switch actor.ID() {
			case e.StandIn:
				p.Standing = append(p.Standing, cal.named(e))
			case e.Counselor:
				p.Away = append(p.Away, cal.named(e))
			}
		}
		p.Others = slices.DeleteFunc(cal.active(tx), func(st school.Staff) bool { return st.ID == actor.ID() })
		p.Feed, err = hasFeed(tx, actor.ID())
		return err
	})
	return p, err
}
