// Package store is what the school knows: its types, rules, state machines and indexes, one file a noun.
//
// An exported method of Store is one transaction; unexported functions take the tx and compose. Rules of shape are
// Validate methods, rules of state stand inside the transaction, and the actor's permission and the audit row travel in
// the same call, so that a handler cannot forget them.
//
// # Schema
//
// Update this table first. Every value is JSON. A key's parts have a fixed width, so byte order is the order meant.
// "index" buckets are written only by the put function of the noun they belong to.
//
//	bucket          key                                  value, and who maintains it
//	meta            version                              int, the schema version (migrate)
//	meta            secret                               fingerprint of the key file that belongs to this data (Open)
//	meta            healthy                              time of the last health check (Healthy)
//	meta            setup                                hash of the one-time set-up link, until an administrator exists
//	meta            child-seq · staff-seq · device-seq · task-seq  int, the last number given out (next)
//	meta            rollover                             Day of the last step into a new school year (RollOver)
//	meta            rollover-undo                        RolloverUndo: the way back from it
//	meta            exception-seq · waiter-seq · referral-seq · note-seq · urgent-seq
//	meta            audit                                auditHead: the end of the audit's chain (audit)
//	setting         school                               School
//	change          <subject>/<revision>                 Change of child/<child> or school (putChange)
//	child           <child>                              Child (putChild)
//	bed             <building>/<room>/<bed>/<child>      index of children by place (putChild)
//	class           <class>/<child>                      index of children by class (putChild)
//	identity        <child>                              identity number, sealed with the key file (putIdentity)
//	photo           <random>                             picture of a child, JPEG
//	undo            import                               ImportUndo: the way back from the last one
//	card            <hash of the code>                   Card (issueCard)
//	building        <building>                           Building
//	staff           <staff>                              Staff (putStaff)
//	login           <login>                              index: staff (putStaff)
//	session         <hash of the cookie>                 Session of a member of staff
//	device          <device>                             Device
//	browser         <hash of the cookie>                 device: a browser enrolled as it
//	device-seen     <device>                             time when one of its browsers last loaded a page
//	pairing         <hash of the cookie>                 Pairing: a browser that shows a code
//	enrolment       <hash of the link>                   Enrolment
//	attempt         <what>/<hash of whom>                Attempts: wrong passwords and reply codes
//	line            <line>                               Line of the phone room
//	ticket          <day>/<number>                       Ticket (putTicket)
//	ticket-open     <child>                              index: key of the child's open ticket, of siblings too (putTicket)
//	queue           <day>/waiting|paused|missed/<number> index: tickets in that state, with their queueEntry (putTicket, callNext)
//	phone-day       <day>                                PhoneDay: counters, so that a ticket costs the same at any hour
//	phone-hour      <day>/<HH>                           PhoneHour: waits, no-shows and use of the lines (countHour)
//	announcement    phone                                Announcement on the board
//	contact         <child>/<day>/<what>                 Contact with home: a spoken talk or a letter (putContact)
//	contact-sum     <child>                              ContactSum of the child's rows, for limits, order and ledger (putContact)
//	task            <n>                                  Task for a class teacher (putTask)
//	task-open       <child>/<n>                          index of open tasks (putTask)
//	plan            <staff>                              Plan of a counselor's week
//	exception       <last day>/<n>                       Exception: days on which a plan does not hold
//	booking         <day>/<HHMM>/<staff>[/<seat>]        Booking: the slot is the key, so it cannot be given twice
//	booking-child   <child>/<slot>                       index: bookings of a child (putBooking, release)
//	cancelled       <slot>/<n>                           Booking that has left its slot, cancelled or moved
//	met             <child>                              Day of the last talk that took place (moveTo)
//	waiter          <n>                                  Waiter: a place in the waiting line, also after its end (putWaiter)
//	waiter-line     <n>                                  index: places that still wait (putWaiter)
//	waiter-child    <child>                              index: the child's place that still waits (putWaiter)
//	referral        <n>                                  Referral: a child that a colleague proposes (putReferral)
//	referral-open   <n>                                  index: those that wait for a counselor (putReferral)
//	referral-staff  <staff>/<n>                          index: those that a member of staff made (putReferral)
//	urgent          <day>/<n>                            Urgent: a child that asked for an adult now (putUrgent)
//	urgent-open     <day>/<n>                            index: those that nobody has met yet (putUrgent)
//	duty            list                                 DutyList: who is asked after the counselors, in order
//	notebook        <child>                              Notebook: the public key, and the private one sealed to each reader
//	note            <child>/<n>                          Note, sealed to the notebook
//	feed            <hash of the link>                   staff: whose calendar it is
//	feed-staff      <staff>                              index: hash of the member's link (OfferFeed)
//	staff-key       <staff>                              StaffKey: a counselor's own, the private half under the passphrase
//	mailbox         box                                  Mailbox: the public key, and the private one sealed to each keeper
//	letter          <random>                             Letter, sealed; no order, no writer, no hour
//	letter-code     <lookup of the return code>          index: letter
//	signin          <day>/<building>/<child>/<time>      Signin: one scan of a card
//	signin-day      <day>/<child>                        index: latest signin of the day (putSignin)
//	news            <child>/<n>                          News for a child, until it was opened (putNews)
//	audit           <n>                                  Audit, chained to the row before (audit)
//	audit-staff     <staff>/<n>                          index: rows by who (audit)
//	audit-subject   <subject>/<n>                        index: rows by whom it was about (audit)
package store

import (
	"errors"
	_ "time/tzdata" // a school's computer may have no time zone files

	"zhixinwu/store/access"
	"zhixinwu/store/dorm"
	"zhixinwu/store/heart"
	"zhixinwu/store/mail"
	"zhixinwu/store/phone"
	"zhixinwu/store/roster"
	"zhixinwu/store/school"
	"zhixinwu/store/urgent"
)

// Store is one school: its rooms over their ground, and the acts that touch two of them. Its methods may be called from any
// goroutine.
type Store struct {
	*school.School
	Access *access.Room
	Roster *roster.Room
	Urgent *urgent.Room
	Heart  *heart.Room
	Phone  *phone.Room
	Mail   *mail.Room
	Dorm   *dorm.Room
}

// Open opens the school in dir, or founds one if dir holds none. It fails with kv.ErrLocked while another process has it
// open, with kv.ErrCorrupt when it is damaged, and when dir holds one of its two files without the other.
func Open(dir string, o school.Options) (*Store, error) {
	s, err := school.Open(dir, o)
	if err != nil {
		return nil, err
	}
	h := &Store{School: s, Access: access.New(s), Roster: roster.New(s), Urgent: urgent.New(s), Heart: heart.New(s),
		Phone: phone.New(s), Mail: mail.New(s), Dorm: dorm.New(s)}
	s.Follow(h.Roster, h.Urgent, h.Heart, h.Phone)
	err = s.Migrate(migrations)
	if err == nil {
		err = h.Phone.MarkCut()
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return h, nil
}

// migrations[n] leads from schema n to n+1; their number is the schema that this program writes.
var migrations = []func(*school.Tx) error{
	0: school.PutDefaults,
	1: migrate1,
	2: heart.IndexBookings,
	3: migrate3,
}
