package phone

import (
	"zhixinwu/store/school"
	"zhixinwu/store/urgent"
)

// HandOver is the phone room's call for a child on one of its lines that needs an adult now: it cried, it said what
// nobody in a queue should carry alone. The talk goes on, or ends as any other. A call that the child has open
// already is returned (urgent.AskNow); ErrTicketMove once it is not on a line any more.
func (s *Room) HandOver(actor school.Actor, ticket string) (u urgent.Call, err error) {
	err = s.school.Update(func(tx *school.Tx) error {
		t, err := keepersTicket(tx, actor, ticket)
		if err != nil {
			return err
		}
		if t.State != Called && t.State != Talking {
			return ErrTicketMove
		}
		if u, err = urgent.AskNow(tx, urgent.Call{Child: t.Child, Place: "亲情室 " + t.Line + " 号", From: actor.ID()}); err != nil {
			return err
		}
		return school.Record(tx, actor, actUrgentAsk, t.Child)
	})
	return u, err
}
