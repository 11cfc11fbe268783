package phone

import "zhixinwu/store/school"

// What this room refuses. The sentence of each says what the child or the keeper can do next.
var (
	ErrAnnouncement = school.NewError(school.Invalid, "announcement.form")
	ErrContactDay   = school.NewError(school.Invalid, "contact.day")
	ErrFamilyNumber = school.NewError(school.Invalid, "family.number")
	ErrLineBusy     = school.NewError(school.Conflict, "line.busy")
	ErrLineNone     = school.NewError(school.NotFound, "line.none")
	ErrLineOther    = school.NewError(school.Conflict, "line.other")
	ErrLineOut      = school.NewError(school.Conflict, "line.out")
	ErrNoChildren   = school.NewError(school.Invalid, "contact.none")
	ErrNotSiblings  = school.NewError(school.Conflict, "ticket.siblings")
	ErrOutcome      = school.NewError(school.Invalid, "ticket.outcome")
	ErrClosed       = school.NewError(school.Conflict, "phone.closed")
	ErrCooldown     = school.NewError(school.Conflict, "phone.cooldown")
	ErrFull         = school.NewError(school.Conflict, "phone.full")
	ErrHoliday      = school.NewError(school.Conflict, "phone.holiday")
	ErrLast         = school.NewError(school.Conflict, "phone.last")
	ErrLines        = school.NewError(school.Conflict, "phone.lines")
	ErrWeek         = school.NewError(school.Conflict, "phone.week")
	ErrQueueEmpty   = school.NewError(school.Conflict, "queue.empty")
	ErrTalkUnasked  = school.NewError(school.Conflict, "talk.unasked")
	ErrTicketMove   = school.NewError(school.Conflict, "ticket.move")
	ErrTicketNone   = school.NewError(school.NotFound, "ticket.none")
)

// What the audit says was done here.
var (
	actAnnounce    = school.NewAction("announcement.set")
	actFamilyShown = school.NewAction("family.shown")
	actInvite      = school.NewAction("contact.invite")
	actMonthTaken  = school.NewAction("contact.print")
	actLetterHome  = school.NewAction("contact.letter")
	actLineSet     = school.NewAction("line.set")
	actUrgentAsk   = school.NewAction("urgent.ask")
)
