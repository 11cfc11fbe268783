package store

import (
	"strings"
	"time"

	"zhixinwu/store/kv"
)

// Plan is a counselor's week: when the door is open, and how long one talk is.
type Plan struct {
	Counselor string
	Room      string
	Face      string // the drawing children know the counselor by
	Minutes   int
	Hours     []Hours
}

// Hours is one opening on one weekday, From ≤ t < To.
type Hours struct {
	Weekday  time.Weekday
	From, To Clock
}

func (h Hours) valid() bool {
	return h.Weekday >= time.Sunday && h.Weekday <= time.Saturday && h.From >= 0 && h.To <= 24*60 && h.From < h.To
}

// WriteHours is the one way openings are shown in a history, one weekday after the other.
func WriteHours(hours []Hours) string {
	var parts []string
	for _, h := range hours {
		parts = append(parts, "周"+string([]rune("日一二三四五六")[h.Weekday])+" "+Span{h.From, h.To}.String())
	}
	return strings.Join(parts, "；")
}

// Faces are the drawings a counselor may choose from.
var Faces = []string{"sun", "flower", "tree", "cloud"}

// horizon is how many days ahead a child can book, today included: what a child can still picture.
const horizon = 7

// Validate checks the shape.
func (p Plan) Validate() error {
	if !validName(p.Room) || p.Minutes < 5 || p.Minutes > 180 {
		return ErrInvalid
	}
	for _, h := range p.Hours {
		if !h.valid() {
			return ErrInvalid
		}
	}
	return nil
}

// slots are the beginnings of the talks of one day, in order of time; whatever is shorter than a talk is left over.
func (p Plan) slots(d Day) (slots []Clock) {
	for _, h := range p.Hours {
		if h.Weekday != d.Weekday() {
			continue
		}
		for c := h.From; c+Clock(p.Minutes) <= h.To; c += Clock(p.Minutes) {
			slots = append(slots, c)
		}
	}
	return slots
}

// SetPlan replaces a counselor's week. Bookings already made stay.
func (s *Store) SetPlan(actor Actor, p Plan) error {
	return s.update(func(tx *tx) error {
		if err := actor.may(RoleAdmin); err != nil && !(actor.Staff.Has(RoleCounselor) && actor.ID() == p.Counselor) {
			return err
		}
		st, err := must[Staff](tx, "staff", p.Counselor)
		if err != nil {
			return err
		}
		if !st.Has(RoleCounselor) {
			return ErrInvalid
		}
		if err := p.Validate(); err != nil {
			return err
		}
		tx.Publish(TopicBooking)
		return put(tx, "plan", p.Counselor, p)
	})
}

// CounselorSlots is a counselor with the free slots of the next days.
type CounselorSlots struct {
	ID, Name, Room, Face string
	Days                 []FreeDay
}

// FreeDay is one day's free slots; Free is empty when all are taken or the door is closed.
type FreeDay struct {
	Day  Day
	Free []Slot
}

// First is the earliest free slot, or the zero Slot.
func (c CounselorSlots) First() Slot {
	for _, d := range c.Days {
		if len(d.Free) > 0 {
			return d.Free[0]
		}
	}
	return Slot{}
}

// FreeSlots returns what a child can book now, by counselor.
func (s *Store) FreeSlots() (free []CounselorSlots, err error) {
	err = s.view(func(tx *tx) error {
		free = nil
		taken := map[string]bool{}
		week := kv.Range{From: string(tx.day), To: string(tx.day.Add(horizon))}
		if err := tx.Scan("booking", week, func(key string, _ []byte) error { taken[key] = true; return nil }); err != nil {
			return err
		}
		return each(tx, "plan", kv.Range{}, func(_ string, p Plan) error {
			st, err := must[Staff](tx, "staff", p.Counselor)
			if err != nil || !st.active(tx.day) {
				return err
			}
			c := CounselorSlots{ID: st.ID, Name: st.Name, Room: p.Room, Face: p.Face}
			for i := range horizon {
				d := FreeDay{Day: tx.day.Add(i)}
				for _, clock := range p.slots(d.Day) {
					slot := Slot{d.Day, clock, p.Counselor}
					if !taken[slot.Key()] && slot.start(tx).After(tx.now) {
						d.Free = append(d.Free, slot)
					}
				}
				c.Days = append(c.Days, d)
			}
			free = append(free, c)
			return nil
		})
	})
	return free, err
}
