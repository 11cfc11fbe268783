// Package phone is 亲情室: lines, tickets and their order, talks with and without a keeper, and the ledger of contacts with
// home.
//
// # Schema
//
//	bucket          key                                  value, and who maintains it
//	line            <line>                               Line of the phone room
//	ticket          <day>/<number>                       Ticket (putTicket)
//	ticket-open     <child>                              index: key of the child's open ticket, of siblings too (putTicket)
//	queue           <day>/waiting|paused|missed/<number> index: tickets in that state, with their queueEntry (putTicket, callNext)
//	phone-day       <day>                                DayCount: counters, so that a ticket costs the same at any hour
//	phone-hour      <day>/<HH>                           HourCount: waits, no-shows and use of the lines (countHour)
//	announcement    phone                                Announcement on the board
//	contact         <child>/<day>/<what>                 Contact with home: a spoken talk or a letter (putContact)
//	contact-sum     <child>                              ContactSum of the child's rows, for limits, order and ledger (putContact)
package phone

import "zhixinwu/store/school"

// Room is 亲情室. Its methods may be called from any goroutine; each is one transaction.
type Room struct {
	school.Deaf
	school *school.School
}

// New returns the room on its ground.
func New(s *school.School) *Room { return &Room{school: s} }

// SettingsSet makes the moves that new hours, another order or self-service allow: a line that may call now does.
func (*Room) SettingsSet(tx *school.Tx, _ school.Actor, _ school.Settings) error {
	tx.Publish(school.TopicPhone) // its hours, order and limits are among the settings
	return advance(tx)
}

// DeviceGone takes a tablet that cannot be used any more from its line. Whom the line had called goes back to its old
// place: without the tablet it could not begin to talk, and would be counted as missed. A talk goes on.
func (*Room) DeviceGone(tx *school.Tx, _ school.Actor, device string) error {
	l, found, err := lineAt(tx, device)
	if err != nil || !found {
		return err
	}
	if d, known, err := school.FindDevice(tx, device); err != nil || known && d.Has(school.OfferPhone) {
		return err
	}
	l.Device = ""
	if err := lineRows.Put(tx, l.ID, l); err != nil {
		return err
	}
	tx.Publish(school.TopicPhone)
	t, on, err := onLine(tx, l)
	if err != nil || !on || t.State != Called || t.By != "" { // a keeper who called the child sees to it
		return err
	}
	return moveTicket(tx, &t, Waiting)
}

// ChildLeaves takes the child off its ticket, from the day on which it is not here any more. A talk under way goes
// on: nobody is cut off from home. Of a departure that lies ahead nothing is done, because tickets are of one day.
func (*Room) ChildLeaves(tx *school.Tx, _ school.Actor, child string, from school.Day) error {
	t, found, err := openTicket(tx, child)
	if err != nil || !found || t.State == Talking || from > tx.Day {
		return err
	}
	_, err = leaveTicket(tx, t, child)
	return err
}
