package heart

import (
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
)

// Slip is the row of a child's talk, for the paper that asks the class teacher to let the child go. It leaves the room, so
// there is an audit row of it.
func (s *Room) Slip(actor school.Actor, slot Slot) (row AgendaRow, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		if err := actor.May(school.RoleCounselor); err != nil {
			return err
		}
		b, found, err := FindBooking(tx, slot.Key())
		if err != nil {
			return err
		}
		if !found || b.Counselor != actor.ID() {
			return ErrSlotNone
		}
		c, err := roster.ChildOf(tx, b.Child)
		if err != nil {
			return err
		}
		row = AgendaRow{Booking: b, Child: c}
		return school.Record(tx, actor, actSlip, c.ID)
	})
	return row, err
}
