package store

// Code is the kind of an error; handlers map it to an HTTP status.
type Code int

const (
	Internal        Code = iota
	Invalid              // what was sent is not what was asked for
	Unauthenticated      // nobody, or nobody any more
	Forbidden            // somebody, but not for this
	NotFound
	Conflict    // right in itself, but the state has moved on
	Limited     // too often
	Unavailable // not now
)

// Error is an error that a person may read. Key names the sentence shown; Cause, if any, goes to the log only.
type Error struct {
	Code  Code
	Key   string
	Cause error
}

func (e *Error) Error() string {
	if e.Cause != nil {
		return e.Key + ": " + e.Cause.Error()
	}
	return e.Key
}

func (e *Error) Unwrap() error { return e.Cause }

// Keys of all errors, so that a test can ask for a sentence for each.
var Keys []string

func newError(code Code, key string) *Error {
	Keys = append(Keys, key)
	return &Error{Code: code, Key: key}
}

var (
	ErrNotFound  = newError(NotFound, "not-found")
	ErrForbidden = newError(Forbidden, "forbidden")
	ErrInvalid   = newError(Invalid, "invalid")

	ErrCardFormat   = newError(Invalid, "card.format")
	ErrCardDigits   = newError(Invalid, "card.digits")
	ErrCardUnknown  = newError(NotFound, "card.unknown")
	ErrCardReplaced = newError(Conflict, "card.replaced")
	ErrCardLeft     = newError(Conflict, "card.left")

	ErrNoVisit  = newError(Unauthenticated, "visit.none")
	ErrOldVisit = newError(Conflict, "visit.old")

	ErrDeviceUnknown = newError(Unauthenticated, "device.unknown")
	ErrDeviceOffer   = newError(Forbidden, "device.offer")
	ErrEnrolment     = newError(NotFound, "device.enrolment")
	ErrPairing       = newError(NotFound, "device.code")
	ErrPairings      = newError(Limited, "device.codes")

	ErrLogin        = newError(Unauthenticated, "login.wrong")
	ErrLoginFirst   = newError(Unauthenticated, "login.first")
	ErrLocked       = newError(Limited, "login.locked")
	ErrLoginTaken   = newError(Conflict, "login.taken")
	ErrLoginForm    = newError(Invalid, "login.form")
	ErrPassword     = newError(Invalid, "password.short")
	ErrOldPassword  = newError(Invalid, "password.old")
	ErrSamePassword = newError(Invalid, "password.same")
	ErrPIN          = newError(Invalid, "pin.form")
	ErrPINWrong     = newError(Invalid, "pin.wrong")
	ErrCovered      = newError(Unauthenticated, "session.covered")
	ErrFirst        = newError(Forbidden, "password.first")
	ErrClass        = newError(Invalid, "class.form")
	ErrLastAdmin    = newError(Conflict, "staff.last-admin")
	ErrStaffLine    = newError(Invalid, "staff.line")
	ErrName         = newError(Invalid, "name.form")
	ErrSpan         = newError(Invalid, "span.form")
	ErrNameTaken    = newError(Conflict, "name.taken")
	ErrBed          = newError(Invalid, "bed.form")
	ErrBedTaken     = newError(Conflict, "bed.taken")
	ErrLong         = newError(Invalid, "long")
	ErrYesNo        = newError(Invalid, "yes-no")
	ErrGender       = newError(Invalid, "gender.form")
	ErrBirth        = newError(Invalid, "birth.far")
	ErrIDOther      = newError(Invalid, "id.other")
	ErrCare         = newError(Invalid, "care.form")
	ErrMentor       = newError(Invalid, "mentor.unknown")
	ErrFuture       = newError(Invalid, "day.future")
	ErrListUnknown  = newError(Invalid, "list.unknown")
	ErrListOld      = newError(Invalid, "list.old")
	ErrListLocked   = newError(Invalid, "list.locked")
	ErrListLong     = newError(Invalid, "list.long")
	ErrListBig      = newError(Invalid, "list.big")
	ErrListHeader   = newError(Invalid, "list.header")
	ErrListDamaged  = newError(Invalid, "list.damaged")
	ErrListGone     = newError(NotFound, "list.gone")
	ErrFormula      = newError(Invalid, "cell.formula")
	ErrRowTwice     = newError(Invalid, "row.twice")
	ErrRolledOver   = newError(Conflict, "rollover.done")
	ErrPhoto        = newError(Invalid, "photo.form")
	ErrFar          = newError(Invalid, "day.far")
	ErrStillHere    = newError(Conflict, "child.here")
	ErrErased       = newError(Conflict, "child.erased")
	ErrStale        = newError(Conflict, "stale")

	ErrTerm    = newError(Invalid, "school.term")
	ErrPeriod  = newError(Invalid, "school.period")
	ErrHoliday = newError(Invalid, "school.holiday")
	ErrHotline = newError(Invalid, "school.hotline")
	ErrRule    = newError(Invalid, "school.rule")
	ErrSetup   = newError(NotFound, "setup.gone")

	ErrDay           = newError(Invalid, "day.form")
	ErrPhone         = newError(Invalid, "phone.form")
	ErrExponent      = newError(Invalid, "number.exponent")
	ErrIDCard        = newError(Invalid, "idcard.form")
	ErrStudentNumber = newError(Invalid, "student-number.form")

	ErrTicketMove = newError(Conflict, "ticket.move")
	ErrTicketNone = newError(NotFound, "ticket.none")
	ErrOutcome    = newError(Invalid, "ticket.outcome")
	ErrLineNone   = newError(NotFound, "line.none")
	ErrQueueEmpty = newError(Conflict, "queue.empty")

	ErrPhoneClosed   = newError(Conflict, "phone.closed")
	ErrPhoneHoliday  = newError(Conflict, "phone.holiday")
	ErrPhoneLast     = newError(Conflict, "phone.last")
	ErrPhoneLines    = newError(Conflict, "phone.lines")
	ErrPhoneCooldown = newError(Conflict, "phone.cooldown")
	ErrPhoneWeek     = newError(Conflict, "phone.week")
	ErrTalkUnasked   = newError(Conflict, "talk.unasked")
	ErrLineOut       = newError(Conflict, "line.out")
	ErrLineBusy      = newError(Conflict, "line.busy")
	ErrLineOther     = newError(Conflict, "line.other")
	ErrNotSiblings   = newError(Conflict, "ticket.siblings")
	ErrFamilyNumber  = newError(Invalid, "family.number")
	ErrAnnouncement  = newError(Invalid, "announcement.form")
	ErrContactDay    = newError(Invalid, "contact.day")
	ErrNoChildren    = newError(Invalid, "contact.none")

	ErrSlotTaken   = newError(Conflict, "booking.taken")
	ErrSlotPast    = newError(Conflict, "booking.past")
	ErrSlotNone    = newError(NotFound, "booking.none")
	ErrBookingOpen = newError(Conflict, "booking.open")
	ErrBookedAgain = newError(Conflict, "booking.again")
	ErrBookingMove = newError(Conflict, "booking.move")
	ErrBookingDay  = newError(Conflict, "booking.day")
	ErrTopic       = newError(Invalid, "booking.topic")

	ErrBookingClash = newError(Conflict, "booking.clash")
	ErrChildBusy    = newError(Conflict, "booking.busy")
	ErrDoorClosed   = newError(Unavailable, "booking.door")
	ErrPlanOverlap  = newError(Invalid, "plan.overlap")
	ErrGroup        = newError(Invalid, "plan.group")
	ErrAway         = newError(Invalid, "plan.away")
	ErrStandIn      = newError(Invalid, "plan.standin")
	ErrUrgentMove   = newError(Conflict, "urgent.move")
	ErrUrgentTaken  = newError(Conflict, "urgent.taken")
	ErrReferral     = newError(Invalid, "referral.form")
	ErrReferralMove = newError(Conflict, "referral.move")
	ErrNotesKey     = newError(Forbidden, "note.key")
	ErrNotesLocked  = newError(Forbidden, "note.locked")
	ErrNotReader    = newError(Forbidden, "note.reader")
	ErrNote         = newError(Invalid, "note.form")
	ErrNoteLong     = newError(Invalid, "note.long")
	ErrFeed         = newError(NotFound, "feed.gone")

	ErrMailboxClosed  = newError(Unavailable, "mailbox.closed")
	ErrMailboxLocked  = newError(Forbidden, "mailbox.locked")
	ErrNotKeeper      = newError(Forbidden, "mailbox.keeper")
	ErrPassphrase     = newError(Invalid, "mailbox.passphrase")
	ErrPassphraseWeak = newError(Invalid, "mailbox.weak")
	ErrKeeperKnown    = newError(Conflict, "mailbox.known")
	ErrLetterKind     = newError(Invalid, "letter.kind")
	ErrLetterEmpty    = newError(Invalid, "letter.empty")
	ErrLetterLong     = newError(Invalid, "letter.long")
	ErrDrawing        = newError(Invalid, "letter.drawing")
	ErrMood           = newError(Invalid, "letter.mood")
	ErrLetterSent     = newError(Conflict, "letter.sent")
	ErrReplyCode      = newError(NotFound, "reply.code")
	ErrReplyForm      = newError(Invalid, "reply.form")
	ErrReplyWait      = newError(Limited, "reply.wait")
	ErrAnswerEmpty    = newError(Invalid, "answer.empty")
	ErrAnswerLong     = newError(Invalid, "answer.long")
)
